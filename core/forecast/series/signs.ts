import { seasonalNaiveError } from "../../stats/series-error.ts";
import type { MemberForecasts } from "./methods.ts";
import { errorUnit } from "./ranges.ts";

/** What can be seen at an origin of how hard a series will be, by its place in the list. All are logarithms and finite. */
export const SIGNS = [
	/** How far the members disagree. */
	"disagreement",
	/** One-step error of a fitted method over the difference to a season before. */
	"fit",
	/** One-step errors of the last third of the history, and of its last eighth, over those of all. */
	"lately",
	"justNow",
	/** How uneven errors are: their root mean square over their mean. */
	"unevenness",
	/** Usual error over the level. */
	"noise",
	/** How far the forecast goes from where the series is. */
	"distance",
	/** The level now over that of the whole history: what has grown errs by more than it used to. */
	"growth",
] as const;

/**
 * The signs of a forecast from `x`. `mean` is the combination of the members; `scale` the usual error (`errorScale`),
 * which must be above 0.
 */
export function signsOf(
	x: Float64Array,
	period: number,
	{ means, errors, persistence }: MemberForecasts,
	mean: Float64Array,
	scale: number,
): Float64Array {
	const n = x.length;
	const h = mean.length;
	let disagreement = 0;
	for (let k = 0; k < h; k++) disagreement += spreadAt(means, k) / errorUnit(scale, persistence, k) / h;
	const seasonal = seasonalNaiveError(x, n > period ? period : 1) ?? 0;
	const error = meanSize(errors);
	const share = (last: number): number => (error > 0 ? meanSize(errors.subarray(n - Math.min(n, last))) / error : 1);
	let squares = 0;
	if (error > 0) for (const e of errors) squares += (e / error) ** 2 / n;
	const level = meanSize(x.subarray(-Math.max(period, 4)));
	const whole = meanSize(x);
	const here = meanOf(x.subarray(-Math.max(1, period)));
	const there = meanOf(mean.subarray(-Math.max(1, Math.min(h, period))));
	return Float64Array.of(
		atLeast(0.02, disagreement),
		error > 0 && seasonal > 0 ? Math.log(error / seasonal) : 0,
		atLeast(0.1, share(Math.max(3, Math.floor(n / 3)))),
		atLeast(0.1, share(Math.max(2, Math.floor(n / 8)))),
		squares > 0 ? Math.log(squares) / 2 : 0,
		level > 0 ? atLeast(0.002, scale / level) : 0,
		atLeast(0.1, Math.abs(there - here) / errorUnit(scale, persistence, h - 1)),
		whole > 0 ? atLeast(0.1, level / whole) : 0,
	);
}

/** Past this a sign is as strong as it gets; no logarithm may be infinite. */
const MOST = 1e9;

/** The logarithm, of next to nothing as of `least`: how near to nothing it comes says nothing. */
function atLeast(least: number, value: number): number {
	return Math.log(Math.min(MOST, Math.max(least, value)));
}

/** Mean distance of the members from their mean at a step. */
function spreadAt(means: Float64Array[], k: number): number {
	let middle = 0;
	for (const mean of means) middle += (mean[k] as number) / means.length;
	let distance = 0;
	for (const mean of means) distance += Math.abs((mean[k] as number) - middle) / means.length;
	return distance;
}

function meanSize(values: Float64Array): number {
	let sum = 0;
	for (const v of values) sum += Math.abs(v) / values.length;
	return sum;
}

function meanOf(values: Float64Array): number {
	let sum = 0;
	for (const v of values) sum += v / values.length;
	return sum;
}
