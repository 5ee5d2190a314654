import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minimise } from "./nelder-mead.ts";

describe("minimise", () => {
	it("finds the bottom of a curved valley", () => {
		const valley = (x: Float64Array): number => (1 - (x[0] ?? 0)) ** 2 + 100 * ((x[1] ?? 0) - (x[0] ?? 0) ** 2) ** 2;
		const { at, value } = minimise(valley, [-1.2, 1], [-5, -5], [5, 5], { most: 2000, tolerance: 1e-14 });
		expect(value).toBeLessThan(1e-8);
		expect(at[0]).toBeCloseTo(1, 3);
		expect(at[1]).toBeCloseTo(1, 3);
	});

	it("stops at the wall when the bottom lies behind it", () => {
		const { at } = minimise((x) => ((x[0] ?? 0) - 9) ** 2, [0], [-1], [2]);
		expect(at[0]).toBeCloseTo(2, 6);
	});

	it("never leaves the box, never ends above its start, and takes no number for infinite", () => {
		fc.assert(
			fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }), (start) => {
				const low = start.map(() => -1);
				const high = start.map(() => 1);
				const f = (x: Float64Array): number => {
					for (const v of x) expect(Math.abs(v)).toBeLessThanOrEqual(1);
					return (x[0] ?? 0) > 0.9 ? Number.NaN : x.reduce((s, v, k) => s + (v - 0.3 * k) ** 2, 0);
				};
				const first = f(Float64Array.from(start));
				const { value } = minimise(f, start, low, high);
				expect(value).toBeLessThanOrEqual(Number.isNaN(first) ? Number.POSITIVE_INFINITY : first);
			}),
			{ numRuns: 50 },
		);
	});
});
