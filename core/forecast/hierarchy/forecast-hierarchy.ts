import { forecastSeries } from "../series/forecast-series.ts";
import type { PastForecast, SeriesForecast } from "../series/series-forecast.ts";
import type { HierarchyOrigin, ReconciliationScore } from "./choose-reconciliation.ts";
import { rankReconciliations } from "./choose-reconciliation.ts";
import type { NodeRange } from "./node-ranges.ts";
import { nodeRanges } from "./node-ranges.ts";
import type { Reconciliation } from "./reconciled.ts";
import { reconcile } from "./reconciled.ts";
import type { HierarchyStructure } from "./structure.ts";
import { buildHierarchy } from "./structure.ts";

/** Histories of the bottom nodes, all of one length and without gaps; `rows[i]` are the level values of `bottoms[i]`. */
export interface HierarchyInput {
	columns: string[];
	rows: string[][];
	bottoms: Float64Array[];
	period: number;
	h: number;
}

/** Forecasts that add up at every step, in the order of `structure.nodes`. */
export interface HierarchyForecast {
	structure: HierarchyStructure;
	means: Float64Array[];
	/** 80 %: from the same past forecasts, corrected per level; they do not add up and are not meant to. */
	ranges: NodeRange[];
	method: Reconciliation;
	/** How every way did at the past origins, best first; empty when the history was too short to look back. */
	ranking: ReconciliationScore[];
	origins: number;
	/** Forecasts of each node by itself, before they were made to add up. */
	base: SeriesForecast[];
}

/** Used when there is no past to choose from: needs no estimate of errors and no faith in any one level. */
const WITHOUT_PAST: Reconciliation = "wlsStructural";
/** Overlapping windows, a quarter of the horizon apart: the choice between ways that are close needs many. */
const ORIGINS = 8;

/**
 * Forecasts every node by itself, makes the forecasts add up in the way that would have been best at this
 * organisation's own past origins, and gives every node a range.
 */
export function forecastHierarchy(
	{ columns, rows, bottoms, period, h }: HierarchyInput,
	progress: (done: number, of: number) => void = () => {},
): HierarchyForecast {
	const structure = buildHierarchy(columns, rows);
	const histories = sumHistories(structure, bottoms);
	const base = forecastSeries(
		histories.map((x) => ({ period, h, x })),
		(done) => progress(done, histories.length),
		{ most: ORIGINS, step: Math.max(1, Math.round(h / 4)) },
	);
	const isNonNegative = bottoms.every((x) => x.every((v) => v >= 0));
	const origins = hierarchyOrigins(structure, base, histories, isNonNegative);
	const ranking = rankReconciliations(structure, origins, period);
	const now = { means: base.map((b) => b.mean), errors: base.map((b) => b.errors), bottoms, isNonNegative };
	const usable = ranking.map((score) => score.method);
	for (const method of usable.length > 0 ? usable : ([WITHOUT_PAST, "bottomUp"] as const)) {
		const means = reconcile(method, structure, now);
		if (!means) continue;
		const past = ranking.find((score) => score.method === method)?.means ?? [];
		const ranges = nodeRanges({ structure, base, means, past, origins, isNonNegative });
		return { structure, means, ranges, method, ranking, origins: origins.length, base };
	}
	throw new Error("no way to make these forecasts add up");
}

/** Histories of all nodes from those of the bottom nodes. */
export function sumHistories({ nodes }: HierarchyStructure, bottoms: Float64Array[]): Float64Array[] {
	const length = bottoms[0]?.length ?? 0;
	return nodes.map((node) => {
		const sum = new Float64Array(length);
		for (const b of node.bottoms) {
			const x = bottoms[b] as Float64Array;
			for (let t = 0; t < length; t++) sum[t] = (sum[t] as number) + (x[t] as number);
		}
		return sum;
	});
}

function hierarchyOrigins(
	{ nodes, summing }: HierarchyStructure,
	base: SeriesForecast[],
	histories: Float64Array[],
	isNonNegative: boolean,
): HierarchyOrigin[] {
	const first = base[0]?.past ?? [];
	return first.flatMap(({ n }, at) => {
		const past = base.map((b) => b.past[at]).filter((p): p is PastForecast => p?.n === n);
		if (past.length < nodes.length) return [];
		const known = histories.map((x) => x.subarray(0, n));
		return {
			base: {
				means: past.map((p) => p.mean),
				errors: past.map((p) => p.errors),
				bottoms: known.slice(summing.members.length),
				isNonNegative,
			},
			histories: known,
			actual: past.map((p) => p.actual),
		};
	});
}
