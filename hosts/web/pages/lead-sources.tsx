import { Field, Input, Select } from "@fluentui/react-components";
import type { SourceReportJson, SourceRowJson } from "../../../core/contract/lead-sources.ts";
import { sourceTable } from "../../../core/contract/tables/source-table.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber, formatPercent, formatRange } from "../../../core/words/format-number.ts";
import { type Speech, useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { LeadWays } from "../leads/lead-ways.tsx";
import { SourceCosts } from "../leads/source-costs.tsx";
import "../leads/leads.css";
import { readMoney } from "../money.ts";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link, navigate, usePlace, withQuery } from "../router.tsx";
import type { Looks } from "../table/drawn-columns.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { WholeTable } from "../table/whole-table.tsx";
import { useLoad } from "../use-load.ts";

const MONTH = /^\d{4}-\d\d$/;

/** What each lead source brings, and whether it is worth its money. */
export function LeadSourcesPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const { query } = usePlace();
	const [from, to] = [query.get("from"), query.get("to")].map((m) => (m && MONTH.test(m) ? m : null));
	const ask = {
		by: query.get("by") === "campaign" ? ("campaign" as const) : ("source" as const),
		...(from && { from }),
		...(to && { to }),
	};
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

function Sources({
	report,
	ask,
}: {
	report: SourceReportJson;
	ask: { by: "source" | "campaign" } & Record<string, string>;
}) {
	const speech = useSpeech();
	const { t, locale, zone } = speech;
	const place = usePlace();
	const view = useTableView(sourceTable, { given: ask });
	const go = (changes: Record<string, string | null>) => navigate(withQuery(place, changes), { stay: true });
	const { unpriced, unpricedCosts } = report;
	return (
		<section aria-label={t("sources.title")} className="stack-tight">
			<div className="form-line">
				<Field label={t("sources.from")}>
					<Input
						type="month"
						value={report.from}
						max={report.to}
						onChange={(_, { value }) => value && go({ from: value })}
					/>
				</Field>
				<Field label={t("sources.to")}>
					<Input
						type="month"
						value={report.to}
						min={report.from}
						onChange={(_, { value }) => value && go({ from: report.from, to: value })}
					/>
				</Field>
				<Field label={t("sources.by")}>
					<Select value={ask.by} onChange={(_, { value }) => go({ by: value === "source" ? null : value })}>
						<option value="source">{t("sources.by.source")}</option>
						<option value="campaign">{t("sources.by.campaign")}</option>
					</Select>
				</Field>
			</div>
			<div>
				<WholeTable
					view={view}
					rows={report.rows}
					rowKey={(row) => row.label}
					looks={looksOf(speech, report.months)}
					none={
						<StateNotice
							state="empty"
							title={t("sources.nothing")}
							action={<Link to="/import">{t("home.emptyAction")}</Link>}
						/>
					}
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
