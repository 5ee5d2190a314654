import type { Random } from "../random.ts";
import { type BinnedColumn, binEdges, binOf } from "./binned-columns.ts";

/** A number as a binned column, with the direction the score must keep, if any. */
export function numberColumn(values: number[], monotone?: 1 | -1): BinnedColumn {
	const edges = binEdges(Float64Array.from(values));
	return {
		bins: Uint8Array.from(values, (v) => binOf(edges, v)),
		size: edges.length + 2,
		kind: "number",
		...(monotone === undefined ? {} : { monotone }),
	};
}

/** A category as a binned column; levels count from 1. */
export function categoryColumn(levels: number[]): BinnedColumn {
	return { bins: Uint8Array.from(levels), size: Math.max(...levels) + 1, kind: "category" };
}

/** 1 with the probability of a margin, else 0. */
export function drawn(margins: number[], random: Random): Uint8Array {
	return Uint8Array.from(margins, (m) => (random() < 1 / (1 + Math.exp(-m)) ? 1 : 0));
}

/** Numbers of all rows. */
export function allRows(n: number): Int32Array {
	return Int32Array.from({ length: n }, (_, k) => k);
}

/** A row's bin of each column. */
export function rowOf(columns: BinnedColumn[], row: number): Uint8Array {
	return Uint8Array.from(columns, (c) => c.bins[row] ?? 0);
}
