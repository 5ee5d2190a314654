import { describe, expect, it } from "vitest";
import { foldsOf } from "./folds.ts";

describe("rows parted for judging", () => {
	const groups = Array.from({ length: 900 }, (_, k) => `deal ${k % 300}`);

	it("by record: every row is judged once, never by rows of its own record", () => {
		const { by, folds } = foldsOf(groups, null);
		expect(by).toBe("group");
		expect(folds.flatMap((f) => [...f.hold]).sort((a, b) => a - b)).toEqual([...groups.keys()]);
		for (const { train, hold } of folds) {
			const judged = new Set(Array.from(hold, (row) => groups[row]));
			expect(train.some((row) => judged.has(groups[row]))).toBe(false);
			expect(train.length + hold.length).toBe(groups.length);
		}
	});

	it("by time: always newer than what is learnt from, moments whole, records judged not learnt from", () => {
		const times = groups.map((_, k) => (k < 10 ? null : Math.floor(k / 40)));
		const { by, folds } = foldsOf(groups, times);
		expect(by).toBe("time");
		expect(folds).toHaveLength(3);
		for (const { train, hold } of folds) {
			const oldest = Math.min(...Array.from(hold, (row) => times[row] ?? -1));
			for (const row of train) expect(times[row] ?? -1).toBeLessThan(oldest);
			const judged = new Set(Array.from(hold, (row) => groups[row]));
			expect(train.some((row) => judged.has(groups[row]))).toBe(false);
		}
	});

	it("not at all where there is too little; by record where all is of one moment", () => {
		expect(foldsOf(["a"], null).folds).toEqual([]);
		expect(
			foldsOf(
				groups,
				groups.map(() => 5),
			).by,
		).toBe("group");
	});
});
