import type { SourceReportJson, SourceRowJson } from "../../../core/contract/lead-sources.ts";
import { sourceTable } from "../../../core/contract/tables/source-table.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber, formatPercent, formatRange } from "../../../core/words/format-number.ts";
import { type Speech, useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { BringData } from "../bring-data.tsx";
import { LeadWays } from "../leads/lead-ways.tsx";
import { type SourceAsk, SourceChoice, useSourceAsk } from "../leads/source-choice.tsx";
import { SourceCosts } from "../leads/source-costs.tsx";
import "../leads/leads.css";
import { readMoney } from "../money.ts";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import type { Looks } from "../table/drawn-columns.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { WholeTable } from "../table/whole-table.tsx";
import { useLoad } from "../use-load.ts";

/** What each lead source brings, and whether it is worth its money. */
export function LeadSourcesPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const ask = useSourceAsk();
	const loaded = useLoad(
		JSON.stringify(ask),
		() => session.client.leadSources(ask),
		(e) => e.type === "import.finished" || e.type === "import.undone",
	);
	return (
		<Page title={t("sources.title")} heading={loaded.data?.text ?? t("sources.title")} above={<LeadWays />}>
			<Loading of={loaded} lines={10}>
				{(report) => (
					<div className="stack">
						<Sources report={report} ask={ask} />
						{me.permissions.includes("workspace:write") && (
							<SourceCosts
								sources={report.rows.flatMap((row) => row.source ?? [])}
								month={report.to}
								changed={loaded.reload}
							/>
						)}
					</div>
				)}
			</Loading>
		</Page>
	);
}

function Sources({ report, ask }: { report: SourceReportJson; ask: SourceAsk }) {
	const speech = useSpeech();
	const { t, locale, zone } = speech;
	const view = useTableView(sourceTable, { given: ask });
	const { unpriced, unpricedCosts } = report;
	return (
		<section aria-label={t("sources.title")} className="stack-tight">
			<SourceChoice from={report.from} to={report.to} by={ask.by} />
			<div>
				<WholeTable
					view={view}
					rows={report.rows}
					rowKey={(row) => row.label}
					looks={looksOf(speech, report.months)}
					none={<StateNotice state="empty" title={t("sources.nothing")} action={<BringData />} />}
				/>
			</div>
			<p className="cs-muted">
				{t("sources.sum", {
					total: formatMoney(readMoney(report.total), locale, { whole: true }),
					n: report.wonDeals,
					when: formatInstant(Date.parse(report.asOf), locale, zone),
				})}
				{unpriced > 0 && ` ${t("sources.unpriced", { n: unpriced })}`}
				{unpricedCosts > 0 && ` ${t("sources.unpricedCosts", { n: unpricedCosts })}`}
				{!report.isWhole && ` ${t("sources.part")}`}
			</p>
			<details className="cs-more">
				<summary>{t("kit.how")}</summary>
				<p>{t("sources.how.came")}</p>
				<p>{t("sources.how.ways")}</p>
				<p>{t("sources.how.shares")}</p>
			</details>
		</section>
	);
}

function looksOf({ t, locale }: Speech, months: number): Looks<SourceRowJson> {
	const percent = (value: number) => formatPercent(value, locale);
	const share = (of: SourceRowJson["toDeal"]) =>
		of === null ? (
			t("sources.noneEnded")
		) : (
			<>
				{percent(of.share)}
				<span className="cs-sub">
					{t("sources.of", {
						range: formatRange(of.low, of.high, "probability", locale),
						n: formatNumber(of.n, locale),
					})}
				</span>
			</>
		);
	return {
		label: {
			cell: (row) =>
				row.source === null ? (
					row.label
				) : (
					<Link to={`/leads?source=${encodeURIComponent(row.source)}`} data-row-link>
						{row.label}
					</Link>
				),
		},
		toDeal: { cell: (row) => share(row.toDeal) },
		toWon: { cell: (row) => share(row.toWon), desk: true },
		data: { narrow: true },
		cycle: {
			desk: true,
			cell: (row) =>
				row.cycleDays === null ? (
					"–"
				) : (
					<>
						{formatNumber(row.cycleDays, locale)}
						<span className="cs-sub">{t("sources.cycleOf", { n: formatNumber(row.wonDeals, locale) })}</span>
					</>
				),
		},
		cost: {
			cell: (row) =>
				row.cost === null ? (
					<>
						–<span className="cs-sub">{t("sources.noCost")}</span>
					</>
				) : (
					<>
						{formatMoney(readMoney(row.cost), locale, { whole: true })}
						{row.costMonths < months && (
							<span className="cs-sub">{t("sources.costPart", { n: row.costMonths, months })}</span>
						)}
					</>
				),
		},
		roi: { narrow: true, cell: (row) => (row.roi === null ? "–" : percent(row.roi)) },
	};
}
