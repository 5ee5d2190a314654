import { inverseNormal } from "../stats/inverse-normal.ts";

/** What one territory, team or person won in a period that is over or running: each deal's minor units. */
export interface WatchedPeriod {
	name: string;
	wins: readonly number[];
}

/** Somebody or something that is watched: the running period first, then those before, newest first. */
export interface Watched {
	id: string;
	running: WatchedPeriod;
	past: readonly WatchedPeriod[];
	/** Of the running period, minor units; null: none. */
	quota: number | null;
}

/** How something does against what would be expected. `low`–`high`: where it could lie by chance alone, 80 %. */
export interface Against {
	/** Minor units; of a trend, the same a period. */
	expected: number;
	actual: number;
	low: number;
	high: number;
	/** Deals behind it. */
	n: number;
	verdict: "above" | "as-expected" | "below" | "too-little";
}

/** The four questions of somebody watched; null where there is nothing to hold it against. */
export interface Watch {
	id: string;
	/** Won so far against the quota by now, with the season's pace. */
	quota: Against | null;
	/** Won so far against what alike ones won so far. */
	benchmark: Against | null;
	/** The last full period against its own periods before. */
	trend: Against | null;
	/** The last full period against the same one a year before. */
	season: Against | null;
	/** Change a period of the last eight, share of their mean; null with fewer than four. */
	growth: { perPeriod: number; low: number; high: number; n: number } | null;
}

/** Fewer deals than this say nothing about somebody. */
const LEAST_DEALS = 5;
const LEAST_PERIODS = 4;
const Z80 = -inverseNormal(0.1);

/**
 * Judges everybody together. `pace`: which share of a period's wins has usually come by now. What could be chance is
 * called as expected: a sum of won deals varies as a compound Poisson (variance = sum of squared amounts), few deals say
 * "too little", and because many are judged at once, those against the benchmark are kept only at a false-discovery rate
 * of one in ten (Benjamini and Hochberg 1995).
 */
export function watchPerformance(watched: readonly Watched[], pace: number): Watch[] {
	const all = watched.map((w) => ({ sum: sumOf(w.running.wins), n: w.running.wins.length }));
	const mean = watched.length > 1 ? all.reduce((s, w) => s + w.sum, 0) / watched.length : null;
	const watches = watched.map((w): Watch => {
		const [last, ...before] = w.past;
		const yearAgo = w.past[4];
		return {
			id: w.id,
			quota: w.quota === null || w.quota <= 0 ? null : against(w.running.wins, w.quota * pace, w.past),
			benchmark: mean === null ? null : against(w.running.wins, mean, w.past),
			trend:
				last && before.length >= LEAST_PERIODS - 1
					? against(last.wins, meanOf(before.map((p) => sumOf(p.wins))), before, varianceOfMean(before))
					: null,
			season: last && yearAgo ? against(last.wins, sumOf(yearAgo.wins), w.past, squares(yearAgo.wins)) : null,
			growth: growthOf(w.past),
		};
	});
	keepDiscoveries(watches);
	return watches;
}

/** A share of a period's wins that has usually come by a share `passed` of its days; `passed` itself where nothing is known. */
export function usualPace(
	past: readonly { wonBy: readonly { at: number; minor: number }[] }[],
	passed: number,
): number {
	const shares = past.flatMap(({ wonBy }) => {
		const total = wonBy.reduce((s, w) => s + w.minor, 0);
		return total > 0 ? [wonBy.reduce((s, w) => s + (w.at <= passed ? w.minor : 0), 0) / total] : [];
	});
	return shares.length === 0 ? passed : meanOf(shares);
}

function against(wins: readonly number[], expected: number, past: readonly WatchedPeriod[], more = 0): Against {
	const actual = sumOf(wins);
	const typical = [...past.flatMap((p) => p.wins), ...wins];
	// How far a sum of that size strays: as many deals as it takes, each as uneven as theirs are.
	const each = sumOf(typical) > 0 ? squares(typical) / sumOf(typical) : 0;
	const spread = Math.sqrt(Math.max(0, expected * each) + more);
	const n = Math.max(wins.length, Math.round(each > 0 ? expected / (sumOf(typical) / typical.length) : 0));
	const [low, high] = [Math.max(0, expected - Z80 * spread), expected + Z80 * spread];
	const verdict = n < LEAST_DEALS ? "too-little" : actual < low ? "below" : actual > high ? "above" : "as-expected";
	return { expected, actual, low, high, n: wins.length, verdict };
}

function growthOf(past: readonly WatchedPeriod[]): Watch["growth"] {
	const sums = past
		.slice(0, 8)
		.map((p) => sumOf(p.wins))
		.toReversed();
	const n = sums.length;
	const mean = meanOf(sums);
	if (n < LEAST_PERIODS || !(mean > 0)) return null;
	const middle = (n - 1) / 2;
	const across = sums.reduce((s, _, k) => s + (k - middle) ** 2, 0);
	const slope = sums.reduce((s, y, k) => s + (k - middle) * (y - mean), 0) / across;
	const left = sums.reduce((s, y, k) => s + (y - mean - slope * (k - middle)) ** 2, 0);
	const error = Math.sqrt(left / (n - 2) / across);
	return { perPeriod: slope / mean, low: (slope - Z80 * error) / mean, high: (slope + Z80 * error) / mean, n };
}

/** Of those who stand out against the others, only as many as would not be there by chance. */
function keepDiscoveries(watches: readonly Watch[]): void {
	const out = watches
		.flatMap(({ benchmark }) => (benchmark && benchmark.verdict !== "too-little" ? [benchmark] : []))
		.map((of) => ({ of, p: tail(of) }))
		.sort((a, b) => a.p - b.p);
	let kept = 0;
	out.forEach(({ p }, k) => {
		if (p <= (0.1 * (k + 1)) / out.length) kept = k + 1;
	});
	for (const { of } of out.slice(kept)) of.verdict = "as-expected";
}

/** Two-sided share of chance outcomes at least as far from what is expected. */
function tail({ actual, expected, high }: Against): number {
	const spread = (high - expected) / Z80;
	if (!(spread > 0)) return 1;
	return 2 * (1 - normalCdf(Math.abs(actual - expected) / spread));
}

/** Abramowitz and Stegun 26.2.17; error below 7.5e-8. */
function normalCdf(z: number): number {
	const t = 1 / (1 + 0.2316419 * z);
	const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
	return 1 - (Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)) * poly;
}

function varianceOfMean(periods: readonly WatchedPeriod[]): number {
	return periods.reduce((s, p) => s + squares(p.wins), 0) / periods.length ** 2;
}
function squares(wins: readonly number[]): number {
	return wins.reduce((s, x) => s + x * x, 0);
}
function sumOf(values: readonly number[]): number {
	return values.reduce((a, b) => a + b, 0);
}
function meanOf(values: readonly number[]): number {
	return values.length > 0 ? sumOf(values) / values.length : 0;
}
