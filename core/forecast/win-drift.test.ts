import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DealTimeline } from "../model/timeline.ts";
import { anyDeals, NOW, STAGES, sketch, withFuture, withoutFuture } from "../scoring/test-timelines.ts";
import { trainDealModel } from "../scoring/train-deal-model.ts";
import { type WinDrift, wander, winDrift } from "./win-drift.ts";

const learn = (timelines: DealTimeline[], days: number): WinDrift =>
	winDrift(timelines, trainDealModel({ timelines, stages: STAGES, origin: NOW }), NOW, days);

/** A deal a day for two years, each closed after forty days; the share won is told by how long ago that was. */
const daily = (isWon: (closedDaysAgo: number, k: number) => boolean): DealTimeline[] =>
	Array.from({ length: 1400 }, (_, k) => {
		const bornDaysAgo = 1 + k / 2;
		const daysAgo = bornDaysAgo - 40;
		const closed = { daysAgo, as: isWon(daysAgo, k) ? ("won" as const) : ("lost" as const) };
		return sketch({ id: `deal-${k}`, bornDaysAgo, ...(daysAgo > 0 ? { closed } : {}) });
	});

describe("how wins of late differ from all of the past", () => {
	it("a company that wins ever less is expected to win less than its past says", () => {
		const falling = learn(
			daily((ago, k) => k % 10 < (ago < 120 ? 2 : 6)),
			30,
		);
		expect(falling.shift).toBeLessThan(-0.3);
	});

	it("a company that wins as ever is left as it is, nearly", () => {
		const steady = learn(
			daily((_, k) => k % 2 === 0),
			30,
		);
		expect(Math.abs(steady.shift)).toBeLessThan(0.05);
		expect(steady.variance).toBeLessThan(0.02);
	});

	it("one odd window among many quiet ones moves little, a trend of them much", () => {
		const quiet = Array.from({ length: 9 }, () => ({ won: 100, expected: 100 }));
		const odd = wander([{ won: 70, expected: 100 }, ...quiet], 30, 300);
		const trend = wander(
			[60, 65, 70, 80, 90, 100, 110, 120, 130, 140].map((won) => ({ won, expected: 100 })),
			30,
			300,
		);
		expect(odd.shift).toBeGreaterThan(-0.25);
		expect(trend.shift).toBeLessThan(-0.4);
	});

	it("without a past, or for a span that is over, there is none", () => {
		expect(learn([], 30).shift).toBe(0);
		expect(
			learn(
				daily(() => true),
				0,
			),
		).toEqual({ shift: 0, variance: 0 });
	});

	it("is finite whatever was recorded, and sees nothing of the future", () => {
		fc.assert(
			fc.property(anyDeals, fc.integer({ min: 1, max: 400 }), (lines, days) => {
				const drift = learn(withFuture(lines, NOW), days);
				expect(Number.isFinite(drift.shift)).toBe(true);
				expect(drift.variance).toBeGreaterThanOrEqual(0);
				expect(learn(withoutFuture(lines, NOW), days)).toEqual(drift);
			}),
			{ numRuns: 60 },
		);
	});
});
