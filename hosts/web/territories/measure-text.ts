import { minorDigits } from "../../../core/model/money.ts";
import { asNumber } from "../../../core/words/as-number.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";
import type { Words } from "../../../core/words/words.ts";

/** Measures that are amounts of the workspace's currency, in major units. */
const MONEY = new Set(["potential", "revenue", "pipeline"]);
/** Measures that have a word; others are called as their file calls them. */
const KNOWN = new Set(["accounts", "potential", "revenue", "pipeline", "workload", "employees"]);

/** What a measure is called. */
export function measureName(words: Words, name: string): string {
	return KNOWN.has(name) ? words(`terr.measure.${name}`) : name;
}

/** How much of a measure. */
export function measureText(name: string, value: number, currency: string, locale: string): string {
	if (!MONEY.has(name)) return formatNumber(value, locale);
	const amountMinor = BigInt(Math.round(value * 10 ** minorDigits(currency)));
	return formatMoney({ amountMinor, currency }, locale, { compact: true });
}

/** How far off an even share, with its sign: "+8 %". */
export function offText(off: number, locale: string): string {
	const text = formatPercent(Math.abs(off), locale);
	return Math.round(off * 100) === 0 ? text : asNumber(`${off > 0 ? "+" : "−"}${text}`, locale);
}
