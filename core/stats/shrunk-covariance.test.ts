import { describe, expect, it } from "vitest";
import { normal, seededRandom } from "./random.ts";
import { shrunkCovariance } from "./shrunk-covariance.ts";

const random = seededRandom(7);
const noise = (n: number): Float64Array => Float64Array.from({ length: n }, () => normal(random));

describe("shrunkCovariance", () => {
	it("keeps variances and sees through chance correlations of unrelated errors", () => {
		const rows = Array.from({ length: 8 }, () => noise(30).map((v) => 3 * v));
		const { matrix, shrinkage } = shrunkCovariance(rows);
		expect(shrinkage).toBeGreaterThan(0.6);
		rows.forEach((row, i) => {
			expect(matrix[i * 8 + i]).toBeCloseTo(row.reduce((s, v) => s + v * v, 0) / 30, 9);
		});
	});

	it("keeps a correlation that is there, and is symmetric", () => {
		const shared = noise(60);
		const rows = Array.from({ length: 4 }, () => noise(60).map((v, t) => 0.3 * v + (shared[t] ?? 0)));
		const { matrix, shrinkage } = shrunkCovariance(rows);
		expect(shrinkage).toBeLessThan(0.1);
		expect(matrix[1]).toBe(matrix[4]);
		expect(matrix[1]).toBeGreaterThan(0.5);
	});

	it("has nothing but the diagonal to say about one observation or an error that never was", () => {
		const { matrix, shrinkage } = shrunkCovariance([Float64Array.of(2), Float64Array.of(3)]);
		expect(shrinkage).toBe(1);
		expect([...matrix]).toEqual([4, 0, 0, 9]);
		expect([...shrunkCovariance([new Float64Array(5), noise(5)]).matrix].slice(0, 3)).toEqual([0, 0, 0]);
	});
});
