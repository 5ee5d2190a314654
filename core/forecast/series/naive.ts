import { deseasonalise, isSeasonal, reseasonalise } from "./seasonality.ts";

/** The last value, again and again. */
export function naive(x: Float64Array, h: number): Float64Array {
	return new Float64Array(h).fill(x.at(-1) ?? 0);
}

/** The value one season before; the last value while there is less than a season. */
export function seasonalNaive(x: Float64Array, period: number, h: number): Float64Array {
	const n = x.length;
	if (period < 2 || n < period) return naive(x, h);
	return Float64Array.from({ length: h }, (_, k) => x[n - period + (k % period)] as number);
}

/** The yardstick of the M-competitions: the last value without its season, with the season put back (where the test finds one). */
export function naive2(x: Float64Array, period: number, h: number): Float64Array {
	if (!isSeasonal(x, period) || !x.every((v) => v > 0)) return naive(x, h);
	const parts = deseasonalise(x, period, "multiplicative", false);
	return reseasonalise(naive(parts.rest, h), parts, x.length);
}
