import { forecastSeries } from "../series/forecast-series.ts";
import type { PastForecast, SeriesForecast } from "../series/series-forecast.ts";
import type { HierarchyOrigin, ReconciliationScore } from "./choose-reconciliation.ts";
import { rankReconciliations } from "./choose-reconciliation.ts";
import type { WeighedWay } from "./mean-of-ways.ts";
import { meanOfWays, weighWays } from "./mean-of-ways.ts";
import { sumHistories } from "./node-histories.ts";
import type { NodeRange } from "./node-ranges.ts";
import { nodeRanges } from "./node-ranges.ts";
import type { BaseForecasts, Reconciliation } from "./reconciled.ts";
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
	/** The ways that were used to add up, best first, and the share of each in the mean. */
	ways: WeighedWay[];
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
 * Forecasts every node by itself, makes the forecasts add up in several ways, takes their mean by how little each would
 * have missed at this organisation's own past origins, and gives every node a range.
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
	const origins = hierarchyOrigins(structure, base, histories);
	const ranking = rankReconciliations(structure, origins, period);
	const now = { means: base.map((b) => b.mean), errors: base.map((b) => b.errors), bottoms };
	const { ways, all } = usableWays(ranking, structure, now);
	const means = meanOfWays(structure, all, ways);
	const past = origins.map((_, at) =>
		meanOfWays(
			structure,
			ways.map(({ method }) => ranking.find((score) => score.method === method)?.means[at] ?? []),
			ways,
		),
	);
	const ranges = nodeRanges({ structure, base, means, past, origins, bottoms });
	return { structure, means, ranges, ways, ranking, origins: origins.length, base };
}

/** The ways that can be used now, weighed by their past; without a past, one that asks for none. */
function usableWays(ranking: ReconciliationScore[], structure: HierarchyStructure, now: BaseForecasts) {
	const tried = ranking.flatMap(({ method, error }) => {
		const means = reconcile(method, structure, now);
		return means ? [{ method, error, means }] : [];
	});
	if (tried.length > 0) return { ways: weighWays(tried), all: tried.map((way) => way.means) };
	for (const method of [WITHOUT_PAST, "bottomUp"] as const) {
		const means = reconcile(method, structure, now);
		if (means) return { ways: [{ method, weight: 1 }], all: [means] };
	}
	throw new Error("no way to make these forecasts add up");
}

function hierarchyOrigins(
	{ nodes, summing }: HierarchyStructure,
	base: SeriesForecast[],
	histories: Float64Array[],
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
			},
			histories: known,
			actual: past.map((p) => p.actual),
		};
	});
}
