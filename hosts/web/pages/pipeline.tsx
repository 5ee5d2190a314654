import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { PipelineHealthJson } from "../../../core/contract/forecasts.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { type Column, DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { NumberCard } from "../../kit/number-card.tsx";
import { NumberCell } from "../../kit/number-cell.tsx";
import { readMoney } from "../money.ts";
import { Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";

type StageRow = PipelineHealthJson["stages"][number];
type Stalled = PipelineHealthJson["stalled"][number];

/** Is there enough in the pipeline, does it move, and what stands still? */
export function PipelinePage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const health = useLoad(
		"pipeline",
		() => session.client.pipelineHealth(),
		(e) => e.type === "deal.changed" || e.type === "deal.created" || e.type === "import.finished",
	);
	const count = health.data?.stalledTotal ?? 0;
	return (
		<Page title={t("nav.pipeline")} heading={health.data ? t("pipeline.finding", { count }) : t("nav.pipeline")}>
			<Loading of={health} lines={10}>
				{(data) => (
					<div className="stack">
						<div className="cards">
							{[data.coverage, data.winRate, data.velocity, data.cycle].map((view) => (
								<NumberCard key={view.id + view.title} view={view} form="short" />
							))}
						</div>
						<StalledDeals health={data} />
						<Stages rows={data.stages} />
					</div>
				)}
			</Loading>
		</Page>
	);
}

/** Rows before one asks for more. */
const AT_FIRST = 8;

function StalledDeals({ health }: { health: PipelineHealthJson }) {
	const { t, locale } = useSpeech();
	const [all, setAll] = useState(false);
	const shown = all ? health.stalled : health.stalled.slice(0, AT_FIRST);
	const columns: Column<Stalled>[] = [
		{
			key: "deal",
			header: t("deal.name"),
			cell: (s) => (
				<>
					<Link to={`/deals/${s.deal.id}`} data-row-link>
						{s.deal.name}
					</Link>
					<span className="cs-sub">{s.owner ?? t("deal.noOwner")}</span>
				</>
			),
		},
		{ key: "reasons", header: t("pipeline.reasons"), cell: (s) => s.reasons.map((r) => r.text).join(" · ") },
		{
			key: "amount",
			header: t("deal.amount"),
			figure: true,
			narrow: false,
			cell: (s) => (s.amount ? formatMoney(readMoney(s.amount), locale, { whole: true }) : "–"),
		},
	];
	if (health.stalled.length === 0) return null;
	return (
		<section aria-labelledby="stalled-title">
			<h2 id="stalled-title">{t("pipeline.stalled", { shown: shown.length, count: health.stalledTotal })}</h2>
			<DataTable caption={t("pipeline.stalledCaption")} columns={columns} rows={shown} rowKey={(s) => s.deal.id} />
			{shown.length < health.stalled.length && (
				<div className="list-more">
					<Button onClick={() => setAll(true)}>
						{t("pipeline.showMore", { count: health.stalled.length - shown.length })}
					</Button>
				</div>
			)}
		</section>
	);
}

function Stages({ rows }: { rows: StageRow[] }) {
	const { t, locale } = useSpeech();
	const columns: Column<StageRow>[] = [
		{ key: "stage", header: t("deal.stage"), cell: (r) => r.stage.name },
		{ key: "open", header: t("pipeline.open"), figure: true, cell: (r) => formatNumber(r.open, locale) },
		{
			key: "amount",
			header: t("deal.amount"),
			figure: true,
			narrow: false,
			cell: (r) => (
				<>
					{formatMoney(readMoney(r.amount), locale, { compact: true })}
					{r.unpriced > 0 && <span className="cs-sub">{t("pipeline.unpriced", { count: r.unpriced })}</span>}
				</>
			),
		},
		{
			key: "conversion",
			header: t("pipeline.conversion"),
			figure: true,
			cell: (r) => <NumberCell view={r.conversion} />,
		},
		{
			key: "days",
			header: t("pipeline.days"),
			figure: true,
			narrow: false,
			cell: (r) => <NumberCell view={r.medianDays} />,
		},
	];
	return (
		<section aria-labelledby="stages-title">
			<h2 id="stages-title">{t("pipeline.stages")}</h2>
			<DataTable caption={t("pipeline.stages")} columns={columns} rows={rows} rowKey={(r) => r.stage.id} />
		</section>
	);
}
