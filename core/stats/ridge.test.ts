import { describe, expect, it } from "vitest";
import { normal, seededRandom } from "./random.ts";
import { fitRidge } from "./ridge.ts";

describe("ridge regression", () => {
	const random = seededRandom(4);
	const rows = Array.from({ length: 400 }, () => [normal(random), 5 + 2 * normal(random), 7]);
	const y = rows.map(([a = 0, b = 0]) => 3 + 2 * a - b);

	it("finds a line that is there, and leaves a column that never moves out of it", () => {
		const line = fitRidge(rows, y, 1e-6);
		// Rows beyond three deviations are drawn in, so not to the last digit.
		expect(Math.abs(line([1, 4, 7]) - 1)).toBeLessThan(0.02);
		expect(line([1, 4, 1000])).toBe(line([1, 4, 7]));
	});

	it("pulls slopes towards 0 the more, the less was seen, and never the mean", () => {
		const mean = y.reduce((sum, v) => sum + v, 0) / y.length;
		const rise = (pull: number, weight?: number) => {
			const line = fitRidge(rows, y, pull, weight);
			return line([1, 5, 7]) - line([0, 5, 7]);
		};
		expect(rise(400)).toBeGreaterThan(0.8);
		expect(rise(400)).toBeLessThan(1.2);
		expect(rise(400, 0.1)).toBeLessThan(0.3);
		expect(fitRidge(rows, y, 1e12)([2, 9, 7])).toBeCloseTo(mean, 6);
	});

	it("is not carried on far beyond what was seen", () => {
		const line = fitRidge(rows, y, 1);
		expect(line([1000, 5, 7])).toBe(line([100, 5, 7]));
	});

	it("says the mean when nothing but that is known", () => {
		expect(fitRidge([[1]], [5], 1)([9])).toBe(5);
		expect(fitRidge([], [], 1)([9])).toBe(0);
	});
});
