import type { AccuracyJson } from "../../../core/contract/accuracy.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { readMoney } from "../money.ts";
import { usePeriodName } from "./use-period-name.ts";
import "./scenarios.css";

/** Each past period's range as a band, the forecast as a mark, and what came as a line, newest first. */
export function PastBars({ past }: { past: AccuracyJson["past"] }) {
	const { t, locale } = useSpeech();
	const nameOf = usePeriodName();
	const max = Math.max(
		1,
		...past.flatMap((p) => [p.high, p.forecast, p.actual].map((m) => Number(m?.amountMinor ?? 0))),
	);
	const at = (minor: number) => `${Math.min(100, Math.max(0, (minor / (max * 1.02)) * 100))}%`;
	const say = (money: AccuracyJson["past"][number]["actual"]) =>
		formatMoney(readMoney(money), locale, { compact: true });
	return (
		<ul className="scenario-bars">
			{past.toReversed().map(({ period, forecast, low, high, actual, held, horizonDays }) => {
				const [from, to] = [Number((low ?? forecast).amountMinor), Number((high ?? forecast).amountMinor)];
				return (
					<li key={period}>
						<span className="scenario-name">{nameOf(period, { narrow: true })}</span>
						<span className="scenario-value">
							<span className="cs-muted">{t("accuracy.came")}</span>
							<strong>
								<bdi>{say(actual)}</bdi>
							</strong>
						</span>
						<span className="scenario-track" aria-hidden="true">
							<span className="scenario-band" style={{ insetInlineStart: at(from), inlineSize: at(to - from) }} />
							<span className="scenario-mark" style={{ insetInlineStart: at(Number(forecast.amountMinor)) }} />
							<span className="scenario-quota" style={{ insetInlineStart: at(Number(actual.amountMinor)) }} />
						</span>
						<span className="cs-sub scenario-notes">
							{[
								`${t("accuracy.forecast")} ${say(forecast)}`,
								low && high ? `${say(low)}–${say(high)}` : "",
								held === null ? "" : t(held ? "accuracy.inRange" : "accuracy.outOfRange"),
								t("accuracy.daysAhead", { days: String(horizonDays) }),
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
