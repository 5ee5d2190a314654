import { minimise } from "../../stats/nelder-mead.ts";
import { simpleSmoothing } from "./exponential.ts";
import type { Fit } from "./fit.ts";

/**
 * Theta method (Assimakopoulos and Nikolopoulos 2000) in the form of Hyndman and Billah (2003): simple smoothing with a
 * drift of half the slope of the line through the history. For a history without season.
 */
export function theta(x: Float64Array, h: number): Fit & { alpha: number } {
	const n = x.length;
	const { level, alpha, errors } = simpleSmoothing(x);
	const slope = n > 1 ? lineSlope(x) : 0;
	const settled = (1 - (1 - alpha) ** n) / alpha;
	const mean = new Float64Array(h);
	for (let k = 0; k < h; k++) mean[k] = level + (slope / 2) * (k + settled);
	return { mean, errors, alpha };
}

/**
 * Dynamic optimised theta model (Fiorucci, Pellegrini, Louzada, Petropoulos, Koehler 2016): the line is renewed at every
 * step, and level, weight and theta are those with the least squared one-step error. For a history without season.
 */
export function dynamicTheta(x: Float64Array, h: number): Fit {
	const n = x.length;
	if (n < 3) return theta(x, h);
	const first = x[0] as number;
	const spread = Math.max(...x) - Math.min(...x);
	if (!(spread > 0)) return { mean: new Float64Array(h).fill(first), errors: new Float64Array(n) };
	const errors = new Float64Array(n);
	const loss = (p: Float64Array): number => runTheta(x, p, errors, null) / (spread * spread);
	const low = [first - spread, 0.01, 1];
	const high = [first + spread, 0.99, 20];
	const { at } = minimise(loss, [first / 2, 0.5, 2], low, high, { most: 250 });
	const mean = new Float64Array(h);
	runTheta(x, at, errors, mean);
	return { mean, errors };
}

/**
 * Runs the recursions of the model over `x` with (level, α, θ), then over its own forecasts into `ahead`. Answers the sum
 * of squared errors; the first value is taken as known.
 */
function runTheta(x: Float64Array, p: Float64Array, errors: Float64Array, ahead: Float64Array | null): number {
	const n = x.length;
	const alpha = p[1] as number;
	const share = 1 - 1 / (p[2] as number);
	let level = p[0] as number;
	let mean = 0;
	let a = 0;
	let b = 0;
	let power = 1;
	let squares = 0;
	const end = n + (ahead?.length ?? 0);
	for (let t = 1; t <= end; t++) {
		const expected = t === 1 ? (x[0] as number) : level + share * (power * a + ((1 - power * (1 - alpha)) / alpha) * b);
		const value = t <= n ? (x[t - 1] as number) : expected;
		if (t > n && ahead) ahead[t - n - 1] = expected;
		else {
			const error = value - expected;
			errors[t - 1] = error;
			squares += error * error;
		}
		level = alpha * value + (1 - alpha) * level;
		power *= 1 - alpha;
		const before = mean;
		mean = ((t - 1) * mean + value) / t;
		b = t === 1 ? 0 : ((t - 2) * b + (6 * (value - before)) / t) / (t + 1);
		a = mean - (b * (t + 1)) / 2;
	}
	return squares;
}

/** Slope of the least-squares line through the values at 0, 1, 2… */
function lineSlope(x: Float64Array): number {
	const n = x.length;
	const middle = (n - 1) / 2;
	let cross = 0;
	let square = 0;
	for (let t = 0; t < n; t++) {
		cross += (t - middle) * (x[t] as number);
		square += (t - middle) ** 2;
	}
	return cross / square;
}
