import { errorUnit, halfWidths } from "../series/ranges.ts";
import type { SeriesForecast } from "../series/series-forecast.ts";
import type { HierarchyOrigin } from "./choose-reconciliation.ts";
import { neverNegative } from "./reconciled.ts";
import type { HierarchyStructure } from "./structure.ts";

/** 80 % range of a node, by step. */
export interface NodeRange {
	low: Float64Array;
	high: Float64Array;
}

/** Past windows of all nodes count like this many of a level's own. */
const SHARED_WINDOWS = 20;
const LEVEL = 0.8;

/**
 * Conformal ranges of reconciled forecasts: distances at the past origins in units of how far each node is expected to
 * be off, by level, pulled towards those of all nodes where a level has few. Always hold the mean.
 */
export function nodeRanges({
	structure: { levels, nodes },
	base,
	means,
	past,
	origins,
	bottoms,
}: {
	structure: HierarchyStructure;
	base: SeriesForecast[];
	means: Float64Array[];
	past: Float64Array[][];
	origins: HierarchyOrigin[];
	/** Histories of the bottom nodes. */
	bottoms: Float64Array[];
}): NodeRange[] {
	const h = means[0]?.length ?? 0;
	const byLevel: Float64Array[][] = levels.map(() => []);
	past.forEach((reconciled, at) => {
		nodes.forEach(({ level }, i) => {
			const { scale, persistence } = base[i]?.past[at] ?? { scale: 0, persistence: 0 };
			const actual = origins[at]?.actual[i];
			if (!(scale > 0) || !actual) return;
			const mean = reconciled[i] as Float64Array;
			byLevel[level]?.push(actual.map((a, k) => Math.abs((mean[k] as number) - a) / errorUnit(scale, persistence, k)));
		});
	});
	const all = byLevel.flat();
	const shared = halfWidths(all, all.length, h, LEVEL);
	const widths = byLevel.map((own) => {
		if (own.length === 0) return shared;
		const mine = halfWidths(own, own.length, h, LEVEL);
		return mine.map(
			(w, k) => (own.length * w + SHARED_WINDOWS * (shared[k] as number)) / (own.length + SHARED_WINDOWS),
		);
	});
	const isNever = neverNegative(bottoms);
	return nodes.map(({ level, bottoms: below }, i) => {
		const mean = means[i] as Float64Array;
		const floor = below.every((b) => isNever[b]) ? 0 : Number.NEGATIVE_INFINITY;
		const { scale, persistence } = base[i] ?? { scale: 0, persistence: 1 };
		const half = mean.map((_, k) => errorUnit(scale, persistence, k) * (widths[level]?.[k] as number));
		return {
			low: mean.map((v, k) => Math.min(v, Math.max(floor, v - (half[k] as number)))),
			high: mean.map((v, k) => v + (half[k] as number)),
		};
	});
}
