import { describe, expect, it } from "vitest";
import { normal, seededRandom } from "../../stats/random.ts";
import { forecastHierarchy } from "./forecast-hierarchy.ts";

/** Quarterly sales of reps in teams, with a shared season and swings shared within a team. */
function company(quarters: number): { rows: string[][]; bottoms: Float64Array[] } {
	const random = seededRandom(5);
	const rows: string[][] = [];
	const bottoms: Float64Array[] = [];
	for (const team of ["north", "south", "west"]) {
		const swing = Array.from({ length: quarters }, () => 4 * normal(random));
		for (let k = 0; k < 4; k++) {
			rows.push([team, `${team}-${k}`]);
			bottoms.push(
				Float64Array.from({ length: quarters }, (_, t) =>
					Math.max(0, 40 + 10 * k + t + ([8, -3, -9, 4][t % 4] ?? 0) + (swing[t] ?? 0) + 6 * normal(random)),
				),
			);
		}
	}
	return { rows, bottoms };
}

describe("forecastHierarchy", () => {
	it("adds up, holds each mean in its range, and weighs ways by how little they missed at past origins", () => {
		const { rows, bottoms } = company(40);
		const forecast = forecastHierarchy({ columns: ["Team", "Rep"], rows, bottoms, period: 4, h: 4 });
		const { structure, means, ranges, ranking, ways } = forecast;
		expect(structure.nodes).toHaveLength(16);
		expect(forecast.origins).toBeGreaterThanOrEqual(4);
		expect(ways.map((w) => w.method)).toEqual(ranking.map((r) => r.method));
		for (const { weight } of ways) expect(weight).toBeLessThanOrEqual(ways[0]?.weight ?? 0);
		expect(ranking).toHaveLength(7);
		for (const { error } of ranking) expect(error).toBeGreaterThanOrEqual(ranking[0]?.error ?? 0);
		structure.nodes.forEach((node, i) => {
			means[i]?.forEach((v, k) => {
				const sum = [...node.bottoms].reduce((s, b) => s + (means[4 + b]?.[k] ?? 0), 0);
				expect(Math.abs(v - sum)).toBeLessThan(1e-6);
				expect(ranges[i]?.low[k]).toBeLessThanOrEqual(v);
				expect(ranges[i]?.high[k]).toBeGreaterThanOrEqual(v);
				expect(ranges[i]?.low[k]).toBeGreaterThanOrEqual(0);
			});
		});
		const width = (i: number): number => (ranges[i]?.high[0] ?? 0) - (ranges[i]?.low[0] ?? 0);
		// Swings of twelve reps partly cancel.
		expect(width(0)).toBeLessThan([4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].reduce((s, i) => s + width(i), 0));
	});

	it("has an answer for a history too short to look back, for zeros and for a single node", () => {
		for (const quarters of [1, 2, 3, 5]) {
			const { rows, bottoms } = company(quarters);
			const forecast = forecastHierarchy({ columns: ["Team", "Rep"], rows, bottoms, period: 4, h: 2 });
			for (const mean of forecast.means) for (const v of mean) expect(Number.isFinite(v)).toBe(true);
			for (const { low, high } of forecast.ranges) {
				for (const v of [...low, ...high]) expect(Number.isFinite(v)).toBe(true);
			}
		}
		const zeros = forecastHierarchy({
			columns: ["Team"],
			rows: [["a"], ["b"]],
			bottoms: [new Float64Array(20), new Float64Array(20)],
			period: 4,
			h: 2,
		});
		for (const mean of zeros.means) expect([...mean]).toEqual([0, 0]);
		const single = forecastHierarchy({
			columns: ["Team"],
			rows: [["a"]],
			bottoms: [Float64Array.from({ length: 20 }, (_, t) => t % 4)],
			period: 4,
			h: 2,
		});
		expect(single.means[0]?.[0]).toBeCloseTo(single.means[1]?.[0] ?? 0, 9);
	});
});
