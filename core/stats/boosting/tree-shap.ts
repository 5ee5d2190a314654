import { goesLeft, MOST_LEAVES, type Tree } from "./tree.ts";

/** A tree made ready to be explained. Its leaves lie in flat lists, so that a row runs through memory in order. */
interface PreparedTree {
	feature: Int32Array;
	/** Which bins go left, 256 a node. */
	left: Uint8Array;
	value: Float64Array;
	/** Of each leaf: where its columns begin in the next four lists; one more at the end. */
	start: Int32Array;
	/** The columns asked on the way to a leaf, each once. */
	column: Int32Array;
	/** Nodes (as bits) where the column is asked, and the answers that lead on to the leaf. */
	asked: Int32Array;
	wanted: Int32Array;
	/** The share of training rows that go on at the column's questions. */
	share: Float64Array;
	/** What each column is given, by which of them lead to the leaf; NaN until first needed. From `table` on; −1: too wide. */
	given: Float64Array;
	table: Int32Array;
	/** Mean of the leaves, weighed by the training rows in them. */
	mean: number;
}

/** Trees made ready to be explained. */
export interface PreparedTrees {
	trees: PreparedTree[];
	/** The margin before anything is known of a row: base + mean of every tree. */
	base: number;
}

const WIDEST_TABLE = 7;

/** Makes trees ready. Throws RangeError for a tree with more than MOST_LEAVES leaves. */
export function prepareTrees(base: number, trees: Tree[]): PreparedTrees {
	const prepared = trees.map(prepareTree);
	return { trees: prepared, base: prepared.reduce((s, t) => s + t.mean, base) };
}

/**
 * Shapley values of rows' columns in the margin: path-dependent TreeSHAP (Lundberg et al. 2020), exact, in the form of
 * Yang (2021, "Fast TreeSHAP v2"): a leaf's values depend only on which of its columns lead to it. `rows` holds the bins
 * of one row after another, `columns` each. Adds to `parts`, laid out alike; base + Σ parts of a row is its margin.
 */
export function explainTrees({ trees }: PreparedTrees, rows: Uint8Array, columns: number, parts: Float64Array): void {
	// Tree by tree: all rows go through one tree while it is near, which is several times faster than row by row.
	for (const tree of trees) {
		for (let at = 0; at < rows.length; at += columns) explainRow(tree, rows, at, parts);
	}
}

function explainRow(tree: PreparedTree, rows: Uint8Array, at: number, parts: Float64Array): void {
	const { feature, left, start, asked, wanted, column, table, given } = tree;
	let answers = 0;
	for (let node = 0; node < feature.length; node++) {
		answers |= (left[(node << 8) + (rows[at + (feature[node] as number)] as number)] as number) << node;
	}
	for (let leaf = 0; leaf + 1 < start.length; leaf++) {
		const from = start[leaf] as number;
		const to = start[leaf + 1] as number;
		let pattern = 0;
		for (let j = from; j < to; j++) {
			pattern |= Number(((answers & (asked[j] as number)) ^ (wanted[j] as number)) === 0) << (j - from);
		}
		if (table[leaf] === -1) {
			const own = new Float64Array(to - from);
			shareOut(tree, leaf, pattern, own, 0);
			for (let j = from; j < to; j++) add(parts, at + (column[j] as number), own[j - from] as number);
			continue;
		}
		const place = (table[leaf] as number) + pattern * (to - from);
		if (Number.isNaN(given[place])) shareOut(tree, leaf, pattern, given, place);
		for (let j = from; j < to; j++) add(parts, at + (column[j] as number), given[place + j - from] as number);
	}
}

function add(parts: Float64Array, at: number, value: number): void {
	parts[at] = (parts[at] as number) + value;
}

/**
 * What each of the d columns of a leaf is given when those in `pattern` lead to it. `weight[k]`: sum over sets of k
 * columns of Shapley weight × Π shares of those left out (EXTEND and UNWIND of Lundberg et al., algorithm 2).
 */
