import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Outcome } from "./forecast-error.ts";
import { conformalWidening, coverage, mape, relativeBias, wape } from "./forecast-error.ts";

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

	it("widened ranges hold at least the wanted share of the outcomes they were learnt from", () => {
		const outcome = fc
			.tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 1, max: 100 }))
			.map(([forecast, actual, half]) => ({ forecast, actual, low: forecast - half, high: forecast + half }));
		fc.assert(
			fc.property(fc.array(outcome, { minLength: 4, maxLength: 40 }), (past) => {
				const factor = conformalWidening(past) ?? Number.NaN;
				expect(factor).toBeGreaterThanOrEqual(1);
				const widened = past.map((o) => ({
					...o,
					low: o.forecast - (o.forecast - o.low) * factor - 1e-9,
					high: o.forecast + (o.high - o.forecast) * factor + 1e-9,
				}));
				expect(coverage(widened)).toBeGreaterThanOrEqual(0.8);
			}),
		);
	});

	it("three outcomes are too few for 80 %", () => {
		const outcome = { forecast: 10, actual: 12, low: 9, high: 11 };
		expect(conformalWidening([outcome, outcome, outcome])).toBeNull();
		expect(conformalWidening([outcome, outcome, outcome, outcome])).toBe(2);
	});
});
