import type { ClosedLoopJson, LoopRowJson } from "../../../core/contract/marketing.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber, formatPercent, formatRange } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { type Speech, useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { LeadWays } from "../leads/lead-ways.tsx";
import { SourceChoice, useSourceAsk } from "../leads/source-choice.tsx";
import "../leads/leads.css";
import { readMoney } from "../money.ts";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** What became of the leads that marketing handed over: taken up by sales, won, and for how much. */
export function ClosedLoopPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const ask = useSourceAsk();
	const loaded = useLoad(
		JSON.stringify(ask),
		() => session.client.closedLoop(ask),
		(e) => e.type === "import.finished" || e.type === "workspace.changed",
	);
	return (
		<Page title={t("loop.title")} heading={loaded.data?.text ?? t("loop.title")} above={<LeadWays />}>
			<Loading of={loaded} lines={10}>
				{(report) => <Loop report={report} by={ask.by} />}
			</Loading>
		</Page>
	);
}

function Loop({ report, by }: { report: ClosedLoopJson; by: "source" | "campaign" }) {
	const speech = useSpeech();
	const { t, locale, zone } = speech;
	const { rows, total } = report;
	return (
		<section aria-label={t("loop.title")} className="stack-tight">
			<SourceChoice from={report.from} to={report.to} by={by} />
			{rows.length === 0 ? (
				<Nothing />
			) : (
				<div className="loop-table">
					<DataTable
						caption={t("loop.table")}
						wide
						columns={columnsOf(speech)}
						rows={rows.length > 1 ? [...rows, total] : rows}
						rowKey={(row) => row.label}
					/>
				</div>
			)}
			<p className="cs-muted">
				{t("loop.asOf", { when: formatInstant(Date.parse(report.asOf), locale, zone) })}
				{total.unpriced > 0 && ` ${t("loop.unpriced", { n: total.unpriced })}`}
			</p>
			<details className="cs-more">
				<summary>{t("kit.how")}</summary>
				<p>{t("loop.how.counts")}</p>
				<p>{t("loop.how.deals")}</p>
			</details>
		</section>
	);
}

function Nothing() {
	const { t } = useSpeech();
	const me = useMe();
	return (
		<StateNotice
			state="empty"
			title={t("loop.finding.none")}
			action={me.permissions.includes("keys:write") && <Link to="/settings/api-keys">{t("loop.makeKey")}</Link>}
		>
			<p>{t("loop.nextStep")}</p>
		</StateNotice>
	);
}

function columnsOf({ t, locale }: Speech) {
	const number = (value: number) => formatNumber(value, locale);
	const share = (of: LoopRowJson["toSql"]) =>
		of && (
			<span className="cs-sub">
				{t("loop.shareOf", {
					share: formatPercent(of.share, locale),
					range: formatRange(of.low, of.high, "probability", locale),
					n: number(of.n),
				})}
			</span>
		);
	return [
		{ key: "label", header: t("sources.source"), cell: (row: LoopRowJson) => <bdi>{row.label}</bdi> },
		{ key: "mql", header: t("loop.mql"), cell: (row: LoopRowJson) => number(row.mql), figure: true },
		{
			key: "sql",
			header: t("loop.sql"),
			cell: (row: LoopRowJson) => (
				<>
					{number(row.sql)}
					{share(row.toSql)}
				</>
			),
			figure: true,
		},
		{
			key: "days",
			header: t("loop.days"),
			cell: (row: LoopRowJson) =>
				row.daysToSql === null ? (
					"–"
				) : (
					<>
						{number(Math.round(row.daysToSql))}
						<span className="cs-sub">{t("loop.median", { n: number(row.sql) })}</span>
					</>
				),
			figure: true,
			narrow: false,
		},
		{ key: "open", header: t("loop.open"), cell: (row: LoopRowJson) => number(row.open), figure: true, narrow: false },
		{
			key: "won",
			header: t("loop.won"),
			cell: (row: LoopRowJson) => (
				<>
					{number(row.won)}
					{share(row.toWon)}
				</>
			),
			figure: true,
		},
		{
			key: "revenue",
			header: t("loop.revenue"),
			cell: (row: LoopRowJson) =>
				row.revenue.length === 0
					? "–"
					: row.revenue.map((money) => (
							<div key={money.currency}>{formatMoney(readMoney(money), locale, { whole: true })}</div>
						)),
			figure: true,
		},
	];
}
