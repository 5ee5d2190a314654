import type { SmoothingForm } from "../../stats/smoothing.ts";
import type { ErrorKind, SmoothingFit } from "./exponential.ts";
import { fitSmoothing, projectFit } from "./exponential.ts";
import type { Fit } from "./fit.ts";

const TRENDS: Pick<SmoothingForm, "trend" | "damped">[] = [
	{ trend: "none", damped: false },
	{ trend: "additive", damped: false },
	{ trend: "additive", damped: true },
];

/** A longer season has too many values of its own to be estimated one by one; it is then taken out beforehand. */
export const LONGEST_SEASON = 24;

/** A model and its AICc (Hurvich and Tsai 1989). */
export interface RatedSmoothing {
	fit: SmoothingFit;
	aicc: number;
}

/**
 * The exponential smoothing models that a history allows, the one of least AICc first: trend none, additive or damped;
 * season none, additive or multiplicative; errors additive, or multiplicative where all values are positive (Hyndman et
 * al. 2008; a multiplicative season goes with multiplicative errors only). Empty below four values.
 */
export function fitEts(x: Float64Array, period: number): RatedSmoothing[] {
	const rated: RatedSmoothing[] = [];
	const errors: ErrorKind[] = x.every((v) => v > 0) ? ["additive", "multiplicative"] : ["additive"];
	const seasons: SmoothingForm["season"][] =
		period > 1 && period <= LONGEST_SEASON ? ["none", "additive", "multiplicative"] : ["none"];
	for (const season of seasons) {
		for (const shape of TRENDS) {
			for (const error of errors) {
				if (season === "multiplicative" && error === "additive") continue;
				const fit = fitSmoothing(x, period, { ...shape, season }, error);
				const value = fit ? aicc(fit, x.length) : Number.POSITIVE_INFINITY;
				if (fit && Number.isFinite(value)) rated.push({ fit, aicc: value });
			}
		}
	}
	return rated.sort((a, b) => a.aicc - b.aicc);
}

/** Forecasts of the model of least AICc; null when there is none. */
export function bestEts([best]: RatedSmoothing[], h: number): Fit | null {
	return best ? { mean: projectFit(best.fit, h), errors: best.fit.errors } : null;
}

/** Forecasts of all models, each with its Akaike weight (Burnham and Anderson 2002); null when there is none. */
export function averagedEts(rated: RatedSmoothing[], h: number): Fit | null {
	const best = rated[0];
	if (!best) return null;
	const mean = new Float64Array(h);
	let total = 0;
	for (const { fit, aicc: value } of rated) {
		const weight = Math.exp((best.aicc - value) / 2);
		if (weight < 1e-3) continue;
		total += weight;
		const own = projectFit(fit, h);
		for (let k = 0; k < h; k++) mean[k] = (mean[k] as number) + weight * (own[k] as number);
	}
	for (let k = 0; k < h; k++) mean[k] = (mean[k] as number) / total;
	return { mean, errors: best.fit.errors };
}

function aicc({ deviance, parameters: k }: SmoothingFit, n: number): number {
	return n > k + 1 ? deviance + (2 * k * n) / (n - k - 1) : Number.POSITIVE_INFINITY;
}
