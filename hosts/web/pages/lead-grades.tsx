import type { GradeReportJson } from "../../../core/contract/lead-grades.ts";
import { dateIn } from "../../../core/model/instant.ts";
import { formatDay, formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber, formatPercent, formatRange } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { TrendLine } from "../../kit/trend-line.tsx";
import { BringData } from "../bring-data.tsx";
import { GradeForm } from "../leads/grade-form.tsx";
import { LeadWays } from "../leads/lead-ways.tsx";
import "../leads/leads.css";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** What share of the open leads is hot, how that went, what came of it, and from when a lead is hot. */
export function LeadGradesPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const loaded = useLoad(
		"lead-grades",
		() => session.client.leadGrades(),
		(e) => e.entity === "lead" || e.type === "import.finished",
	);
	return (
		<Page title={t("grade.title")} heading={loaded.data?.text ?? t("grade.title")} above={<LeadWays />}>
			<Loading of={loaded} lines={10}>
				{(report) => (
					<div className="stack">
						<Now report={report} />
						<Trend report={report} />
						{me.permissions.includes("workspace:write") && (
							<section aria-labelledby="grade-settings">
								<h2 id="grade-settings">{t("grade.settings")}</h2>
								<GradeForm key={report.settings.version} report={report} put={loaded.put} />
							</section>
						)}
					</div>
				)}
			</Loading>
		</Page>
	);
}

function Now({ report }: { report: GradeReportJson }) {
	const { t, locale, zone } = useSpeech();
	const { counts, outcomes, asOf, bounds } = report;
	if (counts.open === 0) {
		return <StateNotice state="empty" title={t("grade.noLeads")} action={<BringData />} />;
	}
	return (
		<section aria-label={t("grade.title")}>
			<DataTable
				caption={t("grade.title")}
				rows={outcomes}
				rowKey={(row) => row.grade}
				columns={[
					{
						key: "grade",
						header: t("lead.grade"),
						cell: (row) => (
							<>
								<Link to={`/leads?grade=${row.grade}`} data-row-link>
									{t(`leadGrade.${row.grade}`)}
								</Link>
								{bounds && report.settings.by === "chance" && row.grade !== "cold" && (
									<span className="cs-sub">
										{t("grade.fromShare", { share: formatPercent(bounds[row.grade], locale) })}
									</span>
								)}
							</>
						),
					},
					{
						key: "open",
						header: t("grade.openNow"),
						figure: true,
						cell: (row) => (
							<>
								{formatNumber(counts[row.grade], locale)}
								<span className="cs-sub">{formatPercent(counts[row.grade] / counts.open, locale)}</span>
							</>
						),
					},
					{
						key: "became",
						header: t("grade.became"),
						figure: true,
						cell: (row) =>
							row.share === null || !row.interval ? (
								t("grade.noneEnded")
							) : (
								<>
									{formatPercent(row.share, locale)}
									<span className="cs-sub">
										{t("grade.ended", {
											range: formatRange(row.interval.low, row.interval.high, "probability", locale),
											ended: row.ended,
										})}
									</span>
								</>
							),
					},
				]}
			/>
			<p className="cs-muted">
				{t("grade.now", {
					none: counts.none,
					said: counts.said,
					when: formatInstant(Date.parse(asOf), locale, zone),
				})}
			</p>
		</section>
	);
}

function Trend({ report }: { report: GradeReportJson }) {
	const { t, locale, zone } = useSpeech();
	const weeks = report.weeks.filter((week) => week.hot + week.warm + week.cold > 0);
	const share = ({ hot, warm, cold }: (typeof weeks)[number]) => hot / (hot + warm + cold);
	const [first, last] = [weeks[0], weeks.at(-1)];
	if (!first || !last || weeks.length < 2) return null;
	const percent = (value: number) => formatPercent(value, locale);
	return (
		<section aria-label={t("grade.overTime")}>
			<TrendLine
				finding={t("grade.trend", { from: percent(share(first)), to: percent(share(last)), weeks: weeks.length })}
				points={weeks.map((week) => ({ at: Date.parse(week.at), value: share(week), low: null, high: null }))}
				say={percent}
				sayWhen={(at) => formatDay(dateIn(zone, at), locale)}
			/>
			{weeks.some((week) => week.isReplayed) && <p className="cs-muted">{t("grade.replayed")}</p>}
		</section>
	);
}
