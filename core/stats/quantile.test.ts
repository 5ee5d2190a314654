import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantile } from "./quantile.ts";

describe("a quantile", () => {
	it("of nothing is nothing", () => expect(quantile([], 0.5)).toBeNull());

	it("of one number is that number", () => expect(quantile([7], 0.9)).toBe(7));

	it("lies between its neighbours in a straight line", () => {
		expect(quantile([40, 10, 30, 20], 0.5)).toBe(25);
		expect(quantile([10, 20], 0.25)).toBe(12.5);
	});

	it("never leaves the numbers and never falls as q grows", () => {
		const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });
		fc.assert(
			fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
				const low = quantile(values, q / 2) ?? Number.NaN;
				const high = quantile(values, q) ?? Number.NaN;
				expect(low).toBeLessThanOrEqual(high + 1e-6);
				expect(high).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
				expect(low).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
			}),
		);
	});
});
