import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "../model/instant.ts";
import { NOW } from "../scoring/test-timelines.ts";
import type { ReplayedDeal } from "./uncreated.ts";
import { reckonUncreated, replayShare } from "./uncreated.ts";

/** A deal created so long ago and won so many days later, as a span of so many days from now replays it. */
const deal = (daysAgo: number, wonAfter: number | null, latest: number, soonest = 0): ReplayedDeal => ({
	createdAt: NOW - daysAgo * DAY_MS,
	share: wonAfter === null ? 0 : replayShare(wonAfter, soonest, latest),
	isWin: wonAfter !== null,
	amountMinor: wonAfter === null ? null : 1000,
	isAmountToCome: false,
});
const daily = (wonAfter: number, latest: number, soonest = 0): ReplayedDeal[] =>
	Array.from({ length: 200 }, (_, k) => deal(k + 0.5, wonAfter, latest, soonest));

describe("business not yet created", () => {
	it("one deal a day, each won at once, makes a win a day", () => {
		const fresh = reckonUncreated(daily(0, 30), NOW, 30);
		expect(fresh.createdPerDay).toBeCloseTo(1, 9);
		expect(fresh.expectedWins).toBeCloseTo(30, 9);
		expect(fresh.expectedMinor).toBeCloseTo(30_000, 6);
	});

	it("one deal a day, each won after ten days, makes wins for the days after the tenth", () => {
		expect(reckonUncreated(daily(10, 30), NOW, 30).expectedWins).toBeCloseTo(20, 9);
		expect(reckonUncreated(daily(10, 10), NOW, 10).expectedWins).toBe(0);
		expect(reckonUncreated(daily(10, 40, 30), NOW, 40).expectedWins).toBeCloseTo(10, 9);
	});

	it("a deal of late that is still open counts by what it will come to", () => {
		const open = { ...deal(3, null, 30), share: 0.5, amountMinor: 5000 };
		const without = reckonUncreated(daily(10, 30), NOW, 30);
		const more = reckonUncreated([...daily(10, 30), open], NOW, 30);
		expect(more.expectedWins).toBeGreaterThan(without.expectedWins);
		expect(more.meanAmountMinor).toBeGreaterThan(without.meanAmountMinor ?? 0);
		const unsaid = reckonUncreated([...daily(10, 30), { ...open, amountMinor: null, isAmountToCome: true }], NOW, 30);
		expect(unsaid.expectedWins).toBeCloseTo(more.expectedWins, 9);
		expect(unsaid.meanAmountMinor).toBeCloseTo(1000, 6);
	});

	it("amounts to draw from have the mean that is expected", () => {
		const deals = daily(5, 30).map((d, k) => ({ ...d, amountMinor: 100 + k * k }));
		const { winAmounts, meanAmountMinor } = reckonUncreated(deals, NOW, 30);
		expect(winAmounts.reduce((a, b) => a + b, 0) / winAmounts.length).toBeCloseTo(meanAmountMinor ?? 0, 6);
	});

	it("two spans one after another bring what the whole brings, and nothing is ever less than nothing or not a number", () => {
		const life = fc.option(fc.integer({ min: 0, max: 100 }));
		const any = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), life), { maxLength: 60 });
		fc.assert(
			fc.property(any, fc.integer({ min: 1, max: 89 }), (list, middle) => {
				for (const [, after] of list) {
					const whole = 90 * replayShare(after ?? 0, 0, 90);
					const parts = middle * replayShare(after ?? 0, 0, middle) + 90 * replayShare(after ?? 0, middle, 90);
					expect(parts).toBeCloseTo(whole, 9);
				}
				const fresh = reckonUncreated(
					list.map(([age, after]) => deal(age, after, 90)),
					NOW,
					90,
				);
				expect(fresh.expectedWins).toBeGreaterThanOrEqual(0);
				expect(fresh.expectedMinor).toBeGreaterThanOrEqual(0);
				expect(fresh.variance).toBeGreaterThanOrEqual(0);
				expect(Number.isFinite(fresh.expectedMinor + fresh.variance + fresh.createdPerDay)).toBe(true);
			}),
		);
	});

	it("creation that comes in bursts is less certain than creation that does not", () => {
		const bursts = Array.from({ length: 180 }, (_, k) => deal(Math.floor(k / 30) * 30 + 3, 5, 30));
		const even = Array.from({ length: 180 }, (_, k) => deal(k + 0.5, 5, 30));
		expect(reckonUncreated(bursts, NOW, 30).variance).toBeGreaterThan(reckonUncreated(even, NOW, 30).variance);
	});

	it("one deal with a mistaken year changes nothing", () => {
		const right = reckonUncreated(daily(10, 30), NOW, 30);
		expect(reckonUncreated([...daily(10, 30), deal(53 * 365, null, 30)], NOW, 30)).toEqual(right);
		const since = (years: number) =>
			reckonUncreated([...daily(10, 30).slice(0, 10), deal(years * 365, 10, 30)], NOW, 30);
		expect(since(3).createdPerDay, "of few deals none is stray").toBeLessThan(since(0).createdPerDay);
	});

	it("where no win was ever seen it says that it does not know", () => {
		expect(reckonUncreated([], NOW, 30)).toMatchObject({ expectedWins: 0, meanAmountMinor: null, wins: 0 });
		const open = { ...deal(3, null, 30), share: 0.5, amountMinor: 5000 };
		expect(reckonUncreated([open], NOW, 30)).toMatchObject({ expectedMinor: 0, meanAmountMinor: null });
	});
});
