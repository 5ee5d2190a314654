import type { PipelineHealthJson } from "../../../core/contract/forecasts.ts";
import {
	type StageRow,
	type StalledRow,
	stageTable,
	stalledTable,
} from "../../../core/contract/tables/pipeline-tables.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { NumberCard } from "../../kit/number-card.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { BringData } from "../bring-data.tsx";
import { readMoney } from "../money.ts";
import { Loading, Page } from "../page-frame.tsx";
import { FlowPart } from "../pipeline/flow-part.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import type { Looks } from "../table/drawn-columns.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { WholeTable } from "../table/whole-table.tsx";
import { useLoad } from "../use-load.ts";

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
	const isEmpty = health.data?.stages.every((stage) => stage.open === 0) ?? false;
	const finding = isEmpty ? t("pipeline.noneOpen") : t("pipeline.finding", { count });
	return (
		<Page title={t("nav.pipeline")} heading={health.data ? finding : t("nav.pipeline")}>
			<Loading of={health} lines={10}>
				{(data) => (
					<div className="stack">
						{isEmpty && <StateNotice state="empty" title={t("deals.noneYet")} action={<BringData />} />}
						<div className="cards">
							{[data.coverage, data.winRate, data.velocity, data.cycle].map((view) => (
								<NumberCard key={view.id + view.title} view={view} form="short" />
							))}
						</div>
						<StalledDeals health={data} />
						<Stages rows={data.stages} />
						<FlowPart />
					</div>
				)}
			</Loading>
		</Page>
	);
}

function StalledDeals({ health }: { health: PipelineHealthJson }) {
	const { t } = useSpeech();
	const view = useTableView(stalledTable, { prefix: "stalled." });
	if (health.stalled.length === 0) return null;
	const looks: Looks<StalledRow> = {
		deal: {
			cell: (s) => (
				<>
					<Link to={`/deals/${s.deal.id}`} data-row-link>
						{s.deal.name}
					</Link>
					<span className="cs-sub">{s.owner ?? t("deal.noOwner")}</span>
				</>
			),
		},
		reasons: { narrow: true },
	};
	return (
		<section aria-labelledby="stalled-title">
			<h2 id="stalled-title">{t("pipeline.stalled", { shown: health.stalled.length, count: health.stalledTotal })}</h2>
			<WholeTable view={view} rows={health.stalled} rowKey={(s) => s.deal.id} looks={looks} atFirst={8} />
		</section>
	);
}

function Stages({ rows }: { rows: StageRow[] }) {
	const { t, locale } = useSpeech();
	const view = useTableView(stageTable, { prefix: "stages." });
	const looks: Looks<StageRow> = {
		open: { narrow: true },
		amount: {
			cell: (r) => (
				<>
					{formatMoney(readMoney(r.amount), locale, { compact: true })}
					{r.unpriced > 0 && <span className="cs-sub">{t("pipeline.unpriced", { count: r.unpriced })}</span>}
				</>
			),
		},
		days: { narrow: false },
	};
	return (
		<section aria-labelledby="stages-title">
			<h2 id="stages-title">{t("pipeline.stages")}</h2>
			<WholeTable view={view} rows={rows} rowKey={(r) => r.stage.id} looks={looks} />
		</section>
	);
}
