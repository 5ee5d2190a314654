import { describe, expect, it } from "vitest";
import { readHistory } from "./history.ts";

describe("readHistory", () => {
	it("fills gaps along a line, or from a season before and after", () => {
		expect([...(readHistory({ period: 1, h: 1, x: [1, null, null, 4] })?.values ?? [])]).toEqual([1, 2, 3, 4]);
		const seasonal = readHistory({ period: 2, h: 1, x: [10, 1, 12, null, 14, 3] });
		expect([...(seasonal?.values ?? [])]).toEqual([10, 1, 12, 2, 14, 3]);
		expect(seasonal?.filled).toBe(1);
	});

	it("drops what is unknown before the first value and counts what is unknown at the end", () => {
		expect(readHistory({ period: 1, h: 1, x: [null, Number.NaN, 5, 6, Number.POSITIVE_INFINITY, null] })).toEqual({
			values: Float64Array.of(5, 6),
			filled: 0,
			behind: 2,
		});
	});

	it("is null when nothing is known", () => {
		expect(readHistory({ period: 12, h: 1, x: [] })).toBeNull();
		expect(readHistory({ period: 12, h: 1, x: [null, Number.NaN] })).toBeNull();
	});
});
