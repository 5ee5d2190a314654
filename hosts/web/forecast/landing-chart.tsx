import type { CSSProperties } from "react";
import type { CallDeskJson } from "../../../core/contract/forecast-calls.ts";
import type { MoneyJson } from "../../../core/contract/scalars.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { readMoney } from "../money.ts";
import type { ForecastShown } from "./forecast-frame.tsx";
import { usePeriodName } from "./use-period-name.ts";

interface Bar {
	key: string;
	name: string;
	value: MoneyJson;
	/** Where it reaches from and to: a range, or commit to best case. */
	range?: { low: MoneyJson; high: MoneyJson };
	pieces?: { look: string; share: number }[];
}

/**
 * Where a period lands beside its target, the year before and what people say: bars on one scale, with the target as a
 * line through all of them. It is a table, so it is its own twin.
 */
export function LandingChart({ forecast, node, desk }: ForecastShown & { desk: CallDeskJson | null }) {
	const { t, locale } = useSpeech();
	const nameOf = usePeriodName();
	const say = (money: MoneyJson) => formatMoney(readMoney(money), locale, { compact: true });
	const bars = barsOf(node, desk, t);
	const most = Math.max(...bars.flatMap((b) => [minorOf(b.value), b.range ? minorOf(b.range.high) : 0]));
	if (!(most > 0)) return null;
	const at = (minor: number) => `${Math.min(100, Math.max(0, (minor / (most * 1.02)) * 100))}%`;
	return (
		<table className="landing">
			<caption className="cs-unseen">{t("landing.caption", { period: nameOf(forecast.period) })}</caption>
			<thead className="cs-unseen">
				<tr>
					<th scope="col">{t("landing.what")}</th>
					<th scope="col">{t("landing.picture")}</th>
					<th scope="col">{t("landing.amount")}</th>
				</tr>
			</thead>
			<tbody>
				{bars.map((bar) => (
					<tr key={bar.key} data-bar={bar.key}>
						<th scope="row">{bar.name}</th>
						<td className="landing-track" aria-hidden="true">
							<div className="landing-line">
								{(bar.pieces ?? [{ look: "plain", share: minorOf(bar.value) }]).map((piece) => (
									<span
										key={piece.look}
										className={`landing-piece cs-made-${piece.look}`}
										style={{ inlineSize: at(piece.share) }}
									/>
								))}
								{bar.range && (
									<span
										className="landing-range"
										style={
											{
												insetInlineStart: at(minorOf(bar.range.low)),
												inlineSize: `calc(${at(minorOf(bar.range.high))} - ${at(minorOf(bar.range.low))})`,
											} as CSSProperties
										}
									/>
								)}
								{node.quota && (
									<span className="landing-target" style={{ insetInlineStart: at(minorOf(node.quota)) }} />
								)}
							</div>
						</td>
						<td className="cs-end">
							<bdi className="cs-figure">{say(bar.value)}</bdi>
							{bar.range && (
								<bdi className="cs-muted landing-ends">
									{say(bar.range.low)}–{say(bar.range.high)}
								</bdi>
							)}
						</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

function barsOf(node: ForecastShown["node"], desk: CallDeskJson | null, t: ReturnType<typeof useSpeech>["t"]): Bar[] {
	const { currency } = node.closed;
	const money = (minor: number | string) => ({ amountMinor: String(minor), currency });
	const { interval } = node.view;
	const bars: Bar[] = [
		{
			key: "forecast",
			name: t("landing.forecast"),
			value: money(node.view.value ?? 0),
			pieces: [
				{ look: "solid", share: minorOf(node.closed) },
				{ look: "half", share: minorOf(node.open) },
				{ look: "hatched", share: minorOf(node.uncreated) },
			],
			...(interval && { range: { low: money(interval.low), high: money(interval.high) } }),
		},
	];
	if (node.quota) bars.push({ key: "target", name: t("landing.target"), value: node.quota });
	if (desk?.lastYear) bars.push({ key: "lastYear", name: t("landing.lastYear"), value: desk.lastYear.value });
	const own = desk?.own?.amounts;
	if (own) {
		bars.push({
			key: "call",
			name: t("landing.yourCall"),
			value: own.commit,
			range: { low: own.commit, high: own.bestCase },
		});
	}
	if (node.adjusted) bars.push({ key: "adjusted", name: t("landing.adjusted"), value: node.adjusted });
	return bars;
}

function minorOf(money: MoneyJson): number {
	return Number(money.amountMinor);
}
