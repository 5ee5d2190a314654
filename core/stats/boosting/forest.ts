import { goesLeft, type Tree } from "./tree.ts";

/** Trees laid out for scoring: one flat list of nodes, which bins go left as 256 bits a node. */
export interface Forest {
	/** Of each tree: its first node, or ~leaf when it has none. */
	root: Int32Array;
	feature: Int32Array;
	left: Int32Array;
	right: Int32Array;
	bits: Uint32Array;
	value: Float64Array;
}

/** Lays trees out. */
export function plantForest(trees: Tree[]): Forest {
	const nodes = trees.reduce((s, t) => s + t.feature.length, 0);
	const leaves = trees.reduce((s, t) => s + t.value.length, 0);
	const forest: Forest = {
		root: new Int32Array(trees.length),
		feature: new Int32Array(nodes),
		left: new Int32Array(nodes),
		right: new Int32Array(nodes),
		bits: new Uint32Array(nodes * 8),
		value: new Float64Array(leaves),
	};
	let node = 0;
	let leaf = 0;
	for (const [t, tree] of trees.entries()) {
		forest.root[t] = tree.feature.length > 0 ? node : ~leaf;
		const place = (child: number): number => (child >= 0 ? child + node : ~(~child + leaf));
		for (let k = 0; k < tree.feature.length; k++) {
			forest.feature[node + k] = tree.feature[k] ?? 0;
			forest.left[node + k] = place(tree.left[k] ?? 0);
			forest.right[node + k] = place(tree.right[k] ?? 0);
			for (const [bin, isLeft] of goesLeft(tree, k).entries()) {
				const word = (node + k) * 8 + (bin >> 5);
				if (isLeft) forest.bits[word] = (forest.bits[word] as number) | (1 << (bin & 31));
			}
		}
		forest.value.set(tree.value, leaf);
		node += tree.feature.length;
		leaf += tree.value.length;
	}
	return forest;
}

/** Sum of the leaves that a row reaches; `row` holds its bin of each column. */
export function forestMargin(forest: Forest, row: ArrayLike<number>): number {
	const { root, feature, left, right, bits, value } = forest;
	let sum = 0;
	for (let t = 0; t < root.length; t++) {
		let node = root[t] as number;
		while (node >= 0) {
			const bin = row[feature[node] as number] as number;
			const isLeft = ((bits[node * 8 + (bin >> 5)] as number) >>> (bin & 31)) & 1;
			node = (isLeft === 1 ? left[node] : right[node]) as number;
		}
		sum += value[~node] as number;
	}
	return sum;
}
