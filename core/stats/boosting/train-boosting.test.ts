import { describe, expect, it } from "vitest";
import { auc } from "../calibration.ts";
import { forkRandom } from "../random.ts";
import { type BinnedColumn, binEdges, binOf } from "./binned-columns.ts";
import { forestMargin, plantForest } from "./forest.ts";
import { allRows, categoryColumn, drawn, numberColumn, rowOf } from "./test-columns.ts";
import { boostingRules, trainBoosting } from "./train-boosting.ts";

const N = 4000;
const none = new Int32Array();
const uniform = (name: string, n = N): number[] => {
	const random = forkRandom(1, name);
	return Array.from({ length: n }, () => random());
};
const marginsOf = (columns: BinnedColumn[], happened: Uint8Array, changes = {}): number[] => {
	const rules = boostingRules({ rounds: 60, ...changes });
	const model = trainBoosting({ columns, happened, train: allRows(happened.length), holdOut: none }, rules);
	const forest = plantForest(model.trees);
	return Array.from({ length: happened.length }, (_, k) => model.base + forestMargin(forest, rowOf(columns, k)));
};

describe("bins of a number", () => {
	it("keep few distinct values apart, and many in bins of about equal count", () => {
		expect([...binEdges(Float64Array.from([3, 1, 2, 2, Number.NaN]))]).toEqual([1.5, 2.5]);
		const edges = binEdges(Float64Array.from([...new Array<number>(900).fill(0), ...uniform("bins", 5000)]));
		expect(edges.length).toBeLessThanOrEqual(253);
		expect(edges.length).toBeGreaterThan(200);
		expect(binOf(edges, 0)).toBe(1);
		expect(binOf(edges, 5)).toBe(edges.length + 1);
		expect(binOf(edges, Number.NaN)).toBe(0);
	});
});

describe("boosted trees", () => {
	it("find what no single column tells", () => {
		const a = uniform("a");
		const b = uniform("b");
		const happened = drawn(
			a.map((v, k) => (v > 0.5 !== (b[k] ?? 0) > 0.5 ? 2 : -2)),
			forkRandom(2, "y"),
		);
		const margins = marginsOf([numberColumn(a), numberColumn(b)], happened);
		const rows = margins.map((m, k) => ({ probability: m, happened: happened[k] === 1 }));
		expect(auc(rows)).toBeGreaterThan(0.85);
	});

	it("learn where missing values belong", () => {
		const gaps = uniform("gaps");
		const values = uniform("v").map((v, k) => ((gaps[k] ?? 0) < 0.3 ? Number.NaN : v));
		const happened = drawn(
			values.map((v) => (Number.isNaN(v) || v > 0.8 ? 2 : -2)),
			forkRandom(3, "y"),
		);
		const margins = marginsOf([numberColumn(values)], happened);
		const at = values.findIndex((v) => Number.isNaN(v));
		expect(margins[at]).toBeGreaterThan(1);
		expect(margins[values.findIndex((v) => v < 0.7)]).toBeLessThan(-1);
	});

	it("keep to the direction they were told", () => {
		const values = uniform("v");
		const other = uniform("w");
		const happened = drawn(
			values.map((v, k) => 2 * Math.sin(9 * v) + (other[k] ?? 0)),
			forkRandom(4, "y"),
		);
		for (const direction of [1, -1] as const) {
			const columns = [numberColumn(values, direction), numberColumn(other)];
			const rules = boostingRules({ rounds: 80 });
			const model = trainBoosting({ columns, happened, train: allRows(N), holdOut: none }, rules);
			const forest = plantForest(model.trees);
			for (let fixed = 1; fixed < 250; fixed += 60) {
				const line = Array.from({ length: 250 }, (_, bin) => forestMargin(forest, [bin + 1, fixed]) * direction);
				for (let k = 1; k < line.length; k++) {
					expect(line[k] ?? 0).toBeGreaterThanOrEqual((line[k - 1] ?? 0) - 1e-12);
				}
			}
		}
	});

	it("part the levels of a category by what they do, and leave rare ones where they were", () => {
		const random = forkRandom(5, "levels");
		const levels = Array.from({ length: N }, (_, k) => (k < 2 ? 41 : 1 + Math.floor(random() * 40)));
		const happened = drawn(
			levels.map((l) => (l % 2 === 0 ? 2 : -2)),
			forkRandom(6, "y"),
		);
		happened[0] = 1;
		happened[1] = 1;
		const margins = marginsOf([categoryColumn(levels)], happened);
		expect(margins[levels.indexOf(4)]).toBeGreaterThan(1);
		expect(margins[levels.indexOf(7)]).toBeLessThan(-1);
		expect(margins[0]).toBeLessThan(2.5);
	});

	it("are the same whatever levels are called, and each time", () => {
		const random = forkRandom(7, "levels");
		const levels = Array.from({ length: N }, () => 1 + Math.floor(random() * 12));
		const happened = drawn(
			levels.map((l) => (l % 3) - 1),
			forkRandom(8, "y"),
		);
		const renamed = levels.map((l) => (l * 5) % 13 || 13);
		const first = marginsOf([categoryColumn(levels), numberColumn(uniform("v"))], happened);
		expect(marginsOf([categoryColumn(levels), numberColumn(uniform("v"))], happened)).toEqual(first);
		const other = marginsOf([categoryColumn(renamed), numberColumn(uniform("v"))], happened);
		for (const [k, m] of other.entries()) expect(m).toBeCloseTo(first[k] ?? 0, 9);
	});

	it("stop where held-out rows are foretold best, which on noise is at once", () => {
		const happened = drawn(
			uniform("n").map(() => 0),
			forkRandom(9, "y"),
		);
		const rows = allRows(N);
		const model = trainBoosting(
			{ columns: [numberColumn(uniform("x"))], happened, train: rows.slice(0, 3000), holdOut: rows.slice(3000) },
			boostingRules({ patience: 10 }),
		);
		expect(model.trees.length).toBeLessThan(8);
		expect(model.loss.length).toBeLessThan(40);
	});

	it("learn nothing from one kind of ending, and refuse no rows or too many leaves", () => {
		const columns = [numberColumn(uniform("x"))];
		const all = new Uint8Array(N).fill(1);
		expect(Math.min(...marginsOf(columns, all))).toBeGreaterThan(8);
		const data = { columns, happened: all, train: none, holdOut: none };
		expect(() => trainBoosting(data, boostingRules())).toThrow("no rows");
		expect(() => trainBoosting(data, boostingRules({ leaves: 33 }))).toThrow("32 leaves");
	});
});
