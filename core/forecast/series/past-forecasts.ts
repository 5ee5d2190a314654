import { combine, memberWeights } from "./combine.ts";
import { errorUnit } from "./ranges.ts";
import type { PastOrigin } from "./rolling-origin.ts";
import type { PastForecast } from "./series-forecast.ts";
import { signsOf } from "./signs.ts";

/** What the members said at past origins of a series, and how far off each was; `left` values before `values` are not used. */
export interface LookedBack {
	values: Float64Array;
	left: number;
	/** How far the series is usually off, as of its last value (`errorScale`). */
	scale: number;
	origins: PastOrigin[];
	/** Errors of the members at each origin, over their mean; null where all were exact. */
	relative: (Float64Array | null)[];
}

/** A series whose scale has grown by more than this since is another one now: so many of its old units say nothing of today's. */
const BREAK = 4;

/** A past forecast, and what could be seen at its origin; `signs` are null where the series had never moved. */
export interface Tried extends PastForecast {
	signs: Float64Array | null;
}

/**
 * The combination at past origins, by weights pulled towards those of the pool. What came of an origin itself must not
 * choose the weights it is judged with.
 */
export function pastForecasts(
	{ origins, relative, values, left, scale: today }: LookedBack,
	period: number,
	shared: Float64Array,
): Tried[] {
	const floor = lowest(values);
	return origins.map((origin, at) => {
		const { n, actual, errors, scale, persistence } = origin;
		const others = relative.filter((e, k): e is Float64Array => k !== at && e !== null);
		const mean = combine(origin.means, memberWeights(others, shared)).map((v) => Math.max(floor, v));
		const signs = scale > 0 ? signsOf(values.subarray(0, n), period, origin, mean, scale) : null;
		const isBroken = scale > 0 && today > BREAK * scale;
		return { n: n + left, mean, actual, errors, scale: isBroken ? today : scale, persistence, signs };
	});
}

/** Errors of a past forecast in its units, by step. */
export function scoresOf({ mean, actual, scale, persistence }: PastForecast): Float64Array {
	return mean.map((f, step) => Math.abs(f - (actual[step] as number)) / errorUnit(scale, persistence, step));
}

/** Mean error of a past forecast in its units. */
export function missOf(forecast: PastForecast): number {
	return scoresOf(forecast).reduce((sum, score) => sum + score / forecast.mean.length, 0);
}

/** How many windows of `h` steps the past forecasts of a series that moved are worth, as far as they do not overlap. */
export function windowsApart(own: PastForecast[], h: number): number {
	return own.reduce((sum, { scale, n }, k) => {
		if (!(scale > 0)) return sum;
		return sum + (k === 0 ? 1 : Math.min(1, ((own[k - 1]?.n ?? n) - n) / h));
	}, 0);
}

/** A history without negative values goes on without. */
export function lowest(values: Float64Array): number {
	return values.every((v) => v >= 0) ? 0 : Number.NEGATIVE_INFINITY;
}
