import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "../model/instant.ts";
import { NOW } from "../scoring/test-timelines.ts";
import type { CreatedDeal } from "./uncreated.ts";
import { creationHistory, expectedNewWins, relativeVariance } from "./uncreated.ts";

const deal = (daysAgo: number, wonAfter: number | null): CreatedDeal => ({
	createdAt: NOW - daysAgo * DAY_MS,
	closedAt: wonAfter === null || wonAfter > daysAgo ? null : NOW - (daysAgo - wonAfter) * DAY_MS,
	won: wonAfter !== null && wonAfter <= daysAgo,
	amountMinor: 1000,
});

describe("business not yet created", () => {
	it("one deal a day, each won at once, makes a win a day", () => {
		const history = creationHistory(
			Array.from({ length: 200 }, (_, k) => deal(k + 0.5, 0)),
			NOW,
			30,
		);
		expect(history.createdPerDay).toBeCloseTo(1, 1);
		// Half a day is lost: within a day wins are spread evenly.
		expect(expectedNewWins(history, 0, 30)).toBeGreaterThan(29);
		expect(expectedNewWins(history, 0, 30)).toBeLessThan(30.5);
	});

	it("one deal a day, each won after ten days, makes wins for the days after the tenth", () => {
		const history = creationHistory(
			Array.from({ length: 200 }, (_, k) => deal(k + 0.5, 10)),
			NOW,
			30,
		);
		expect(expectedNewWins(history, 0, 30)).toBeGreaterThan(18);
		expect(expectedNewWins(history, 0, 30)).toBeLessThan(21);
		expect(expectedNewWins(history, 0, 10)).toBeLessThan(0.5);
	});

	it("two spans one after another bring what the whole brings", () => {
		const any = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.option(fc.integer({ min: 0, max: 100 }))), {
			maxLength: 60,
		});
		fc.assert(
			fc.property(any, fc.integer({ min: 1, max: 60 }), (list, middle) => {
				const history = creationHistory(
					list.map(([age, after]) => deal(age, after)),
					NOW,
					90,
				);
				const whole = expectedNewWins(history, 0, 90);
				expect(expectedNewWins(history, 0, middle) + expectedNewWins(history, middle, 90)).toBeCloseTo(whole, 9);
				expect(whole).toBeGreaterThanOrEqual(0);
				expect(Number.isFinite(relativeVariance(history, 90))).toBe(true);
			}),
		);
	});

	it("creation that comes in bursts is less certain than creation that does not", () => {
		const even = creationHistory(
			Array.from({ length: 180 }, (_, k) => deal(k + 0.5, 5)),
			NOW,
			30,
		);
		const bursts = creationHistory(
			Array.from({ length: 180 }, (_, k) => deal(Math.floor(k / 30) * 30 + 3, 5)),
			NOW,
			30,
		);
		expect(relativeVariance(bursts, 30)).toBeGreaterThan(relativeVariance(even, 30));
	});
});
