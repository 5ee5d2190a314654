/**
 * One tree of a boosted model: plain JSON. Node k asks whether the row's bin of column `feature[k]` goes left; `left`
 * and `right` are nodes when ≥ 0, else leaf ~x. A tree of one leaf has no nodes.
 */
export interface Tree {
	feature: number[];
	/** Numbers: bins 1…threshold go left. Categories: −1, see `levels`. */
	threshold: number[];
	/** Whether bin 0 goes left; numbers only. */
	missingLeft: boolean[];
	/** Categories: the bins that go left; numbers: null. */
	levels: (number[] | null)[];
	left: number[];
	right: number[];
	/** By leaf: added to the margin (log-odds). */
	value: number[];
	/** By leaf: how many training rows ended there. */
	cover: number[];
}

/** Most leaves of a tree: the answers to its questions then fit in the bits of one number (`tree-shap.ts`). */
export const MOST_LEAVES = 32;

/** Which bins go left at a node. */
export function goesLeft(tree: Tree, node: number): Uint8Array {
	const left = new Uint8Array(256);
	const levels = tree.levels[node];
	if (levels) for (const level of levels) left[level] = 1;
	else {
		left.fill(1, 1, (tree.threshold[node] ?? 0) + 1);
		left[0] = tree.missingLeft[node] ? 1 : 0;
	}
	return left;
}
