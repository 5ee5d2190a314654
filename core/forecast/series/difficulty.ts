import { quantile } from "../../stats/quantile.ts";
import { fitRidge } from "../../stats/ridge.ts";

/** A past forecast of a series of a pool: its signs, and its mean error in units of the series' own scale. */
export interface PastMiss {
	/** Place of the series in the pool. */
	series: number;
	signs: Float64Array;
	missed: number;
}

/** By what a series' scale is multiplied, from the signs of its forecast. */
export interface Difficulty {
	/** For a past forecast of this series: learnt without the series itself, so that it is judged as a new one would be. */
	leftOut(series: number, signs: Float64Array): number;
	now(signs: Float64Array): number;
}

/** Fewer series than this say nothing about what makes one harder than another. */
const FEWEST_SERIES = 10;
/** Windows that would have seen no difference, beside those that were seen. */
const PULL = 80;
const FOLDS = 5;
/** An error below this share of the middle one was luck: how far below says nothing. */
const LUCK = 0.1;

/**
 * Learns from all past forecasts of a pool what goes with errors larger or smaller than a series' scale has it: normalised
 * conformal prediction (Papadopoulos, Gammerman, Vovk 2008) with ridge regression of the logarithm. `windows` of the
 * misses do not overlap. The factors are around 1, which is what every series gets in a pool too small to learn from.
 */
export function learnDifficulty(misses: PastMiss[], windows: number): Difficulty {
	if (new Set(misses.map((m) => m.series)).size < FEWEST_SERIES) return { leftOut: () => 1, now: () => 1 };
	const middle = quantile(
		misses.map((m) => m.missed),
		0.5,
	);
	const least = LUCK * (middle ?? 0);
	if (!(least > 0)) return { leftOut: () => 1, now: () => 1 };
	const weight = Math.min(1, windows / misses.length);
	const learn = (from: PastMiss[]): ((signs: Float64Array) => number) => {
		const logs = from.map((m) => Math.log(Math.max(least, m.missed)));
		const usual = logs.reduce((sum, v) => sum + v / logs.length, 0);
		const line = fitRidge(
			from.map((m) => m.signs),
			logs,
			PULL,
			weight,
		);
		return (signs) => Math.exp(line(signs) - usual);
	};
	const folds = Array.from({ length: FOLDS }, (_, fold) => learn(misses.filter((m) => m.series % FOLDS !== fold)));
	return {
		leftOut: (series, signs) => folds[series % FOLDS]?.(signs) ?? 1,
		now: learn(misses),
	};
}
