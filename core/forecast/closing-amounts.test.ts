import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "../model/instant.ts";
import type { DealTimeline } from "../model/timeline.ts";
import { anyDeals, NOW, several, withFuture, withoutFuture } from "../scoring/test-timelines.ts";
import { closingRatios } from "./closing-amounts.ts";

const discounted = (count: number): DealTimeline[] =>
	several(count, { bornDaysAgo: 60, amount: 100_000n, closed: { daysAgo: 10, as: "won" } }).map((line, k) => ({
		...line,
		amounts: [...line.amounts, { at: NOW - (11 + k) * DAY_MS, value: 80_000n }],
	}));

describe("amounts on the way to a win", () => {
	it("a discount that is always given is expected, the more surely the more often it was seen", () => {
		const [few, many] = [5, 500].map((count) => closingRatios(discounted(count), NOW).get("discovery") ?? 1);
		expect(few).toBeGreaterThan(many ?? 0);
		expect(few).toBeLessThan(1);
		expect(many).toBeCloseTo(0.8, 1);
	});

	it("amounts that stay leave a ratio of one, and no wins say nothing", () => {
		const lines = several(50, { bornDaysAgo: 60, closed: { daysAgo: 10, as: "won" } });
		expect(closingRatios(lines, NOW).get("discovery")).toBeCloseTo(1, 12);
		expect(closingRatios([], NOW).size).toBe(0);
	});

	it("is positive and finite whatever was recorded, and sees nothing of the future", () => {
		fc.assert(
			fc.property(anyDeals, (lines) => {
				const ratios = closingRatios(withFuture(lines, NOW), NOW);
				expect(ratios).toEqual(closingRatios(withoutFuture(lines, NOW), NOW));
				for (const ratio of ratios.values()) expect(ratio > 0 && Number.isFinite(ratio)).toBe(true);
			}),
			{ numRuns: 60 },
		);
	});
});
