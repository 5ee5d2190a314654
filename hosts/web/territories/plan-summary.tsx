import type { TerritoryPlanJson } from "../../../core/contract/territory-plans.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { measureName } from "./measure-text.ts";

/** A plan in numbers, before and after: evenness, travel, what moves; behind it, how we know. */
export function PlanSummary({ plan }: { plan: TerritoryPlanJson }) {
	const { t, words, locale, zone } = useSpeech();
	const { report, run } = plan;
	if (!report) {
		return (
			<StateNotice state="empty" title={t("terr.notYet")}>
				<p>{t("terr.notYetSays")}</p>
			</StateNotice>
		);
	}
	const today = new Map(report.fairnessToday.map((one) => [one.name, one]));
	const km = (value: number) => t("terr.km", { km: formatNumber(value, locale) });
	const off = (value: number | undefined) => (value === undefined ? "–" : formatPercent(value, locale));
	return (
		<section className="terr-summary" aria-label={t("terr.summary")}>
			{!report.isFeasible && (
				<StateNotice state="note" title={t("terr.notAll", { count: report.faults.length })}>
					<ul className="terr-points">
						{report.faults.slice(0, 4).map((text) => (
							<li key={text}>{text}</li>
						))}
					</ul>
				</StateNotice>
			)}
			<table className="cs-table">
				<caption className="cs-unseen">{t("terr.summary")}</caption>
				<thead>
					<tr>
						<th scope="col">{t("terr.what")}</th>
						<th scope="col" className="cs-end">
							{t("terr.map.before")}
						</th>
						<th scope="col" className="cs-end">
							{t("terr.map.after")}
						</th>
					</tr>
				</thead>
				<tbody>
					{report.fairness.map((one) => (
						<tr key={one.name}>
							<th scope="row">{t("terr.furthestOff", { measure: measureName(words, one.name) })}</th>
							<td className="cs-end">{off(today.get(one.name)?.worstOff)}</td>
							<td className="cs-end">{off(one.worstOff)}</td>
						</tr>
					))}
					{report.fairness.slice(0, 1).map((one) => (
						<tr key={`${one.name} range`}>
							<th scope="row">{t("terr.leastAndMost", { measure: measureName(words, one.name) })}</th>
							<td className="cs-end">
								{today.has(one.name)
									? `${off(today.get(one.name)?.lowest)} – ${off(today.get(one.name)?.highest)}`
									: "–"}
							</td>
							<td className="cs-end">{`${off(one.lowest)} – ${off(one.highest)}`}</td>
						</tr>
					))}
					<tr>
						<th scope="row">{t("terr.allTravel")}</th>
						<td className="cs-end">{report.travelKmToday === null ? "–" : km(report.travelKmToday)}</td>
						<td className="cs-end">{km(report.travelKm)}</td>
					</tr>
					{report.moved && (
						<tr>
							<th scope="row">{t("terr.changeHands")}</th>
							<td className="cs-end">–</td>
							<td className="cs-end">
								{t("terr.movedIs", {
									accounts: formatNumber(report.moved.accounts, locale),
									share: formatPercent(report.moved.share, locale),
								})}
							</td>
						</tr>
					)}
				</tbody>
			</table>
			<details>
				<summary>{t("kit.how")}</summary>
				<ul className="cs-muted terr-points">
					<li>{t("terr.how.asOf", { when: formatInstant(Date.parse(plan.asOf), locale, zone) })}</li>
					<li>{t("terr.how.units", { units: formatNumber(plan.units, locale), locked: report.locked })}</li>
					<li>{t("terr.how.potential")}</li>
					<li>{t("terr.how.travel")}</li>
					<li>{t("terr.how.method")}</li>
					{run?.gap !== null && run?.gap !== undefined && (
						<li>{t("terr.how.gap", { gap: formatPercent(run.gap, locale, 1) })}</li>
					)}
					{report.fairness.map((one) => (
						<li key={one.name}>
							{t("terr.how.gini", {
								measure: measureName(words, one.name),
								before: formatNumber(today.get(one.name)?.gini ?? 0, locale, 3),
								after: formatNumber(one.gini, locale, 3),
							})}
						</li>
					))}
					<li>{t("terr.how.model", { model: report.modelVersion })}</li>
				</ul>
			</details>
		</section>
	);
}
