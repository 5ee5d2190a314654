import { describe, expect, it } from "vitest";
import type { Outcome } from "./forecast-error.ts";
import { coverage, mape, relativeBias, wape } from "./forecast-error.ts";

describe("forecast errors", () => {
	const two: Outcome[] = [
		{ forecast: 110, actual: 100, low: 100, high: 120 },
		{ forecast: 250, actual: 300, low: 240, high: 260 },
	];

	it("known values", () => {
		expect(wape(two)).toBeCloseTo(60 / 400, 12);
		expect(relativeBias(two)).toBeCloseTo(-40 / 400, 12);
		expect(mape(two)).toBeCloseTo((0.1 + 50 / 300) / 2, 12);
		expect(coverage(two)).toBe(0.5);
	});

	it("where nothing came there is no ratio", () => {
		const nothing = [{ forecast: 5, actual: 0 }];
		expect([wape(nothing), relativeBias(nothing), mape(nothing), coverage(nothing)]).toEqual([null, null, null, null]);
	});
});
