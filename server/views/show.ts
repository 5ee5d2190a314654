import { DAY_MS, type Instant } from "../../core/model/instant.ts";
import { decimalFromMinor, minorDigits } from "../../core/model/money.ts";
import { asNumber } from "../../core/words/as-number.ts";

/**
 * Whole numbers for parts that are shown one under the other: each at most one away from its part, and together exactly
 * the rounded total (largest remainder), so that a person who adds them up finds no gap.
 */
export function roundTogether(parts: number[], total: number): number[] {
	const shown = parts.map((p) => Math.round(p) + 0);
	let gap = Math.round(total) - shown.reduce((a, b) => a + b, 0);
	const step = Math.sign(gap);
	const order = parts
		.map((p, k) => ({ k, left: (p - (shown[k] ?? 0)) * step }))
		.sort((a, b) => b.left - a.left || a.k - b.k);
	for (const { k } of order) {
		if (gap === 0) break;
		shown[k] = (shown[k] ?? 0) + step;
		gap -= step;
	}
	return shown;
}

/**
 * Money shares for display: all rounded to the same step, that gives the total three digits, and together exactly the
 * total as shown. Minor units in and out.
 */
export function roundMoneyTogether(parts: bigint[], total: bigint): { parts: bigint[]; total: bigint; step: bigint } {
	const largest = [...parts, total].reduce((most, x) => (abs(x) > most ? abs(x) : most), 0n);
	const step = stepOf(total === 0n ? largest : abs(total));
	const inSteps = (x: bigint): number => Number(x) / Number(step);
	const shown = roundTogether(parts.map(inSteps), inSteps(total));
	return { parts: shown.map((x) => BigInt(x) * step), total: BigInt(Math.round(inSteps(total))) * step, step };
}

/** An amount rounded to a step, minor units. */
export function roundMoney(amount: bigint, step: bigint): bigint {
	return BigInt(Math.round(Number(amount) / Number(step))) * step;
}

/** The power of ten that leaves an amount three digits. */
export function stepOf(amount: bigint): bigint {
	return 10n ** BigInt(Math.max(0, abs(amount).toString().length - 3));
}

/** "62 %": whole points by the locale's rules; in English with a space, as the house writes it. */
export function showPercent(points: number, locale: string): string {
	if (!Number.isInteger(points) || Math.abs(points) > 100) return percentText(points, locale);
	// A page of deals shows hundreds of these, and there are only so many.
	const key = `${locale}${points}`;
	let text = percentTexts.get(key);
	if (text === undefined) {
		text = percentText(points, locale);
		percentTexts.set(key, text);
	}
	return text;
}
const percentTexts = new Map<string, string>();

function percentText(points: number, locale: string): string {
	return tidy(percentFormat(locale).format(points / 100)).replace(/(\d)%/, spaced(locale));
}

/** "62 %", with "<1 %" and ">99 %" for what is not certain but would round to it. */
export function showProbability(value: number, locale: string): string {
	const points = Math.round(value * 100);
	if (points === 0 && value > 0) return `<${showPercent(1, locale)}`;
	if (points === 100 && value < 1) return `>${showPercent(99, locale)}`;
	return showPercent(points, locale);
}

/** "48–74 %". */
export function showPercentRange(low: number, high: number, locale: string): string {
	const [from, to] = [Math.round(low * 100), Math.round(high * 100)];
	const whole = showPercent(to, locale);
	if (from === to) return whole;
	return asNumber(whole.replace(digitsOf(to, locale), `${digitsOf(from, locale)}–${digitsOf(to, locale)}`), locale);
}

/** "+7", "−6", "±0". */
export function showSigned(points: number, locale: string): string {
	if (points === 0) return "±0";
	return asNumber(`${points > 0 ? "+" : "−"}${numberFormat(locale, 0).format(Math.abs(points))}`, locale);
}

/** A plain number by the locale's rules. */
export function showNumber(value: number, locale: string, digits = 0): string {
	return tidy(numberFormat(locale, digits).format(value));
}

/** "€1.23M": compact from ten thousand units up, whole units below. Amounts should be rounded to what is to be seen. */
export function showMoney(amountMinor: bigint, currency: string, locale: string): string {
	const isLarge = abs(amountMinor) >= 10_000n * 10n ** BigInt(minorDigits(currency));
	const format = keep(`money/${currency}/${isLarge}`, locale, {
		style: "currency",
		currency,
		currencyDisplay: "narrowSymbol",
		minimumFractionDigits: 0,
		maximumFractionDigits: isLarge ? 2 : 0,
		...(isLarge ? { notation: "compact" as const } : {}),
	});
	return tidy(format.format(decimalFromMinor({ amountMinor, currency }) as Intl.StringNumericLiteral));
}

/** "+€1.2M", "−€30K", "€0". */
export function showSignedMoney(amountMinor: bigint, currency: string, locale: string): string {
	const bare = showMoney(abs(amountMinor), currency, locale);
	return amountMinor === 0n ? bare : asNumber(`${amountMinor > 0n ? "+" : "−"}${bare}`, locale);
}

const weekdays = new Map<string, Intl.DateTimeFormat>();

/** When something began, as people say it: the weekday within a week, else the day and month. */
export function showSince(at: Instant, now: Instant, locale: string, zone: string): string {
	const isNear = now - at < 7 * DAY_MS;
	const key = `${locale}/${zone}/${isNear}`;
	let format = weekdays.get(key);
	if (!format) {
		format = new Intl.DateTimeFormat(locale, {
			timeZone: zone,
			...(isNear ? { weekday: "long" } : { day: "numeric", month: "short" }),
		});
		weekdays.set(key, format);
	}
	return format.format(at);
}

function spaced(locale: string): string {
	return locale.startsWith("en") ? "$1\u00a0%" : "$1%";
}

function digitsOf(points: number, locale: string): string {
	return numberFormat(locale, 0).format(points);
}

function percentFormat(locale: string): Intl.NumberFormat {
	return keep("percent", locale, { style: "percent", maximumFractionDigits: 0 });
}

function numberFormat(locale: string, digits: number): Intl.NumberFormat {
	return keep(`number/${digits}`, locale, { maximumFractionDigits: digits });
}

const formats = new Map<string, Intl.NumberFormat>();

function keep(key: string, locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
	const place = `${locale}/${key}`;
	let format = formats.get(place);
	if (!format) {
		format = new Intl.NumberFormat(locale, options);
		formats.set(place, format);
	}
	return format;
}

/** Intl writes a hyphen for minus in some languages; figures want the real sign. */
function tidy(text: string): string {
	return text.replace(/-(?=\D?[\d.,])/g, "−");
}

function abs(x: bigint): bigint {
	return x < 0n ? -x : x;
}
