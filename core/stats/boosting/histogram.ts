import type { BinnedColumn } from "./binned-columns.ts";

/** Where each column's bins lie in a histogram; `total` is its length. Of each bin two numbers: Σ gradient, Σ hessian. */
export interface HistogramLayout {
	offset: Int32Array;
	total: number;
}

/** One after another, two numbers a bin. */
export function histogramLayout(columns: BinnedColumn[]): HistogramLayout {
	const offset = new Int32Array(columns.length);
	let total = 0;
	for (const [f, column] of columns.entries()) {
		offset[f] = total;
		total += column.size * 2;
	}
	return { offset, total };
}

/** Rows of a leaf lie together in `order`; their gradients are gathered once, then each column runs through them. */
export interface RowsInOrder {
	order: Int32Array;
	gradient: Float64Array;
	hessian: Float64Array;
	/** Room for the gathered gradients. */
	gatheredG: Float64Array;
	gatheredH: Float64Array;
}

/** Fills `histogram` from rows `from`…`to` of the order, for the columns in `used`. */
export function fillHistogram(
	histogram: Float64Array,
	{ offset }: HistogramLayout,
	columns: BinnedColumn[],
	used: number[],
	rows: RowsInOrder,
	from: number,
	to: number,
): void {
	const { order, gradient, hessian, gatheredG, gatheredH } = rows;
	histogram.fill(0);
	for (let i = from, k = 0; i < to; i++, k++) {
		const row = order[i] as number;
		gatheredG[k] = gradient[row] as number;
		gatheredH[k] = hessian[row] as number;
	}
	const n = to - from;
	const bins = (u: number): Uint8Array => (columns[used[u] as number] as BinnedColumn).bins;
	const base = (u: number): number => offset[used[u] as number] as number;
	let u = 0;
	for (; u + 1 < used.length; u += 2) {
		fillTwo(histogram, base(u), bins(u), base(u + 1), bins(u + 1), rows, from, n);
	}
	if (u < used.length) fillOne(histogram, base(u), bins(u), rows, from, n);
}

// Two columns at a time: the row's number and gradients are then read once for both.
function fillTwo(
	histogram: Float64Array,
	baseA: number,
	binsA: Uint8Array,
	baseB: number,
	binsB: Uint8Array,
	{ order, gatheredG, gatheredH }: RowsInOrder,
	from: number,
	n: number,
): void {
	for (let k = 0; k < n; k++) {
		const row = order[from + k] as number;
		const g = gatheredG[k] as number;
		const h = gatheredH[k] as number;
		const a = baseA + ((binsA[row] as number) << 1);
		const b = baseB + ((binsB[row] as number) << 1);
		histogram[a] = (histogram[a] as number) + g;
		histogram[a + 1] = (histogram[a + 1] as number) + h;
		histogram[b] = (histogram[b] as number) + g;
		histogram[b + 1] = (histogram[b + 1] as number) + h;
	}
}

function fillOne(
	histogram: Float64Array,
	base: number,
	bins: Uint8Array,
	{ order, gatheredG, gatheredH }: RowsInOrder,
	from: number,
	n: number,
): void {
	for (let k = 0; k < n; k++) {
		const at = base + ((bins[order[from + k] as number] as number) << 1);
		histogram[at] = (histogram[at] as number) + (gatheredG[k] as number);
		histogram[at + 1] = (histogram[at + 1] as number) + (gatheredH[k] as number);
	}
}

/** What is left of a parent when one child is taken away: in place of the parent. */
export function subtractHistogram(parent: Float64Array, child: Float64Array): void {
	for (let k = 0; k < parent.length; k++) parent[k] = (parent[k] as number) - (child[k] as number);
}
