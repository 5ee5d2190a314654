import type { Outcome } from "./forecast-error.ts";

/** How far a past outcome fell from its forecast, in half-widths of its range, and how many windows that counts for. */
export interface Score {
	value: number;
	weight: number;
}

/** The score of an outcome with a range: 1 at its edge. Null without a range, or where the range has no width to measure by. */
export function scoreOf({ forecast, actual, low, high }: Outcome): number | null {
	if (low === undefined || high === undefined) return null;
	const half = actual < forecast ? forecast - low : high - forecast;
	const distance = Math.abs(actual - forecast);
	if (half > 0) return distance / half;
	return distance === 0 ? 0 : null;
}

/** Scores of ranges of 80 % that hold as they should, worth `weight` windows: |normal| in units of its eightieth percentile. */
export function nominalScores(weight: number): Score[] {
	return NOMINAL.map((value) => ({ value, weight: weight / NOMINAL.length }));
}

/** The same scores, worth `weight` windows together. */
export function worth(scores: Score[], weight: number): Score[] {
	const total = scores.reduce((s, x) => s + x.weight, 0);
	return total > 0 ? scores.map((s) => ({ value: s.value, weight: (s.weight * weight) / total })) : [];
}

/**
 * The score below which a share `level` of the weight lies, straight between the middles of neighbours: by this a range's
 * half-widths are multiplied to have held that share of the past (split conformal, Vovk 2005; weighted, Tibshirani and
 * others 2019). Null without scores.
 */
export function weightedQuantile(scores: Score[], level: number): number | null {
	const sorted = scores.filter((s) => s.weight > 0).sort((a, b) => a.value - b.value);
	const target = level * sorted.reduce((s, x) => s + x.weight, 0);
	let reached = 0;
	let before: { at: number; value: number } | null = null;
	for (const { value, weight } of sorted) {
		const at = reached + weight / 2;
		if (at >= target) {
			if (before === null || at === before.at) return value;
			return before.value + ((value - before.value) * (target - before.at)) / (at - before.at);
		}
		reached += weight;
		before = { at, value };
	}
	return before?.value ?? null;
}

/** |z| at the middles of ten equal parts, over the |z| that holds 80 %. */
const NOMINAL = [0.06271, 0.18912, 0.31864, 0.45376, 0.59776, 0.75542, 0.93459, 1.15035, 1.43953, 1.95996].map(
	(z) => z / 1.28155,
);
