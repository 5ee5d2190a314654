import { expect, test } from "vitest";
import { meanOfWays, weighWays } from "./mean-of-ways.ts";
import { buildHierarchy } from "./structure.ts";

test("ways weigh by how little they missed, alike where none did", () => {
	const ways = weighWays([
		{ method: "mintShrink", error: 0.9 },
		{ method: "bottomUp", error: 1 },
		{ method: "topDownHistorical", error: 2 },
	]);
	const [best, next, last] = ways.map((w) => w.weight);
	expect(ways.reduce((sum, w) => sum + w.weight, 0)).toBeCloseTo(1, 12);
	expect((best ?? 0) / (next ?? 1)).toBeCloseTo((1 / 0.9) ** 8, 9);
	expect(last).toBeLessThan(0.01);
	const exact = weighWays([
		{ method: "ols", error: 0 },
		{ method: "bottomUp", error: 0 },
	]);
	expect(exact.map((w) => w.weight)).toEqual([0.5, 0.5]);
});

test("the mean of forecasts that add up adds up to the last digit", () => {
	const structure = buildHierarchy(["Team"], [["a"], ["b"], ["c"]]);
	const way = (...bottoms: number[]) => [bottoms.reduce((a, b) => a + b, 0), ...bottoms].map((v) => Float64Array.of(v));
	const [total, a, b, c] = meanOfWays(
		structure,
		[way(0.1, 0.2, 0.3), way(7, 11, 13)],
		[
			{ method: "ols", weight: 0.25 },
			{ method: "bottomUp", weight: 0.25 },
		],
	);
	expect(a?.[0]).toBeCloseTo(3.55, 12);
	expect(total?.[0]).toBe((a?.[0] ?? 0) + (b?.[0] ?? 0) + (c?.[0] ?? 0));
});
