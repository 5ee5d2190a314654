/**
 * A group's observed rate, how many it was seen on, and the rate that would be expected without looking at the group.
 */
export interface RatedGroup {
	rate: number;
	n: number;
	expected: number;
}

/**
 * How many records the expectation is worth against a group's own: strength of a beta prior, by moments.
 * Var(rate) beyond chance = e(1−e)/(strength + 1) (Efron and Morris 1975; beta-binomial empirical Bayes).
 * Groups that differ no more than chance give `most`; without two groups the answer is `fallback`.
 */
export function priorStrength(groups: RatedGroup[], fallback = 20, least = 4, most = 400): number {
	let spread = 0;
	let within = 0;
	let records = 0;
	let seen = 0;
	for (const { rate, n, expected } of groups) {
		if (!(n >= 2)) continue;
		const noise = expected * (1 - expected);
		spread += n * ((rate - expected) ** 2 - noise / n);
		within += n * noise;
		records += n;
		seen++;
	}
	if (seen < 2 || !(within > 0)) return fallback;
	const beyondChance = spread / records;
	if (beyondChance <= 0) return most;
	return Math.min(most, Math.max(least, within / records / beyondChance - 1));
}

/** A rate pulled towards what was expected: (rate × n + expected × strength) / (n + strength). */
export function shrunkRate(rate: number, n: number, expected: number, strength: number): number {
	return n + strength > 0 ? (rate * n + expected * strength) / (n + strength) : expected;
}

/**
 * Range in which the true rate lies about 80 % of the time, given an estimate worth `n` records (Wilson 1927).
 * Always holds `rate`; stays strictly inside (0, 1) for a rate inside it.
 */
export function rateInterval(rate: number, n: number): { low: number; high: number; level: number } {
	return { ...wilsonBounds(rate, n, Z80), level: 0.8 };
}

/** Score bounds of a rate seen on `n` records, `z` standard normal deviates wide (Wilson 1927). */
export function wilsonBounds(rate: number, n: number, z: number): { low: number; high: number } {
	const weight = Math.max(n, 1);
	const zz = z * z;
	const centre = (rate + zz / (2 * weight)) / (1 + zz / weight);
	const half = (z / (1 + zz / weight)) * Math.sqrt((rate * (1 - rate)) / weight + zz / (4 * weight * weight));
	return { low: Math.min(rate, Math.max(0, centre - half)), high: Math.max(rate, Math.min(1, centre + half)) };
}

/** Standard normal deviate that leaves a tenth on either side. */
export const Z80 = 1.2815515655446004;
