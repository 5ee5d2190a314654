import type { Unit } from "../explain/estimate.ts";
import { asNumber } from "./as-number.ts";
import { formatMoney } from "./format-money.ts";

/** What rounds to nothing lies on no side of it. */
const NO_MINUS_ZERO = { signDisplay: "negative" } as const;
const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
	const key = `${locale}/${JSON.stringify(options)}`;
	let format = formats.get(key);
	if (!format) {
		format = new Intl.NumberFormat(locale, options);
		formats.set(key, format);
	}
	return format;
}

/** A plain number by the locale's rules; `digits` is the most behind the point. */
export function formatNumber(value: number, locale: string, digits = 0): string {
	return tidy(numberFormat(locale, { ...NO_MINUS_ZERO, maximumFractionDigits: digits }).format(value));
}

/** A share 0–1 as whole percent: 0.62 → "62 %", in English too, as the house writes it; "62%" in Japanese and Hebrew. */
export function formatPercent(value: number, locale: string, digits = 0): string {
	const options = { ...NO_MINUS_ZERO, style: "percent", maximumFractionDigits: digits } as const;
	const text = tidy(numberFormat(locale, options).format(value));
	return spaced(text, locale);
}

/** A share of a count: "<1 %" and ">99 %" for what is neither none nor all but would round to it. */
export function formatShare(value: number, locale: string): string {
	const points = Math.round(value * 100);
	if (points === 0 && value > 0) return asNumber(`<${formatPercent(0.01, locale)}`, locale);
	if (points === 100 && value < 1) return asNumber(`>${formatPercent(0.99, locale)}`, locale);
	return formatPercent(value, locale);
}

/** Days as "12 days". */
export function formatDays(value: number, locale: string): string {
	return tidy(
		numberFormat(locale, { style: "unit", unit: "day", unitDisplay: "long", maximumFractionDigits: 0 }).format(value),
	);
}

/** A value in its unit. Money and money a day are minor units of `currency`, as a number or as text. */
export function formatValue(
	value: number | bigint | string,
	unit: Unit,
	locale: string,
	given: { currency?: string; compact?: boolean } = {},
): string {
	if (unit === "money" || unit === "moneyPerDay") {
		const currency = given.currency;
		if (!currency) throw new RangeError("money needs a currency");
		const amountMinor = typeof value === "number" ? BigInt(Math.round(value)) : BigInt(value);
		return formatMoney(
			{ amountMinor, currency },
			locale,
			given.compact === undefined ? {} : { compact: given.compact },
		);
	}
	const n = Number(value);
	if (unit === "probability") return formatPercent(n, locale);
	if (unit === "days") return formatDays(n, locale);
	return formatNumber(n, locale, unit === "ratio" ? 1 : 0);
}

/**
 * A share with its sign: "+7" points, "−6" (percentage points of a probability, without the percent sign),
 * "+€1.2M". Zero has no sign.
 */
export function formatSigned(
	value: number | bigint | string,
	unit: Unit,
	locale: string,
	given: { currency?: string; compact?: boolean } = {},
): string {
	const n = Number(value);
	if (unit === "money" || unit === "moneyPerDay") {
		const amount = typeof value === "number" ? BigInt(Math.round(value)) : BigInt(value);
		const bare = formatValue(amount < 0n ? -amount : amount, unit, locale, given);
		return amount === 0n ? bare : asNumber(`${amount > 0n ? "+" : "−"}${bare}`, locale);
	}
	const shown = unit === "probability" ? n * 100 : n;
	const digits = unit === "ratio" ? 1 : 0;
	return tidy(numberFormat(locale, { signDisplay: "exceptZero", maximumFractionDigits: digits }).format(shown));
}

/** A range whose ends share what they can: "48–74 %". Both ends in the unit of the value. */
export function formatRange(
	low: number | bigint | string,
	high: number | bigint | string,
	unit: Unit,
	locale: string,
	given: { currency?: string; compact?: boolean } = {},
): string {
	if (unit === "probability") {
		const [from, to] = [formatNumber(Number(low) * 100, locale), formatNumber(Number(high) * 100, locale)];
		const whole = formatPercent(Number(high), locale);
		return from === to ? whole : asNumber(whole.replace(to, `${from}–${to}`), locale);
	}
	if (unit === "days" || unit === "points" || unit === "count" || unit === "ratio") {
		const digits = unit === "ratio" ? 1 : 0;
		const [from, to] = [formatNumber(Number(low), locale, digits), formatNumber(Number(high), locale, digits)];
		return from === to ? to : asNumber(`${from}–${to}`, locale);
	}
	return `${formatValue(low, unit, locale, given)}–${formatValue(high, unit, locale, given)}`;
}

/** English sets the sign close by itself. */
function spaced(text: string, locale: string): string {
	return locale.startsWith("en") ? text.replace(/(\d)%/g, "$1\u00a0%") : text;
}

/** Intl writes a hyphen for minus in some languages; a column of figures wants the real sign. */
function tidy(text: string): string {
	return text.replace(/-(?=[\d.,])/g, "−");
}
