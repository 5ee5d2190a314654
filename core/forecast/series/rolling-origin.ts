import { seasonalNaiveError } from "../../stats/series-error.ts";
import type { MemberForecasts } from "./methods.ts";
import { forecastMembers } from "./methods.ts";

/** What the members would have said at one past origin, and what came. */
export interface PastOrigin extends MemberForecasts {
	/** Values known at the origin. */
	n: number;
	actual: Float64Array;
	scale: number;
}

/** Past this many origins, one that knew less than half of the history says too little about today's forecast. */
const FEW = 3;

/**
 * Forecasts from past origins, each from the values before it only, the latest first. The last `h` values are the first
 * window, further ones lie `step` back each. A history too short for a whole window is tried on half its horizon. Empty
 * when even that leaves too few values to learn from.
 */
export function pastOrigins(x: Float64Array, period: number, h: number, most: number, step: number): PastOrigin[] {
	const least = period > 1 ? 2 * period + 2 : 4;
	const origins: PastOrigin[] = [];
	const look = (n: number, ahead: number): void => {
		const known = x.subarray(0, n);
		const members = forecastMembers(known, period, ahead);
		const actual = x.slice(n, n + ahead);
		origins.push({ ...members, n, actual, scale: errorScale(known, period, members.errors) });
	};
	for (let n = x.length - h; n >= least && origins.length < most; n -= step) {
		if (origins.length >= FEW && n < x.length / 2) break;
		look(n, h);
	}
	if (origins.length === 0) {
		const ahead = Math.min(Math.ceil(h / 2), x.length - Math.min(least, Math.ceil(x.length / 2) + 1));
		if (ahead >= 1 && x.length - ahead >= 4) look(x.length - ahead, ahead);
	}
	return origins;
}

/** Errors below this share of a series' size are of the arithmetic. */
const ROUNDING = 1e-9;

/**
 * How far a series is usually off, in its own unit: geometric mean of the one-step error of a fitted method and the
 * difference to a season before. The first adapts to trend, the second does not flatter short histories. 0 for a
 * history that was never off: constant, or the same season over and over.
 */
export function errorScale(x: Float64Array, period: number, errors: Float64Array): number {
	const seasonal = seasonalNaiveError(x, x.length > period ? period : 1);
	if (seasonal === null) return 0;
	let step = 0;
	for (const e of errors) step += Math.abs(e) / errors.length;
	const scale = step > 0 && seasonal > 0 ? Math.sqrt(step) * Math.sqrt(seasonal) : Math.max(step, seasonal);
	const size = x.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
	return scale > ROUNDING * size ? scale : 0;
}
