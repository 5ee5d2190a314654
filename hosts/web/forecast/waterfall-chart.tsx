import type { MoneyJson } from "../../../core/contract/scalars.ts";
import type { WaterfallJson } from "../../../core/contract/waterfall.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber, formatSigned } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { readMoney } from "../money.ts";
import { Link, usePlace, withQuery } from "../router.tsx";
import "./waterfall-chart.css";

interface Row {
	key: string;
	label: string;
	/** From where to where on the axis, minor units. */
	from: number;
	to: number;
	amount: string;
	look: "end" | "in" | "out";
	/** What a bar opens. */
	link: string | null;
}

/**
 * A waterfall in rows, one step under the other, so that it holds in a narrow window and reads in either direction. Each
 * step is a link that opens its deals; the same figures stand in a table beneath.
 */
export function WaterfallChart({
	shown,
	chosen,
	finding,
}: {
	shown: WaterfallJson;
	chosen: string | null;
	finding: string;
}) {
	const { t } = useSpeech();
	const rows = useRows(shown);
	const highest = Math.max(1, ...rows.flatMap((r) => [r.from, r.to]));
	const lowest = Math.min(0, ...rows.flatMap((r) => [r.from, r.to]));
	const place = (value: number) => ((value - lowest) / (highest - lowest)) * 100;
	return (
		<figure className="waterfall" aria-label={finding}>
			<ol>
				{rows.map((row) => {
					const [start, end] = [Math.min(row.from, row.to), Math.max(row.from, row.to)];
					const inside = (
						<>
							<span className="waterfall-label">{row.label}</span>
							<span className="waterfall-track" aria-hidden="true">
								<span
									className={`waterfall-bar waterfall-${row.look}`}
									style={{ insetInlineStart: `${place(start)}%`, inlineSize: `${place(end) - place(start)}%` }}
								/>
							</span>
							<bdi className="cs-figure waterfall-amount">{row.amount}</bdi>
						</>
					);
					return (
						<li key={row.key}>
							{row.link === null ? (
								<div className="waterfall-row">{inside}</div>
							) : (
								<Link className="waterfall-row" to={row.link} aria-current={row.key === chosen ? "true" : undefined}>
									{inside}
								</Link>
							)}
						</li>
					);
				})}
			</ol>
			<details className="cs-more">
				<summary>{t("kit.asTable")}</summary>
				<Twin shown={shown} finding={finding} />
			</details>
		</figure>
	);
}

function useRows({ opening, bars, closing, currency }: WaterfallJson): Row[] {
	const { t, locale, now } = useSpeech();
	const place = usePlace();
	const today = new Date(now()).toISOString().slice(0, 10);
	const say = (money: MoneyJson) => formatMoney(readMoney(money), locale, { compact: true });
	const end = (key: string, at: WaterfallJson["opening"]): Row => ({
		key,
		label: t("waterfall.openOn", { when: formatDay(at.day, locale, today) }),
		from: 0,
		to: Number(at.value.amountMinor),
		amount: say(at.value),
		look: "end",
		link: null,
	});
	return [
		end("opening", opening),
		...bars.map((bar): Row => {
			const to = Number(bar.after.amountMinor);
			const value = Number(bar.value.amountMinor);
			return {
				key: bar.kind,
				label: t(`waterfall.kind.${bar.kind}`),
				from: to - value,
				to,
				amount: formatSigned(bar.value.amountMinor, "money", locale, { currency, compact: true }),
				look: value < 0 ? "out" : "in",
				link: withQuery(place, { step: bar.kind }),
			};
		}),
		end("closing", closing),
	];
}

function Twin({ shown, finding }: { shown: WaterfallJson; finding: string }) {
	const { t, locale } = useSpeech();
	const whole = (money: MoneyJson) => formatMoney(readMoney(money), locale);
	const { opening, bars, closing, currency } = shown;
	return (
		<table className="cs-plain-table">
			<caption className="cs-unseen">{finding}</caption>
			<thead>
				<tr>
					<th scope="col">{t("waterfall.step")}</th>
					<th scope="col" className="cs-end">
						{t("waterfall.count")}
					</th>
					<th scope="col" className="cs-end">
						{t("waterfall.change")}
					</th>
					<th scope="col" className="cs-end cs-wide-only">
						{t("waterfall.after")}
					</th>
				</tr>
			</thead>
			<tbody>
				<tr>
					<th scope="row">{t("waterfall.openOn", { when: formatDay(opening.day, locale) })}</th>
					<td className="cs-end">{formatNumber(opening.deals, locale)}</td>
					<td className="cs-end">–</td>
					<td className="cs-end cs-wide-only">{whole(opening.value)}</td>
				</tr>
				{bars.map((bar) => (
					<tr key={bar.kind}>
						<th scope="row">{t(`waterfall.kind.${bar.kind}`)}</th>
						<td className="cs-end">{formatNumber(bar.deals, locale)}</td>
						<td className="cs-end">{formatSigned(bar.value.amountMinor, "money", locale, { currency })}</td>
						<td className="cs-end cs-wide-only">{whole(bar.after)}</td>
					</tr>
				))}
				<tr>
					<th scope="row">{t("waterfall.openOn", { when: formatDay(closing.day, locale) })}</th>
					<td className="cs-end">{formatNumber(closing.deals, locale)}</td>
					<td className="cs-end">{formatSigned(sumOf(bars), "money", locale, { currency })}</td>
					<td className="cs-end cs-wide-only">{whole(closing.value)}</td>
				</tr>
			</tbody>
		</table>
	);
}

function sumOf(bars: WaterfallJson["bars"]): string {
	return bars.reduce((sum, bar) => sum + BigInt(bar.value.amountMinor), 0n).toString();
}
