import type { BinnedColumn } from "./binned-columns.ts";
import type { LeafSums, Split, SplitRules } from "./find-split.ts";
import { leafValue, splitColumn } from "./find-split.ts";
import type { HistogramLayout, RowsInOrder } from "./histogram.ts";
import { fillHistogram, subtractHistogram } from "./histogram.ts";
import type { Tree } from "./tree.ts";
import { goesLeft } from "./tree.ts";

/** How a tree may grow. */
export interface GrowthRules extends SplitRules {
	leaves: number;
	depth: number;
	/** Every leaf's value is multiplied with it. */
	learningRate: number;
}

interface Leaf extends LeafSums {
	from: number;
	to: number;
	depth: number;
	histogram: Float64Array | null;
	split: Split | null;
	/** Where the leaf hangs: node and side; −1 for the root. */
	parent: number;
	isLeft: boolean;
}

/** Room that one tree after another uses. */
export interface GrowthRoom {
	layout: HistogramLayout;
	pool: Float64Array[];
	partition: Int32Array;
}

/** Room for trees over so many rows. */
export function growthRoom(layout: HistogramLayout, rows: number): GrowthRoom {
	return { layout, pool: [], partition: new Int32Array(rows) };
}

/**
 * Grows one tree leaf-wise: always the leaf whose split gains most. `rows.order` holds the rows of this tree and is
 * rearranged, leaf by leaf. Also gives, by leaf, where its rows lie in the order.
 */
export function growTree(
	columns: BinnedColumn[],
	used: number[],
	rows: RowsInOrder,
	rules: GrowthRules,
	room: GrowthRoom,
): { tree: Tree; from: number[]; to: number[] } {
	const n = rows.order.length;
	let g = 0;
	let h = 0;
	for (const row of rows.order) {
		g += rows.gradient[row] as number;
		h += rows.hessian[row] as number;
	}
	const tree: Tree = {
		feature: [],
		threshold: [],
		missingLeft: [],
		levels: [],
		left: [],
		right: [],
		value: [],
		cover: [],
	};
	const root: Leaf = {
		g,
		h,
		n,
		low: -Infinity,
		high: Infinity,
		from: 0,
		to: n,
		depth: 0,
		histogram: null,
		split: null,
		parent: -1,
		isLeft: false,
	};
	const leaves = [root];
	if (canSplit(root, rules)) {
		root.histogram = take(room);
		fillHistogram(root.histogram, room.layout, columns, used, rows, 0, n);
		root.split = bestSplit(root, columns, used, rules, room);
	}
	while (leaves.length < rules.leaves) {
		let best = -1;
		for (const [k, leaf] of leaves.entries())
			if (leaf.split && leaf.split.gain > (leaves[best]?.split?.gain ?? 0)) best = k;
		const leaf = leaves[best];
		if (!leaf?.split) break;
		const [left, right] = divide(leaf, leaf.split, tree, columns, rows, rules, room);
		leaves.splice(best, 1, left, right);
		// The last leaves are not split any more: no need to know how.
		if (leaves.length < rules.leaves) prepare(leaf, left, right, columns, used, rows, rules, room);
	}
	for (const leaf of leaves) {
		if (leaf.histogram) room.pool.push(leaf.histogram);
		const at = tree.value.length;
		if (leaf.parent >= 0) (leaf.isLeft ? tree.left : tree.right)[leaf.parent] = ~at;
		tree.value.push(leafValue(leaf.g, leaf.h, rules.l2, leaf.low, leaf.high) * rules.learningRate);
		tree.cover.push(leaf.to - leaf.from);
	}
	return { tree, from: leaves.map((l) => l.from), to: leaves.map((l) => l.to) };
}

