import { seasonalNaiveRms } from "../../stats/series-error.ts";
import type { BaseForecasts, Reconciliation } from "./reconciled.ts";
import { RECONCILIATIONS, reconcile } from "./reconciled.ts";
import type { HierarchyStructure } from "./structure.ts";

/** Forecasts of all nodes from one origin, and what came: `histories` up to it, `actual` after it, by node. */
export interface HierarchyOrigin {
	base: BaseForecasts;
	histories: Float64Array[];
	actual: Float64Array[];
}

/** How one way of adding up did at the past origins. */
export interface ReconciliationScore {
	method: Reconciliation;
	/** Mean over levels. */
	error: number;
	byLevel: number[];
	/** What it said at each origin, `[origin][node][step]`. */
	means: Float64Array[][];
}

/** All usable ways, the one with the least level-weighted error first; of equals the plainer. Empty without origins. */
export function rankReconciliations(
	structure: HierarchyStructure,
	origins: HierarchyOrigin[],
	period: number,
): ReconciliationScore[] {
	if (origins.length === 0) return [];
	const scores: ReconciliationScore[] = [];
	for (const method of RECONCILIATIONS) {
		const means: Float64Array[][] = [];
		const byLevel = new Float64Array(structure.levels.length);
		for (const origin of origins) {
			const reconciled = reconcile(method, structure, origin.base);
			if (!reconciled) break;
			means.push(reconciled);
			const errors = levelErrors(structure, reconciled, origin, period);
			errors.forEach((e, at) => {
				byLevel[at] = (byLevel[at] as number) + e / origins.length;
			});
		}
		if (means.length < origins.length) continue;
		const error = byLevel.reduce((a, b) => a + b, 0) / byLevel.length;
		scores.push({ method, error, byLevel: [...byLevel], means });
	}
	return scores.sort((a, b) => a.error - b.error);
}

/**
 * Weighted root mean squared scaled error of each level (M5 competition): every node's squared error over that of the
 * seasonal naive method inside its history, the nodes of a level weighed by their size. Nodes that never moved are left
 * out; 0 for a level of only such.
 */
export function levelErrors(
	{ levels, nodes }: HierarchyStructure,
	means: Float64Array[],
	{ histories, actual }: Pick<HierarchyOrigin, "histories" | "actual">,
	period: number,
): number[] {
	const sums = new Float64Array(levels.length);
	const sizes = new Float64Array(levels.length);
	nodes.forEach(({ level }, i) => {
		const history = histories[i] as Float64Array;
		const scale = seasonalNaiveRms(history, history.length > period ? period : 1);
		if (scale === null || !(scale > 0)) return;
		const size = history.reduce((s, v) => s + Math.abs(v), 0);
		const came = actual[i] as Float64Array;
		let squares = 0;
		for (let k = 0; k < came.length; k++) squares += ((means[i]?.[k] as number) - (came[k] as number)) ** 2;
		sums[level] = (sums[level] as number) + (size * Math.sqrt(squares / Math.max(1, came.length))) / scale;
		sizes[level] = (sizes[level] as number) + size;
	});
	return levels.map((_, at) => ((sizes[at] as number) > 0 ? (sums[at] as number) / (sizes[at] as number) : 0));
}
