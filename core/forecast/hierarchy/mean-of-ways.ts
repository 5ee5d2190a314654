import { memberWeights } from "../series/combine.ts";
import { sumHistories } from "./node-histories.ts";
import type { Reconciliation } from "./reconciled.ts";
import type { HierarchyStructure } from "./structure.ts";

/** A way of adding up, and its share in the mean of all. */
export interface WeighedWay {
	method: Reconciliation;
	weight: number;
}

/**
 * Shares of the ways by their errors at past origins, to the power that weighs the members of a series' combination:
 * which way was best in the past says little of which will be, and their mean errs less than the best of the past.
 */
export function weighWays(ways: { method: Reconciliation; error: number }[]): WeighedWay[] {
	const mean = ways.reduce((sum, { error }) => sum + error / ways.length, 0);
	const relative = Float64Array.from(ways, ({ error }) => (mean > 0 ? error / mean : 1));
	const weights = memberWeights([], relative);
	return ways.map(({ method }, j) => ({ method, weight: weights[j] as number }));
}

/** Mean by weight of forecasts that add up, `[way][node][step]`. It adds up too; the sums are taken anew, to the last digit. */
export function meanOfWays(structure: HierarchyStructure, means: Float64Array[][], ways: WeighedWay[]): Float64Array[] {
	const sums = structure.summing.members.length;
	const total = ways.reduce((sum, { weight }) => sum + weight, 0);
	const bottoms = structure.nodes.slice(sums).map((_, b) => {
		const mean = new Float64Array(means[0]?.[sums + b]?.length ?? 0);
		ways.forEach(({ weight }, j) => {
			const own = means[j]?.[sums + b] as Float64Array;
			for (let k = 0; k < mean.length; k++) mean[k] = (mean[k] as number) + (weight / total) * (own[k] as number);
		});
		return mean;
	});
	return sumHistories(structure, bottoms);
}
