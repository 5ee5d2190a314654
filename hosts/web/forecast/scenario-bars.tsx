import type { ScenarioReportJson } from "../../../core/contract/scenarios.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatPercent, formatSigned } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { readMoney } from "../money.ts";
import "./scenarios.css";

/** Each scenario's range as a band on one axis, its middle as a mark, the quota as a line. */
export function ScenarioBars({ report }: { report: ScenarioReportJson }) {
	const { t, locale } = useSpeech();
	const ends = report.columns.flatMap(({ view, quota }) => [
		Number(view.interval?.high ?? view.value ?? 0),
		Number(quota?.amountMinor ?? 0),
	]);
	const max = Math.max(1, ...ends) * 1.02;
	const at = (minor: number) => `${Math.min(100, Math.max(0, (minor / max) * 100))}%`;
	return (
		<ul className="scenario-bars">
			{report.columns.map(({ kind, name, view, difference, quota, quotaChance }) => {
				const [low, high] = [
					Number(view.interval?.low ?? view.value ?? 0),
					Number(view.interval?.high ?? view.value ?? 0),
				];
				return (
					<li key={`${kind} ${name}`} className={kind === "custom" ? "scenario-own" : undefined}>
						<span className="scenario-name">{name}</span>
						<span className="scenario-value">
							<strong>
								<bdi>{view.text.value}</bdi>
							</strong>
							{difference.amountMinor !== "0" && (
								<bdi className="cs-figure">
									{formatSigned(difference.amountMinor, "money", locale, { currency: report.currency, compact: true })}
								</bdi>
							)}
						</span>
						<span className="scenario-track" aria-hidden="true">
							<span className="scenario-band" style={{ insetInlineStart: at(low), inlineSize: at(high - low) }} />
							{view.value !== null && (
								<span className="scenario-mark" style={{ insetInlineStart: at(Number(view.value)) }} />
							)}
							{quota && <span className="scenario-quota" style={{ insetInlineStart: at(Number(quota.amountMinor)) }} />}
						</span>
						<span className="cs-sub scenario-notes">
							{[
								view.text.interval,
								quota && quotaChance !== null
									? t("scenarios.reaches", {
											chance: formatPercent(quotaChance, locale),
											quota: formatMoney(readMoney(quota), locale, { compact: true }),
										})
									: "",
								view.text.state,
							]
								.filter(Boolean)
								.join(" · ")}
						</span>
					</li>
				);
			})}
		</ul>
	);
}
