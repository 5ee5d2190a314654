import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DealTimeline } from "../model/timeline.ts";
import { anyDeals, NOW, STAGES, several, withFuture, withoutFuture } from "../scoring/test-timelines.ts";
import { trainDealModel } from "../scoring/train-deal-model.ts";
import { newPricing } from "./pricing.ts";
import { type SizeShift, sizeShifts } from "./size-shifts.ts";

const learn = (timelines: DealTimeline[], days: number): SizeShift =>
	sizeShifts(
		timelines,
		trainDealModel({ timelines, stages: STAGES, origin: NOW }),
		NOW,
		days,
		newPricing([], "EUR", "UTC"),
	);

describe("what size does to the pace of deals", () => {
	it("where large deals take longer they are expected later, and small ones sooner", () => {
		const small = [10, 40, 70, 100].flatMap((ago) =>
			several(300, { bornDaysAgo: ago + 20, amount: 10_000n, closed: { daysAgo: ago, as: "won" } }, `small-${ago}`),
		);
		const large = [10, 40, 70, 100].flatMap((ago) =>
			several(40, { bornDaysAgo: ago + 110, amount: 900_000n, closed: { daysAgo: ago, as: "won" } }, `large-${ago}`),
		);
		const shift = learn([...small, ...large], 30);
		expect(shift(900_000)).toBeLessThan(0);
		expect(shift(10_000)).toBeGreaterThan(0);
	});

	it("without a past it makes no difference", () => {
		expect(learn([], 30)(5)).toBe(0);
		expect(learn(several(10, { bornDaysAgo: 5 }), 90)(5)).toBe(0);
	});

	it("is finite whatever was recorded, and sees nothing of the future", () => {
		fc.assert(
			fc.property(
				anyDeals,
				fc.integer({ min: 1, max: 400 }),
				fc.double({ min: 0, max: 1e12 }),
				(lines, days, amount) => {
					const shift = learn(withFuture(lines, NOW), days)(amount);
					expect(Number.isFinite(shift)).toBe(true);
					expect(learn(withoutFuture(lines, NOW), days)(amount)).toBe(shift);
				},
			),
			{ numRuns: 60 },
		);
	});
});
