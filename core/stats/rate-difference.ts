import { wilsonBounds } from "./shrinkage.ts";

/** Standard normal deviate that leaves a fortieth on either side. */
const Z95 = 1.959963984540054;

/** How often something happened among `n`, at least 1. */
export interface Rate {
	hits: number;
	n: number;
}

/**
 * First rate minus second with a 95 % range, by the hybrid score method (Newcombe 1998, method 10); good for small and
 * lopsided counts. Within −1 and 1, holds the value.
 */
export function rateDifference(a: Rate, b: Rate): { value: number; low: number; high: number; level: number } {
	const [p, q] = [a.hits / a.n, b.hits / b.n];
	const [ofA, ofB] = [wilsonBounds(p, a.n, Z95), wilsonBounds(q, b.n, Z95)];
	const value = p - q;
	return {
		value,
		low: value - Math.hypot(p - ofA.low, ofB.high - q),
		high: value + Math.hypot(ofA.high - p, q - ofB.low),
		level: 0.95,
	};
}
