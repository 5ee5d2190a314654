import { describe, expect, it } from "vitest";
import { chiSquareTail } from "./chi-square.ts";

describe("the tail of chi-square", () => {
	it("is as in the tables", () => {
		expect(chiSquareTail(3.841458820694124, 1)).toBeCloseTo(0.05, 10);
		expect(chiSquareTail(18.307038053275146, 10)).toBeCloseTo(0.05, 10);
		expect(chiSquareTail(124.34211340400407, 100)).toBeCloseTo(0.05, 9);
		expect(chiSquareTail(2.705543454095404, 1)).toBeCloseTo(0.1, 10);
	});

	it("is 1 for nothing, and nothing for very much", () => {
		expect(chiSquareTail(0, 4)).toBe(1);
		expect(chiSquareTail(5, 0)).toBe(1);
		expect(chiSquareTail(2000, 3)).toBeLessThan(1e-200);
	});
});
