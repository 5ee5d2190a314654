import { describe, expect, it } from "vitest";
import { projectSmoothing, runSmoothing } from "./smoothing.ts";

describe("exponential smoothing", () => {
	it("moves the level by α of each error", () => {
		const state = { level: 10, trend: 0, season: new Float64Array() };
		const fitted = new Float64Array(3);
		const form = { trend: "none", damped: false, season: "none" } as const;
		runSmoothing([12, 11, 15], form, { alpha: 0.5, beta: 0, gamma: 0, phi: 1 }, state, fitted);
		expect([...fitted]).toEqual([10, 11, 11]);
		expect(state.level).toBe(13);
		expect([...projectSmoothing(form, 1, state, 2)]).toEqual([13, 13]);
	});

	it("goes on with trend and damping: φ, φ + φ², …", () => {
		const form = { trend: "additive", damped: true, season: "none" } as const;
		const state = { level: 100, trend: 10, season: new Float64Array() };
		expect([...projectSmoothing(form, 0.5, state, 3)]).toEqual([105, 107.5, 108.75]);
	});

	it("repeats a season that fits, wherever in the cycle the history ends", () => {
		const season = [1.5, 0.5, 1];
		for (const n of [6, 7, 8]) {
			const x = Array.from({ length: n }, (_, t) => 20 * (season[t % 3] ?? 1));
			for (const kind of ["multiplicative", "additive"] as const) {
				const form = { trend: "none", damped: false, season: kind } as const;
				const first = kind === "additive" ? season.map((s) => 20 * s - 20) : season;
				const state = { level: 20, trend: 0, season: Float64Array.from(first) };
				runSmoothing(x, form, { alpha: 0.3, beta: 0, gamma: 0.2, phi: 1 }, state, new Float64Array(n));
				const ahead = projectSmoothing(form, 1, state, 4);
				ahead.forEach((v, k) => {
					expect(v).toBeCloseTo(20 * (season[(n + k) % 3] ?? 1), 9);
				});
			}
		}
	});

	it("gives up rather than divide by a level that is not positive", () => {
		const state = { level: -1, trend: 0, season: Float64Array.of(1, 1) };
		const form = { trend: "none", damped: false, season: "multiplicative" } as const;
		expect(runSmoothing([1, 2], form, { alpha: 0.3, beta: 0, gamma: 0.2, phi: 1 }, state, new Float64Array(2))).toBe(
			false,
		);
	});
});