function divide(
	leaf: Leaf,
	split: Split,
	tree: Tree,
	columns: BinnedColumn[],
	rows: RowsInOrder,
	rules: GrowthRules,
	room: GrowthRoom,
): [Leaf, Leaf] {
	const node = tree.feature.length;
	tree.feature.push(split.feature);
	tree.threshold.push(split.threshold);
	tree.missingLeft.push(split.missingLeft);
	tree.levels.push(split.levels);
	tree.left.push(0);
	tree.right.push(0);
	if (leaf.parent >= 0) (leaf.isLeft ? tree.left : tree.right)[leaf.parent] = node;
	const middle = partition(rows.order, leaf, columns[split.feature] as BinnedColumn, goesLeft(tree, node), room);
	const common = { depth: leaf.depth + 1, histogram: null, split: null, parent: node };
	const left: Leaf = {
		...{ ...common, g: split.leftG, h: split.leftH, n: middle - leaf.from, from: leaf.from, to: middle },
		...{ low: leaf.low, high: leaf.high, isLeft: true },
	};
	const right: Leaf = {
		...{ ...common, g: leaf.g - split.leftG, h: leaf.h - split.leftH, n: leaf.to - middle, from: middle, to: leaf.to },
		...{ low: leaf.low, high: leaf.high, isLeft: false },
	};
	const monotone = (columns[split.feature] as BinnedColumn).monotone;
	if (monotone !== undefined) {
		const halfway =
			(leafValue(left.g, left.h, rules.l2, leaf.low, leaf.high) +
				leafValue(right.g, right.h, rules.l2, leaf.low, leaf.high)) /
			2;
		if (monotone === 1) {
			left.high = halfway;
			right.low = halfway;
		} else {
			left.low = halfway;
			right.high = halfway;
		}
	}
	return [left, right];
}

/** Rows that go left first, both in the order they had. */
function partition(
	order: Int32Array,
	{ from, to }: Leaf,
	column: BinnedColumn,
	left: Uint8Array,
	{ partition: right }: GrowthRoom,
): number {
	const { bins } = column;
	let middle = from;
	let rights = 0;
	for (let i = from; i < to; i++) {
		const row = order[i] as number;
		if (left[bins[row] as number] === 1) order[middle++] = row;
		else right[rights++] = row;
	}
	order.set(right.subarray(0, rights), middle);
	return middle;
}

/** Histograms of two new leaves: the smaller is counted, the larger is what remains of their parent's. */
function prepare(
	parent: Leaf,
	left: Leaf,
	right: Leaf,
	columns: BinnedColumn[],
	used: number[],
	rows: RowsInOrder,
	rules: GrowthRules,
	room: GrowthRoom,
): void {
	const isLeftSmaller = left.n < right.n;
	const small = isLeftSmaller ? left : right;
	const large = isLeftSmaller ? right : left;
	const inherited = parent.histogram;
	parent.histogram = null;
	if (!inherited) return;
	if (canSplit(small, rules) || canSplit(large, rules)) {
		small.histogram = take(room);
		fillHistogram(small.histogram, room.layout, columns, used, rows, small.from, small.to);
	}
	if (small.histogram && canSplit(large, rules)) {
		subtractHistogram(inherited, small.histogram);
		large.histogram = inherited;
		large.split = bestSplit(large, columns, used, rules, room);
	} else room.pool.push(inherited);
	if (canSplit(small, rules)) small.split = bestSplit(small, columns, used, rules, room);
	else if (small.histogram) {
		room.pool.push(small.histogram);
		small.histogram = null;
	}
}

function canSplit(leaf: Leaf, rules: GrowthRules): boolean {
	return leaf.depth < rules.depth && leaf.n >= 2 * rules.minRows && leaf.h >= 2 * rules.minWeight;
}

function bestSplit(
	leaf: Leaf,
	columns: BinnedColumn[],
	used: number[],
	rules: GrowthRules,
	room: GrowthRoom,
): Split | null {
	let best: Split | null = null;
	for (const f of used) {
		const column = columns[f] as BinnedColumn;
		const base = room.layout.offset[f] as number;
		best = splitColumn(column, f, leaf.histogram as Float64Array, base, leaf, rules, best);
	}
	return best;
}

function take(room: GrowthRoom): Float64Array {
	return room.pool.pop() ?? new Float64Array(room.layout.total);
}