function shareOut(tree: PreparedTree, leaf: number, pattern: number, into: Float64Array, at: number): void {
	const share = tree.share.subarray(tree.start[leaf], tree.start[leaf + 1]);
	const value = tree.value[leaf] as number;
	const d = share.length;
	const weight = new Float64Array(d + 1);
	weight[0] = 1;
	for (let j = 0; j < d; j++) {
		const zero = share[j] as number;
		const one = (pattern >> j) & 1;
		const length = j + 1;
		for (let k = j; k >= 0; k--) {
			weight[k + 1] = (weight[k + 1] as number) + (one * (weight[k] as number) * (k + 1)) / (length + 1);
			weight[k] = (zero * (weight[k] as number) * (length - k)) / (length + 1);
		}
	}
	for (let j = 0; j < d; j++) {
		const zero = share[j] as number;
		const one = (pattern >> j) & 1;
		let total = 0;
		if (one === 1) {
			let next = weight[d] as number;
			for (let k = d - 1; k >= 0; k--) {
				const undone = (next * (d + 1)) / (k + 1);
				total += undone;
				next = (weight[k] as number) - (undone * zero * (d - k)) / (d + 1);
			}
		} else for (let k = d - 1; k >= 0; k--) total += ((weight[k] as number) * (d + 1)) / (zero * (d - k));
		into[at + j] = total * (one - zero) * value;
	}
}

/** A question on the way to a leaf. */
interface Step {
	node: number;
	isLeft: boolean;
	share: number;
}

function prepareTree(tree: Tree): PreparedTree {
	const nodes = tree.feature.length;
	if (nodes >= MOST_LEAVES) throw new RangeError(`at most ${MOST_LEAVES} leaves can be explained, not ${nodes + 1}`);
	const left = new Uint8Array(nodes * 256);
	for (let node = 0; node < nodes; node++) left.set(goesLeft(tree, node), node * 256);
	type Lists = Record<"value" | "start" | "column" | "asked" | "wanted", number[]>;
	const list: Lists = { value: [], start: [0], column: [], asked: [], wanted: [] };
	const share: number[] = [];
	const table: number[] = [];
	let room = 0;
	for (const { leaf, path } of pathsOf(tree)) {
		const columns = [...new Set(path.map((step) => tree.feature[step.node] as number))];
		for (const column of columns) {
			const own = path.filter((step) => tree.feature[step.node] === column);
			list.column.push(column);
			list.asked.push(own.reduce((bits, step) => bits | (1 << step.node), 0));
			list.wanted.push(own.reduce((bits, step) => (step.isLeft ? bits | (1 << step.node) : bits), 0));
			share.push(own.reduce((product, step) => product * step.share, 1));
		}
		const d = columns.length;
		list.value.push(tree.value[leaf] as number);
		list.start.push(list.column.length);
		table.push(d <= WIDEST_TABLE ? room : -1);
		if (d <= WIDEST_TABLE) room += d << d;
	}
	const all = tree.cover.reduce((s, c) => s + c, 0);
	return {
		feature: Int32Array.from(tree.feature),
		left,
		value: Float64Array.from(list.value),
		start: Int32Array.from(list.start),
		column: Int32Array.from(list.column),
		asked: Int32Array.from(list.asked),
		wanted: Int32Array.from(list.wanted),
		share: Float64Array.from(share),
		given: new Float64Array(room).fill(Number.NaN),
		table: Int32Array.from(table),
		mean: tree.value.reduce((s, v, leaf) => s + (v * (tree.cover[leaf] as number)) / all, 0),
	};
}

/** Every leaf with the questions on the way to it; none for a tree of one leaf, which says the same of all rows. */
function pathsOf(tree: Tree): { leaf: number; path: Step[] }[] {
	if (tree.feature.length === 0) return [];
	const found: { leaf: number; path: Step[] }[] = [];
	const walk = (at: number, path: Step[]): void => {
		if (at < 0) {
			found.push({ leaf: ~at, path });
			return;
		}
		const here = coverOf(tree, at);
		for (const isLeft of [true, false]) {
			const child = (isLeft ? tree.left[at] : tree.right[at]) as number;
			walk(child, [...path, { node: at, isLeft, share: coverOf(tree, child) / here }]);
		}
	};
	walk(0, []);
	return found;
}

/** Training rows under a node or leaf. */
function coverOf(tree: Tree, at: number): number {
	if (at < 0) return tree.cover[~at] as number;
	return coverOf(tree, tree.left[at] as number) + coverOf(tree, tree.right[at] as number);
}
