import type { Estimate, Unit } from "../../explain/estimate.ts";
import type { Part } from "../../explain/explanation.ts";
import type { Instant } from "../../model/instant.ts";
import { PROVISIONAL_BELOW } from "../../scoring/deal-model.ts";
import { Z80 } from "../../stats/shrinkage.ts";
import { FLOW_VERSION } from "./flow-deals.ts";

/** A number of flow that is its own base, or has parts that add up to it. */
export function flowEstimate(
	unit: Unit,
	value: number,
	interval: { low: number; high: number; level: number } | null,
	n: number,
	asOf: Instant,
	base: Part,
	parts: Part[] = [],
): Estimate {
	const state = n < PROVISIONAL_BELOW ? "provisional" : "ok";
	return {
		value,
		unit,
		interval,
		n,
		asOf,
		modelVersion: FLOW_VERSION,
		state,
		explanation: { base, parts, total: value },
	};
}

/** A number about which there is nothing to say; `code` says what is missing. */
export function noFlow(unit: Unit, code: string, asOf: Instant): Estimate {
	return {
		value: null,
		unit,
		interval: null,
		n: 0,
		asOf,
		modelVersion: FLOW_VERSION,
		state: "empty",
		explanation: { base: { code, params: {}, value: 0 }, parts: [], total: 0 },
	};
}

/**
 * Range in which the mean of a Poisson count lies about 80 % of the time (score interval, Rao 1948); `dispersion` above 1
 * widens it where counts swing more than by chance.
 */
export function countInterval(count: number, dispersion = 1): { low: number; high: number; level: number } {
	const zz = Z80 * Z80 * Math.max(1, dispersion);
	const half = Math.sqrt(zz * (count + zz / 4));
	return { low: Math.max(0, count + zz / 2 - half), high: count + zz / 2 + half, level: 0.8 };
}
