import { describe, expect, it } from "vitest";
import { scaledError, seasonalNaiveError, seasonalNaiveRms, smape } from "./series-error.ts";

describe("errors of series", () => {
	it("sMAPE is symmetric, at most 2, and a pair of zeros is no error", () => {
		expect(smape([110], [90])).toBeCloseTo(0.2, 12);
		expect(smape([90], [110])).toBeCloseTo(0.2, 12);
		expect(smape([5, 0], [0, 0])).toBe(1);
		expect(smape([], [])).toBeNull();
	});

	it("MASE is 1 for a forecast as far off as the season before was", () => {
		const history = [10, 20, 12, 22, 14, 24];
		expect(seasonalNaiveError(history, 2)).toBe(2);
		expect(seasonalNaiveRms(history, 2)).toBe(2);
		expect(scaledError([18, 28], [16, 26], seasonalNaiveError(history, 2))).toBe(1);
	});

	it("has no scale for a history shorter than a season, nor for one that never moved", () => {
		expect(seasonalNaiveError([1, 2], 4)).toBeNull();
		expect(scaledError([1], [2], null)).toBeNull();
		expect(scaledError([1], [2], 0)).toBeNull();
	});
});
