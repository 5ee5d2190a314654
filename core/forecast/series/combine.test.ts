import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combine, memberWeights, poolErrors, relativeErrors } from "./combine.ts";

describe("combine", () => {
	it("is the mean of the middle half, and one runaway moves it no further than its neighbours", () => {
		const weights = new Float64Array(5).fill(0.2);
		const means = [1, 2, 3, 4, 1e9].map((v) => Float64Array.of(v));
		expect(combine(means, weights)[0]).toBeCloseTo(3, 12);
		expect(
			combine(
				[0, 4].map((v) => Float64Array.of(v)),
				Float64Array.of(0.5, 0.5),
			)[0],
		).toBeCloseTo(2, 12);
	});

	it("lies between the least and the largest member, and goes where all weight is", () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 0.01, max: 1, noNaN: true })),
					{
						minLength: 1,
						maxLength: 6,
					},
				),
				(members) => {
					const total = members.reduce((s, [, w]) => s + w, 0);
					const weights = Float64Array.from(members, ([, w]) => w / total);
					const means = members.map(([v]) => Float64Array.of(v));
					const value = combine(means, weights)[0] ?? Number.NaN;
					const values = members.map(([v]) => v);
					expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9 * Math.abs(Math.min(...values)));
					expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-9 * Math.abs(Math.max(...values)));
				},
			),
		);
		expect(
			combine(
				[1, 5, 9].map((v) => Float64Array.of(v)),
				Float64Array.of(0, 0, 1),
			)[0],
		).toBe(9);
	});
});

describe("weights", () => {
	it("sum to 1, are equal without a past, and favour who was right", () => {
		const nothing = memberWeights([], poolErrors([], 3));
		for (const w of nothing) expect(w).toBeCloseTo(1 / 3, 12);
		const errors = relativeErrors([Float64Array.of(11), Float64Array.of(14), Float64Array.of(9)], [10]);
		if (!errors) throw new Error("no errors");
		const weights = memberWeights([errors], poolErrors([errors], 3));
		expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
		expect(weights[0]).toBeCloseTo(weights[2] ?? 0, 12);
		expect(weights[0]).toBeGreaterThan(weights[1] ?? 1);
		// One origin is little evidence: equality is not left far behind.
		expect(weights[0]).toBeLessThan(0.6);
	});

	it("learn nothing from an origin where all were exact", () => {
		expect(relativeErrors([Float64Array.of(5), Float64Array.of(5)], [5])).toBeNull();
	});
});
