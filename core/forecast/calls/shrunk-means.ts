import { Z80 } from "../../stats/shrinkage.ts";

/** A group's mean of n numbers, and the sum of their squared distances from it. */
export interface GroupMean {
	mean: number;
	n: number;
	squares: number;
}

/** A mean after it was pulled towards all groups', and the range that holds the true one about 80 % of the time. */
export interface ShrunkMean {
	value: number;
	interval: { low: number; high: number; level: number };
}

/** Relative errors of this size are taken to be usual before any spread was seen, worth one number. */
const USUAL_SPREAD = 0.25;
/** Groups are taken to differ by so much before it was seen, worth one group. */
const USUAL_BETWEEN = 0.1;

/**
 * Means of groups, each pulled towards the mean of all by how little its own is known: normal empirical Bayes (Efron and
 * Morris 1975), spread within groups pooled, spread between them by moments (DerSimonian and Laird 1986). Groups that differ
 * no more than chance are nearly given the common mean. Null groups stay null; without any there is no mean.
 */
export function shrunkMeans(groups: (GroupMean | null)[]): {
	mean: number | null;
	interval: ShrunkMean["interval"] | null;
	groups: (ShrunkMean | null)[];
} {
	const known = groups.filter((g) => g !== null);
	if (known.length === 0) return { mean: null, interval: null, groups: groups.map(() => null) };
	const squares = known.reduce((s, g) => s + g.squares, 0);
	const freedom = known.reduce((s, g) => s + g.n - 1, 0);
	const within = (squares + USUAL_SPREAD ** 2) / (freedom + 1);
	const between = betweenOf(known, within);
	const weights = known.map((g) => 1 / (between + within / g.n));
	const total = weights.reduce((a, b) => a + b, 0);
	const mean = known.reduce((s, g, k) => s + (weights[k] ?? 0) * g.mean, 0) / total;
	const range = (value: number, variance: number): ShrunkMean["interval"] => {
		const half = Z80 * Math.sqrt(variance);
		return { low: value - half, high: value + half, level: 0.8 };
	};
	return {
		mean,
		interval: range(mean, 1 / total),
		groups: groups.map((group) => {
			if (!group) return null;
			const noise = within / group.n;
			const own = between / (between + noise);
			const value = mean + own * (group.mean - mean);
			// What stays unknown of the group itself, and of the mean it was pulled towards (Morris 1983).
			return { value, interval: range(value, own * noise + (1 - own) ** 2 / total) };
		}),
	};
}

function betweenOf(groups: GroupMean[], within: number): number {
	if (groups.length < 2) return USUAL_BETWEEN ** 2;
	const weights = groups.map((g) => g.n / within);
	const total = weights.reduce((a, b) => a + b, 0);
	const mean = groups.reduce((s, g, k) => s + (weights[k] ?? 0) * g.mean, 0) / total;
	const q = groups.reduce((s, g, k) => s + (weights[k] ?? 0) * (g.mean - mean) ** 2, 0);
	const scale = total - weights.reduce((s, w) => s + w * w, 0) / total;
	const seen = Math.max(0, (q - (groups.length - 1)) / scale);
	return (seen * (groups.length - 1) + USUAL_BETWEEN ** 2) / groups.length;
}
