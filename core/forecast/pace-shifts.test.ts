import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DealTimeline } from "../model/timeline.ts";
import { anyDeals, NOW, STAGES, several, sketch, withFuture, withoutFuture } from "../scoring/test-timelines.ts";
import { trainDealModel } from "../scoring/train-deal-model.ts";
import { type PaceShift, paceShifts } from "./pace-shifts.ts";
import { newPricing } from "./pricing.ts";

const learn = (timelines: DealTimeline[], days: number, every = days): PaceShift =>
	paceShifts(
		timelines,
		trainDealModel({ timelines, stages: STAGES, origin: NOW }),
		NOW,
		days,
		newPricing([], "EUR", "UTC"),
		every,
	);

describe("what size and the phase of a period do to the pace of deals", () => {
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

	it("where deals are won at the end of every period, they are expected when the end is near and not before", () => {
		// Born through the whole period, won on the last days of this or one of the next: age alone does not tell.
		const rush = (endsAgo: number): DealTimeline[] =>
			Array.from({ length: 900 }, (_, k) => {
				const bornDaysAgo = 1 + ((k * 37) % 900);
				const soonest = (bornDaysAgo - endsAgo) % 90;
				const daysAgo = bornDaysAgo - ((soonest + 90) % 90) - 90 * ([0, 0, 1, 1, 2, 3][k % 6] ?? 0) + (k % 3);
				const isOver = daysAgo > 0 && daysAgo < bornDaysAgo;
				return sketch({ id: `deal-${k}`, bornDaysAgo, ...(isOver ? { closed: { daysAgo, as: "won" as const } } : {}) });
			});
		expect(learn(rush(76), 14, 90)(100_000)).toBeGreaterThan(0.3);
		expect(learn(rush(14), 14, 90)(100_000)).toBeLessThan(-0.3);
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
