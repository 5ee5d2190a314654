import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nominalScores, scoreOf, weightedQuantile, worth } from "./conformal.ts";

describe("conformal scores", () => {
	it("an outcome at the edge of its range scores one, on either side", () => {
		expect(scoreOf({ forecast: 10, actual: 14, low: 8, high: 14 })).toBe(1);
		expect(scoreOf({ forecast: 10, actual: 9, low: 8, high: 14 })).toBe(0.5);
		expect(scoreOf({ forecast: 10, actual: 10, low: 10, high: 10 })).toBe(0);
		expect(scoreOf({ forecast: 10, actual: 11, low: 10, high: 10 })).toBeNull();
		expect(scoreOf({ forecast: 10, actual: 11 })).toBeNull();
	});

	it("ranges that hold as they should are not corrected", () => {
		expect(weightedQuantile(nominalScores(3), 0.8)).toBeCloseTo(1, 1);
	});

	it("a quantile lies among the scores, and weight moves it", () => {
		const score = fc.record({
			value: fc.double({ min: 0, max: 9, noNaN: true }),
			weight: fc.double({ min: 0.01, max: 5, noNaN: true }),
		});
		fc.assert(
			fc.property(fc.array(score, { minLength: 1, maxLength: 30 }), (scores) => {
				const values = scores.map((s) => s.value);
				const q = weightedQuantile(scores, 0.8) ?? Number.NaN;
				expect(q).toBeGreaterThanOrEqual(Math.min(...values) - 1e-12);
				expect(q).toBeLessThanOrEqual(Math.max(...values) + 1e-12);
				expect(worth(scores, 4).reduce((s, x) => s + x.weight, 0)).toBeCloseTo(4, 9);
			}),
		);
		expect(weightedQuantile([], 0.8)).toBeNull();
		expect(
			weightedQuantile(
				[
					{ value: 1, weight: 1 },
					{ value: 5, weight: 100 },
				],
				0.8,
			),
		).toBeGreaterThan(3);
	});
});
