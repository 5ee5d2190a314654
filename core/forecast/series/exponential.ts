import { minimise } from "../../stats/nelder-mead.ts";
import type { SmoothingForm, SmoothingState } from "../../stats/smoothing.ts";
import { projectSmoothing, runSmoothing } from "../../stats/smoothing.ts";
import type { Fit } from "./fit.ts";
import { deseasonalise } from "./seasonality.ts";

/** How errors are thought to arise: of one size, or in proportion to the level (that needs positive values). */
export type ErrorKind = "additive" | "multiplicative";

/** An exponential smoothing model fitted to a history. */
export interface SmoothingFit {
	form: SmoothingForm;
	error: ErrorKind;
	alpha: number;
	beta: number;
	gamma: number;
	phi: number;
	/** After the last observation. */
	state: SmoothingState;
	/** One-step errors, actual − expected. */
	errors: Float64Array;
	/** −2 log-likelihood, up to a constant that is the same for every form. */
	deviance: number;
	/** Numbers estimated: weights, first state, variance. */
	parameters: number;
}

const LEAST = 1e-4;
const MOST = 0.9999;

/**
 * Fits one form by maximum likelihood: smoothing weights in their usual region and the first level and trend by search,
 * the first season from classical decomposition (Hyndman, Koehler, Snyder, Grose 2002). Null when the history does not
 * allow the form (too short for its season, or not positive where it must be).
 */
export function fitSmoothing(
	x: Float64Array,
	period: number,
	form: SmoothingForm,
	error: ErrorKind = "additive",
): SmoothingFit | null {
	const n = x.length;
	const m = form.season === "none" ? 0 : period;
	if (n < 2 || (m > 0 && (m < 2 || n < 2 * m + 2))) return null;
	const isRelative = error === "multiplicative";
	if ((isRelative || form.season === "multiplicative") && !x.every((v) => v > 0)) return null;
	const parts =
		m > 0 ? deseasonalise(x, m, form.season === "multiplicative" ? "multiplicative" : "additive", false) : null;
	if (parts?.kind === "none") return null;
	const rest = parts?.rest ?? x;
	const [firstLevel, firstTrend] = firstState(rest, Math.max(10, 2 * m), form.trend === "additive");
	let scale = 0;
	for (let t = 1; t < n; t++) scale += Math.abs((rest[t] as number) - (rest[t - 1] as number)) / (n - 1);
	if (!(scale > 0)) scale = Math.max(1e-12, Math.abs(firstLevel) * 1e-9);

	const hasTrend = form.trend === "additive";
	// Order: α, first level, then β/α and first trend, then φ, then γ/(1−α).
	const start = [hasTrend || m > 0 ? 0.3 : 0.5, 0];
	const low = [LEAST, -10];
	const high = [MOST, 10];
	if (hasTrend) {
		start.push(0.1, 0);
		low.push(LEAST, -3);
		high.push(MOST, 3);
	}
	if (hasTrend && form.damped) {
		start.push(0.95);
		low.push(0.8);
		high.push(0.98);
	}
	if (m > 0) {
		start.push(0.05);
		low.push(LEAST);
		high.push(MOST);
	}
	const fitted = new Float64Array(n);
	const state: SmoothingState = { level: 0, trend: 0, season: new Float64Array(m) };
	const weights = { alpha: 0, beta: 0, gamma: 0, phi: 1 };
	const place = (p: Float64Array): void => {
		let k = 2;
		weights.alpha = p[0] as number;
		state.level = firstLevel + (p[1] as number) * scale;
		state.trend = 0;
		if (hasTrend) {
			weights.beta = (p[k++] as number) * weights.alpha;
			state.trend = firstTrend + (p[k++] as number) * scale;
			if (form.damped) weights.phi = p[k++] as number;
		}
		if (m > 0) weights.gamma = (p[k] as number) * (1 - weights.alpha);
		if (parts) state.season.set(parts.indices);
	};
	// In units of `scale`, so that the search ends at the same place whatever the currency.
	const deviance = (p: Float64Array): number => {
		place(p);
		if (!runSmoothing(x, form, weights, state, fitted)) return Number.POSITIVE_INFINITY;
		let squares = 0;
		let logs = 0;
		for (let t = 0; t < n; t++) {
			const expected = fitted[t] as number;
			let off = (x[t] as number) - expected;
			if (isRelative) {
				if (!(expected > 0)) return Number.POSITIVE_INFINITY;
				off /= expected;
				logs += Math.log(expected / scale);
			} else off /= scale;
			squares += off * off;
		}
		return n * Math.log(squares / n + 1e-18) + 2 * logs;
	};
	const found = minimise(deviance, start, low, high, { most: 60 * start.length, tolerance: 1e-5 });
	if (!Number.isFinite(found.value)) return null;
	deviance(found.at);
	const errors = x.map((v, t) => v - (fitted[t] as number));
	return {
		form,
		error,
		...weights,
		state: { level: state.level, trend: state.trend, season: state.season.slice() },
		errors,
		deviance: found.value + 2 * n * Math.log(scale),
		parameters: start.length + (m > 0 ? m - 1 : 0) + 1,
	};
}

/** Forecasts of a fitted model. */
export function projectFit(fit: SmoothingFit, h: number): Float64Array {
	return projectSmoothing(fit.form, fit.phi, fit.state, h);
}

/** Simple exponential smoothing with the weight and first level of least squared one-step error. */
export function simpleSmoothing(x: Float64Array): { level: number; alpha: number; errors: Float64Array } {
	const fit = fitSmoothing(x, 1, { trend: "none", damped: false, season: "none" });
	return fit
		? { level: fit.state.level, alpha: fit.alpha, errors: fit.errors }
		: { level: x[0] ?? 0, alpha: 1, errors: new Float64Array(x.length) };
}

/** Damped trend of Gardner and McKenzie (1985); simple smoothing below five observations. For a history without season. */
export function dampedTrend(x: Float64Array, h: number): Fit {
	const fit = x.length < 5 ? null : fitSmoothing(x, 1, { trend: "additive", damped: true, season: "none" });
	if (fit) return { mean: projectFit(fit, h), errors: fit.errors };
	const simple = simpleSmoothing(x);
	return { mean: new Float64Array(h).fill(simple.level), errors: simple.errors };
}

/** Level and trend before the first observation: the mean, or the line through the first `most` values. */
function firstState(x: Float64Array, most: number, hasTrend: boolean): [number, number] {
	const n = Math.min(x.length, most);
	let mean = 0;
	for (let t = 0; t < n; t++) mean += (x[t] as number) / n;
	if (!hasTrend) return [mean, 0];
	const middle = (n - 1) / 2;
	let cross = 0;
	let square = 0;
	for (let t = 0; t < n; t++) {
		cross += (t - middle) * (x[t] as number);
		square += (t - middle) ** 2;
	}
	const slope = square > 0 ? cross / square : 0;
	return [mean - slope * (middle + 1), slope];
}
