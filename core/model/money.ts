/** An amount in the currency's smallest unit (cents; yen has none). Never a float. */
export interface Money {
	amountMinor: bigint;
	/** ISO 4217, upper case. */
	currency: string;
}

/** A dated price of one unit of `from` in `to`; `rate` is a decimal as text, so nothing is rounded on the way. */
export interface ExchangeRate {
	from: string;
	to: string;
	rate: string;
	/** First day it holds, `YYYY-MM-DD`. */
	validFrom: string;
}

/** Digits after the point in this currency (2 for EUR, 0 for JPY, 3 for KWD), from ISO 4217 by way of Intl. */
export function minorDigits(currency: string): number {
	let digits = digitsByCurrency.get(currency);
	if (digits === undefined) {
		digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
		digitsByCurrency.set(currency, digits);
	}
	return digits;
}
const digitsByCurrency = new Map<string, number>();

/**
 * Minor units from a plain decimal ("1234.5" → 123450n for EUR). More digits than the currency has are
 * rounded half away from zero. Null when the text is not a decimal.
 */
export function minorFromDecimal(text: string, currency: string): bigint | null {
	const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
	if (!match) return null;
	const digits = minorDigits(currency);
	const fraction = match[3] ?? "";
	const kept = fraction.slice(0, digits).padEnd(digits, "0");
	let minor = BigInt(`${match[2]}${kept}`);
	if ((fraction[digits] ?? "0") >= "5") minor += 1n;
	return match[1] === "-" ? -minor : minor;
}

/** Minor units from a number in any spelling, `1.25E7` too, as text. Null when it is none. */
export function minorFromNumeral(text: string, currency: string): string | null {
	if (text.trim() === "" || !Number.isFinite(Number(text))) return null;
	const exact =
		minorFromDecimal(text, currency) ?? minorFromDecimal(Number(text).toFixed(minorDigits(currency)), currency);
	return exact?.toString() ?? null;
}

/** A plain decimal from minor units (123450n EUR → "1234.50"). */
export function decimalFromMinor({ amountMinor, currency }: Money): string {
	const digits = minorDigits(currency);
	const sign = amountMinor < 0n ? "-" : "";
	const text = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(digits + 1, "0");
	if (digits === 0) return sign + text;
	return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** The amount in the reporting currency at a rate, rounded half away from zero once, at the end. */
export function convert(money: Money, rate: ExchangeRate): Money {
	const match = /^(\d+)(?:\.(\d+))?$/.exec(rate.rate);
	if (!match || money.currency !== rate.from) {
		throw new RangeError(`rate ${rate.from}→${rate.to} "${rate.rate}" does not fit ${money.currency}`);
	}
	const scale = 10n ** BigInt((match[2] ?? "").length);
	const up = minorDigits(rate.to) - minorDigits(rate.from);
	const numerator = money.amountMinor * BigInt(`${match[1]}${match[2] ?? ""}`) * 10n ** BigInt(Math.max(up, 0));
	return {
		amountMinor: divideRounded(numerator, scale * 10n ** BigInt(Math.max(-up, 0))),
		currency: rate.to,
	};
}

/**
 * The rate to use on a day: the latest that had begun by then. Null when the table
 * knows none: such an amount is counted and not priced.
 */
export function rateOn(rates: ExchangeRate[], from: string, to: string, day: string): ExchangeRate | null {
	if (from === to) return { from, to, rate: "1", validFrom: day };
	let best: ExchangeRate | null = null;
	for (const rate of rates) {
		if (rate.from === from && rate.to === to && rate.validFrom <= day) {
			if (!best || rate.validFrom > best.validFrom) best = rate;
		}
	}
	return best;
}

/**
 * A total split by weights so that the parts add up to it exactly (largest remainder; ties go to the earlier part).
 * Weights are non-negative; all zero splits evenly.
 */
export function allocate(total: bigint, weights: number[]): bigint[] {
	if (weights.length === 0) return [];
	const sum = weights.reduce((a, b) => a + b, 0);
	const share = sum > 0 ? weights.map((w) => w / sum) : weights.map(() => 1 / weights.length);
	const exact = share.map((s) => s * Number(total));
	const parts = exact.map((x) => BigInt(Math.trunc(x)));
	let rest = total - parts.reduce((a, b) => a + b, 0n);
	const order = exact
		.map((x, i) => ({ i, fraction: Math.abs(x - Math.trunc(x)) }))
		.sort((a, b) => b.fraction - a.fraction || a.i - b.i);
	const step = rest < 0n ? -1n : 1n;
	for (let k = 0; rest !== 0n; k = (k + 1) % order.length) {
		const at = order[k]?.i ?? 0;
		parts[at] = (parts[at] ?? 0n) + step;
		rest -= step;
	}
	return parts;
}

/** Integer division rounded half away from zero. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
	const negative = numerator < 0n !== denominator < 0n;
	const n = numerator < 0n ? -numerator : numerator;
	const d = denominator < 0n ? -denominator : denominator;
	const rounded = (2n * n + d) / (2n * d);
	return negative ? -rounded : rounded;
}
