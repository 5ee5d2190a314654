import { describe, expect, it } from "vitest";
import { DAY_MS } from "../model/instant.ts";
import type { DealTimeline } from "../model/timeline.ts";
import { NOW, STAGES, sketch, withFuture, withoutFuture } from "../scoring/test-timelines.ts";
import { coverage, relativeBias, wape } from "../stats/forecast-error.ts";
import { seededRandom } from "../stats/random.ts";
import { meanOfPastWindows, runRate, stageWeightedPipeline } from "./baselines.ts";
import type { BookingsInput } from "./forecast-bookings.ts";
import { bookedBetween, forecastBookings } from "./forecast-bookings.ts";

/** A steady company: about three deals a day, a third of them won after some weeks. */
function steadyCompany(seed: number, days: number): DealTimeline[] {
	const random = seededRandom(seed);
	return Array.from({ length: days * 3 }, (_, k) => {
		const born = random() * days;
		const lives = -Math.log(1 - random()) * 25;
		const as = random() < 0.33 ? "won" : "lost";
		return sketch({
			id: `deal-${k}`,
			bornDaysAgo: born,
			stages: [[born, "discovery"], ...(lives > 10 ? [[born - 10, "proposal"] as [number, string]] : [])],
			amount: BigInt(Math.round(50_000 + random() * 200_000)),
			...(lives < born ? { closed: { daysAgo: born - lives, as } } : {}),
		});
	});
}
const inputOf = (timelines: DealTimeline[]): BookingsInput => ({
	timelines,
	stages: STAGES,
	currency: "EUR",
	rates: [],
	zone: "UTC",
	seed: 1,
	draws: 300,
});

describe("bookings after an origin", () => {
	const company = inputOf(steadyCompany(5, 500));

	it("of a steady company they are near, unbiased, and their ranges hold", () => {
		const origins = Array.from({ length: 8 }, (_, k) => NOW - (300 - 30 * k) * DAY_MS);
		const outcomes = origins.map((origin) => {
			const b = forecastBookings(company, origin, 28);
			return {
				forecast: Number(b.meanMinor),
				actual: Number(bookedBetween(company, origin, origin + 28 * DAY_MS)),
				low: Number(b.lowMinor),
				high: Number(b.highMinor),
			};
		});
		expect(wape(outcomes)).toBeLessThan(0.2);
		expect(Math.abs(relativeBias(outcomes) ?? 1)).toBeLessThan(0.12);
		expect(coverage(outcomes)).toBeGreaterThanOrEqual(0.6);
	});

	it("an origin sees nothing of what came after it", () => {
		const origin = NOW - 100 * DAY_MS;
		const later = inputOf(withFuture(company.timelines, origin));
		const cut = inputOf(withoutFuture(company.timelines, origin));
		expect(forecastBookings(later, origin, 28)).toEqual(forecastBookings(cut, origin, 28));
		expect(runRate(later, origin, 28)).toBe(runRate(cut, origin, 28));
		expect(meanOfPastWindows(later, origin, 28)).toBe(meanOfPastWindows(cut, origin, 28));
		expect(stageWeightedPipeline(later, origin)).toBe(stageWeightedPipeline(cut, origin));
	});

	it("the forecast is open plus uncreated, and what was booked adds up window by window", () => {
		const b = forecastBookings(company, NOW, 28);
		expect(b.meanMinor).toBe(b.openMinor + b.uncreatedMinor);
		const parts = [56, 42, 28].map((from) => bookedBetween(company, NOW - from * DAY_MS, NOW - (from - 14) * DAY_MS));
		expect(parts.reduce((x, y) => x + y, 0n)).toBe(bookedBetween(company, NOW - 56 * DAY_MS, NOW - 14 * DAY_MS));
	});

	it("without any history nothing is expected and nothing is wrong", () => {
		expect(forecastBookings(inputOf([]), NOW, 28)).toMatchObject({ meanMinor: 0n, lowMinor: 0n, highMinor: 0n, n: 0 });
	});
});
