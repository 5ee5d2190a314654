/**
 * A column cut into at most 255 bins. Bin 0 is "missing" (for a category also: never seen in training). A number's bins
 * 1… follow its order; a category's bins are its levels, in no order.
 */
export interface BinnedColumn {
	bins: Uint8Array;
	/** How many bins there are, with bin 0. */
	size: number;
	kind: "number" | "category";
	/** 1: the score may only rise with the number; −1: only fall. Numbers only. */
	monotone?: 1 | -1;
}

/** Most bins of a column, with the one for missing values. */
export const MOST_BINS = 255;

/**
 * Upper edges of the bins of a number, ascending: bin k holds values up to edge k−1, the last bin everything above.
 * Every distinct value gets its own bin while there are few, else bins of about equal count. NaN is passed over.
 */
export function binEdges(values: Float64Array, most = MOST_BINS - 1): Float64Array {
	const sorted = values.filter((v) => !Number.isNaN(v)).sort();
	const distinct: number[] = [];
	const counts: number[] = [];
	for (const v of sorted) {
		if (distinct.length > 0 && distinct.at(-1) === v) counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
		else {
			distinct.push(v);
			counts.push(1);
		}
	}
	const edges: number[] = [];
	if (distinct.length <= most) {
		for (let k = 0; k + 1 < distinct.length; k++) edges.push(between(distinct[k] ?? 0, distinct[k + 1] ?? 0));
		return Float64Array.from(edges);
	}
	// Values that fill more than a bin's share get a bin of their own and the rest is parted anew, so none is starved.
	let left = sorted.length;
	let bins = most;
	let filled = 0;
	for (let k = 0; k + 1 < distinct.length && bins > 1; k++) {
		filled += counts[k] ?? 0;
		left -= counts[k] ?? 0;
		if (filled >= (filled + left) / bins || (counts[k + 1] ?? 0) >= (filled + left) / bins) {
			edges.push(between(distinct[k] ?? 0, distinct[k + 1] ?? 0));
			bins--;
			filled = 0;
		}
	}
	return Float64Array.from(edges);
}

/** Bin of a number among `edges` (see `binEdges`); 0 for NaN. */
export function binOf(edges: ArrayLike<number>, value: number): number {
	if (Number.isNaN(value)) return 0;
	let low = 0;
	let high = edges.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (value <= (edges[middle] as number)) high = middle;
		else low = middle + 1;
	}
	return low + 1;
}

/** Halfway, yet never rounded up to the greater of two neighbours. */
function between(a: number, b: number): number {
	const middle = a / 2 + b / 2;
	return middle < b && middle >= a ? middle : a;
}
