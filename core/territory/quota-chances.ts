import { quantile } from "../stats/quantile.ts";

/** What a node is expected to bring, as draws of one forecast: the k-th draws of all nodes belong together. */
export interface QuotaOutlook {
	id: string;
	/** Minor units of the quota's currency, or pieces. */
	draws: ArrayLike<number>;
	quota: bigint;
}

/** How likely a quota is. Null where there are no draws or no quota. */
export interface QuotaChance {
	id: string;
	/** Share of draws that reach it, 0 to 1. */
	chance: number | null;
	/** Attainment (1 = quota) that one in ten, half, and nine in ten of the draws stay below. */
	attainment: { p10: number; p50: number; p90: number } | null;
	draws: number;
}

/** Chances of everyone, and how evenly they are spread. */
export interface QuotaFairness {
	chances: QuotaChance[];
	/** Lowest and highest chance, and their distance; null with fewer than two people who have one. */
	lowest: QuotaChance | null;
	highest: QuotaChance | null;
	spread: number | null;
}

/** Reads the chance of each quota from the draws of a forecast. Fair is the same chance, not the same number. */
export function quotaChances(outlooks: QuotaOutlook[]): QuotaFairness {
	const chances = outlooks.map(({ id, draws, quota }): QuotaChance => {
		const n = draws.length;
		if (n === 0 || quota <= 0n) return { id, chance: null, attainment: null, draws: n };
		const shares = Float64Array.from(draws, (amount) => amount / Number(quota));
		const at = (q: number): number => quantile(shares, q) ?? 0;
		return {
			...{ id, draws: n, chance: shares.reduce((sum, share) => sum + (share >= 1 ? 1 : 0), 0) / n },
			attainment: { p10: at(0.1), p50: at(0.5), p90: at(0.9) },
		};
	});
	const known = chances.filter((c) => c.chance !== null).sort((a, b) => (a.chance ?? 0) - (b.chance ?? 0));
	const [lowest, highest] = known.length > 1 ? [known[0], known.at(-1)] : [];
	return {
		...{ chances, lowest: lowest ?? null, highest: highest ?? null },
		spread: lowest && highest ? (highest.chance ?? 0) - (lowest.chance ?? 0) : null,
	};
}

/**
 * Quotas that everyone reaches with the same chance and that add up to `total`: the common quantile of their draws is
 * looked for (bisection), then rounded so that the sum is exact, the largest remainders up. Null when the draws do not
 * reach the total even at their best, or somebody has none.
 */
export function equalChanceQuotas(
	people: { id: string; draws: ArrayLike<number> }[],
	total: bigint,
): Map<string, bigint> | null {
	if (people.length === 0 || people.some((p) => p.draws.length === 0)) return null;
	const sorted = people.map((p) => Float64Array.from(p.draws).sort());
	const at = (q: number): number[] => sorted.map((draws) => Math.max(0, quantile(draws, q) ?? 0));
	const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);
	const goal = Number(total);
	if (goal < 0 || sum(at(1)) < goal) return null;
	let [low, high] = [0, 1];
	for (let k = 0; k < 60; k++) {
		const middle = (low + high) / 2;
		if (sum(at(middle)) < goal) low = middle;
		else high = middle;
	}
	const exact = at(high);
	const whole = exact.map((value) => BigInt(Math.floor(value)));
	let rest = total - whole.reduce((a, b) => a + b, 0n);
	const order = exact
		.map((value, k) => ({ k, left: value - Math.floor(value) }))
		.sort((a, b) => b.left - a.left || a.k - b.k);
	for (let i = 0; rest !== 0n; i = (i + 1) % order.length) {
		const k = order[i]?.k ?? 0;
		const step = rest > 0n ? 1n : -1n;
		if (step < 0n && whole[k] === 0n) continue;
		whole[k] = (whole[k] ?? 0n) + step;
		rest -= step;
	}
	return new Map(people.map((p, k) => [p.id, whole[k] ?? 0n]));
}
