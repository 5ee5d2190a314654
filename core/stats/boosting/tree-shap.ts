import { goesLeft, MOST_LEAVES, type Tree } from "./tree.ts";

/** A tree made ready to be explained; see `explainTrees`. */
interface PreparedTree {
	feature: Int32Array;
	/** Which bins go left, 256 a node. */
	left: Uint8Array;
	leaves: PreparedLeaf[];
	/** Mean of the leaves, weighed by the training rows in them. */
	mean: number;
}

/** A leaf with the columns asked on the way to it, each once. */
interface PreparedLeaf {
	value: number;
	features: Int32Array;
	/** Nodes (as bits) where a column is asked, and the answers that lead on to this leaf. */
	asked: Int32Array;
	wanted: Int32Array;
	/** By column: the share of training rows that go on at its questions. */
	share: Float64Array;
	/** By pattern of columns that lead here: what each column is given. Filled when first needed; null when too wide. */
	table: Float64Array | null;
	isKnown: Uint8Array | null;
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
 * Shapley values of a row's columns in the margin: path-dependent TreeSHAP (Lundberg et al. 2020), exact, in the form
 * of Yang (2021, "Fast TreeSHAP v2"): a leaf's values depend only on which of its columns lead to it. Adds to `parts`,
 * by column; base + Σ parts is the margin. `row` holds the bin of each column.
 */
export function explainTrees({ trees }: PreparedTrees, row: ArrayLike<number>, parts: Float64Array): void {
	for (const { feature, left, leaves } of trees) {
		let answers = 0;
		for (let node = 0; node < feature.length; node++) {
			if (left[(node << 8) + (row[feature[node] as number] as number)] === 1) answers |= 1 << node;
		}
		for (const leaf of leaves) explainLeaf(leaf, answers, parts);
	}
}

function explainLeaf(leaf: PreparedLeaf, answers: number, parts: Float64Array): void {
	const { features, asked, wanted } = leaf;
	const d = features.length;
	let pattern = 0;
	for (let j = 0; j < d; j++) {
		if (((answers & (asked[j] as number)) ^ (wanted[j] as number)) === 0) pattern |= 1 << j;
	}
	const { table, isKnown } = leaf;
	if (table === null || isKnown === null) {
		const given = new Float64Array(d);
		shareOut(leaf, pattern, given, 0);
		for (let j = 0; j < d; j++) add(parts, features[j] as number, given[j] as number);
		return;
	}
	const at = pattern * d;
	if (isKnown[pattern] === 0) {
		shareOut(leaf, pattern, table, at);
		isKnown[pattern] = 1;
	}
	for (let j = 0; j < d; j++) add(parts, features[j] as number, table[at + j] as number);
}

function add(parts: Float64Array, at: number, value: number): void {
	parts[at] = (parts[at] as number) + value;
}

/**
 * What each of the d columns of a leaf is given when those in `pattern` lead to it. `weight[k]`: sum over sets of k
 * columns of Shapley weight × Π shares of those left out (EXTEND and UNWIND of Lundberg et al., algorithm 2).
 */
function shareOut({ share, value }: PreparedLeaf, pattern: number, into: Float64Array, at: number): void {
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

function prepareTree(tree: Tree): PreparedTree {
	const nodes = tree.feature.length;
	if (nodes >= MOST_LEAVES) throw new RangeError(`at most ${MOST_LEAVES} leaves can be explained, not ${nodes + 1}`);
	const left = new Uint8Array(nodes * 256);
	for (let node = 0; node < nodes; node++) left.set(goesLeft(tree, node), node * 256);
	const all = tree.cover.reduce((s, c) => s + c, 0);
	const leaves: PreparedLeaf[] = [];
	const walk = (at: number, path: { node: number; isLeft: boolean; share: number }[]): number => {
		if (at < 0) {
			leaves.push(prepareLeaf(tree, ~at, path));
			return 0;
		}
		const here = coverOf(tree, at);
		for (const isLeft of [true, false]) {
			const child = (isLeft ? tree.left[at] : tree.right[at]) as number;
			walk(child, [...path, { node: at, isLeft, share: coverOf(tree, child) / here }]);
		}
		return 0;
	};
	walk(nodes > 0 ? 0 : ~0, []);
	const mean = tree.value.reduce((s, v, leaf) => s + (v * (tree.cover[leaf] as number)) / all, 0);
	return { feature: Int32Array.from(tree.feature), left, leaves: leaves.filter((l) => l.features.length > 0), mean };
}

function prepareLeaf(tree: Tree, leaf: number, path: { node: number; isLeft: boolean; share: number }[]): PreparedLeaf {
	const features = [...new Set(path.map((p) => tree.feature[p.node] as number))];
	const d = features.length;
	const prepared: PreparedLeaf = {
		value: tree.value[leaf] as number,
		features: Int32Array.from(features),
		asked: new Int32Array(d),
		wanted: new Int32Array(d),
		share: new Float64Array(d).fill(1),
		table: d <= WIDEST_TABLE ? new Float64Array(d << d) : null,
		isKnown: d <= WIDEST_TABLE ? new Uint8Array(1 << d) : null,
	};
	for (const { node, isLeft, share } of path) {
		const j = features.indexOf(tree.feature[node] as number);
		prepared.asked[j] = (prepared.asked[j] as number) | (1 << node);
		if (isLeft) prepared.wanted[j] = (prepared.wanted[j] as number) | (1 << node);
		prepared.share[j] = (prepared.share[j] as number) * share;
	}
	return prepared;
}

/** Training rows under a node or leaf. */
function coverOf(tree: Tree, at: number): number {
	if (at < 0) return tree.cover[~at] as number;
	return coverOf(tree, tree.left[at] as number) + coverOf(tree, tree.right[at] as number);
}
