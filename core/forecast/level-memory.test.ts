import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normal, seededRandom } from "../stats/random.ts";
import { dayWeights, MEMORIES, weighMemories } from "./level-memory.ts";

const series = (days: number, level: (day: number) => number, noise: number): Float64Array => {
	const random = seededRandom(3);
	return Float64Array.from({ length: days }, (_, day) => Math.max(0, level(day) + noise * normal(random)));
};
const trusted = (x: Float64Array): number => {
	const { weights } = weighMemories(x, 28);
	return weights.indexOf(Math.max(...weights));
};

describe("how far back a level looks", () => {
	it("a steady series is trusted over long, a moving one over short", () => {
		expect(MEMORIES[trusted(series(500, () => 10, 4))]).toBeGreaterThanOrEqual(112);
		expect(MEMORIES[trusted(series(500, (day) => 10 + 8 * Math.sin(day / 40), 1))]).toBeLessThanOrEqual(28);
	});

	it("weights of memories and of days sum to one, whatever the series", () => {
		const any = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 300 });
		fc.assert(
			fc.property(any, fc.integer({ min: 1, max: 400 }), (values, ahead) => {
				const choice = weighMemories(Float64Array.from(values), ahead);
				expect(choice.weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
				expect(dayWeights(choice, values.length).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
				expect(choice.days).toBeGreaterThan(0);
				expect(choice.days).toBeLessThanOrEqual(values.length + 1e-9);
				expect(choice.windows).toBeGreaterThanOrEqual(0);
			}),
		);
	});

	it("without a past to compare in, all memories count alike", () => {
		const { weights, relativeError } = weighMemories(new Float64Array([1, 2, 3]), 28);
		expect(new Set(weights).size).toBe(1);
		expect(relativeError).toBeNull();
	});

	it("a series without any error at the best memory stays finite", () => {
		const { weights } = weighMemories(new Float64Array(200).fill(5), 28);
		for (const weight of weights) expect(Number.isFinite(weight)).toBe(true);
	});
});
