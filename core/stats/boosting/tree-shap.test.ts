import { describe, expect, it } from "vitest";
import { forkRandom } from "../random.ts";
import type { BinnedColumn } from "./binned-columns.ts";
import { forestMargin, plantForest } from "./forest.ts";
import { allRows, categoryColumn, drawn, numberColumn, rowOf } from "./test-columns.ts";
import { boostingRules, trainBoosting } from "./train-boosting.ts";
import { goesLeft, type Tree } from "./tree.ts";
import { explainTrees, prepareTrees } from "./tree-shap.ts";

const N = 1500;

function example(columnCount: number, changes = {}) {
	const random = forkRandom(1, `example ${columnCount}`);
	const columns: BinnedColumn[] = Array.from({ length: columnCount }, (_, f) =>
		f % 3 === 2
			? categoryColumn(Array.from({ length: N }, () => Math.floor(random() * 7)))
			: numberColumn(Array.from({ length: N }, () => (random() < 0.1 ? Number.NaN : random()))),
	);
	const margins = Array.from({ length: N }, (_, k) =>
		columns.reduce(
			(s, c, f) => s + Math.sin((c.bins[k] ?? 0) * (f + 1)) * ((columns[0]?.bins[k] ?? 0) > 90 ? 1 : -1),
			0,
		),
	);
	const happened = drawn(margins, random);
	const model = trainBoosting(
		{ columns, happened, train: allRows(N), holdOut: new Int32Array() },
		boostingRules({ rounds: 25, minRows: 5, ...changes }),
	);
	return { columns, model };
}

/** What a tree is expected to answer when only the columns in the set are known (bits by column). */
function expectation(tree: Tree, row: Uint8Array, known: number): number {
	const cover = (at: number): number =>
		at < 0 ? (tree.cover[~at] ?? 0) : cover(tree.left[at] ?? 0) + cover(tree.right[at] ?? 0);
	const walk = (at: number): number => {
		if (at < 0) return tree.value[~at] ?? 0;
		const [left = 0, right = 0, f = 0] = [tree.left[at], tree.right[at], tree.feature[at]];
		if ((known >> f) & 1) return walk(goesLeft(tree, at)[row[f] ?? 0] === 1 ? left : right);
		return (walk(left) * cover(left) + walk(right) * cover(right)) / cover(at);
	};
	return walk(tree.feature.length > 0 ? 0 : ~0);
}

/** Shapley's own sum over all sets of the other columns. */
function bruteForce(trees: Tree[], row: Uint8Array, columns: number): number[] {
	const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
	const worth = Array.from({ length: 2 ** columns }, (_, set) =>
		trees.reduce((s, tree) => s + expectation(tree, row, set), 0),
	);
	return Array.from({ length: columns }, (_, f) => {
		let sum = 0;
		for (let set = 0; set < 2 ** columns; set++) {
			if ((set >> f) & 1) continue;
			const size = [...set.toString(2)].filter((b) => b === "1").length;
			const weight = (factorial(size) * factorial(columns - size - 1)) / factorial(columns);
			sum += weight * ((worth[set | (1 << f)] ?? 0) - (worth[set] ?? 0));
		}
		return sum;
	});
}

describe("explained trees", () => {
	it("give each column its Shapley value, as the sum over all sets has it", () => {
		for (const width of [1, 3, 9]) {
			// Deep trees over nine columns also go the way without a table.
			const { columns, model } = example(width, { depth: 14, rounds: 6 });
			const prepared = prepareTrees(model.base, model.trees);
			for (const k of [0, 1, 77]) {
				const row = rowOf(columns, k);
				const parts = new Float64Array(width);
				explainTrees(prepared, row, row.length, parts);
				const expected = bruteForce(model.trees, row, width);
				for (const [f, value] of expected.entries()) expect(parts[f]).toBeCloseTo(value, 10);
			}
		}
	});

	it("add up to the margin to 1e-9", () => {
		const { columns, model } = example(12);
		const prepared = prepareTrees(model.base, model.trees);
		const forest = plantForest(model.trees);
		for (let k = 0; k < N; k++) {
			const row = rowOf(columns, k);
			const parts = new Float64Array(12);
			explainTrees(prepared, row, row.length, parts);
			const sum = parts.reduce((s, p) => s + p, prepared.base);
			expect(Math.abs(sum - model.base - forestMargin(forest, row))).toBeLessThan(1e-9);
		}
	});

	it("are the same for many rows at once", () => {
		const { columns, model } = example(4);
		const prepared = prepareTrees(model.base, model.trees);
		const rows = Array.from({ length: 20 }, (_, k) => rowOf(columns, k));
		const together = new Float64Array(80);
		explainTrees(prepared, Uint8Array.from(rows.flatMap((row) => [...row])), 4, together);
		const alone = rows.flatMap((row) => {
			const parts = new Float64Array(4);
			explainTrees(prepared, row, 4, parts);
			return [...parts];
		});
		expect([...together]).toEqual(alone);
	});

	it("give nothing to a column that no tree asks, and refuse a tree too large", () => {
		const { model } = example(3);
		const prepared = prepareTrees(model.base, model.trees);
		const parts = new Float64Array(5);
		explainTrees(prepared, Uint8Array.of(1, 1, 1, 1, 1), 5, parts);
		expect([parts[3], parts[4]]).toEqual([0, 0]);
		const chain = Array.from({ length: 40 }, (_, k) => k);
		const tree: Tree = {
			feature: chain.map(() => 0),
			threshold: chain.map(() => 1),
			missingLeft: chain.map(() => true),
			levels: chain.map(() => null),
			left: chain.map((k) => ~k),
			right: chain.map((k) => (k === 39 ? ~40 : k + 1)),
			value: [...chain, 40],
			cover: [...chain, 40],
		};
		expect(() => prepareTrees(0, [tree])).toThrow("at most 32");
	});
});
