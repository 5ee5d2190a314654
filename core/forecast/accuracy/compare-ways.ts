import type { Instant } from "../../model/instant.ts";
import { DAY_MS } from "../../model/instant.ts";
import type { DealModel } from "../../scoring/deal-model.ts";
import { type BookingsInput, bookedBetween, forecastBookings } from "../forecast-bookings.ts";
import type { ForecastOutcome, Promotion } from "./accuracy-types.ts";
import { shouldPromote } from "./should-promote.ts";

/** Past moments that are forecast again, most: each costs two learnings. */
const MOST_MOMENTS = 10;
/** Moments lie so many days apart at least: closer ones would tell the same again. */
const LEAST_STEP_DAYS = 14;

/** Two ways of learning a deal model, each from what was known before an origin. */
export interface WaysToCompare {
	champion(origin: Instant): DealModel;
	challenger(origin: Instant): DealModel;
	/** Whether the challenger has been shown to tell chances better for sure. */
	isProven: boolean;
}

/**
 * Past moments to compare at, latest first: spread evenly over the past, each with `days` before it to learn from and
 * `days` after it that are over by `now`.
 */
export function pastMoments({ timelines }: Pick<BookingsInput, "timelines">, now: Instant, days: number): Instant[] {
	const first = timelines.reduce((least, line) => Math.min(least, line.createdAt), now);
	const [from, to] = [first + days * DAY_MS, now - days * DAY_MS];
	if (from > to) return [];
	const count = Math.min(MOST_MOMENTS, Math.floor((to - from) / (LEAST_STEP_DAYS * DAY_MS)) + 1);
	return Array.from({ length: count }, (_, k) => Math.round(to - (k * (to - from)) / Math.max(1, count - 1)));
}

/**
 * Forecasts the company's bookings of the `days` after each past moment by both ways and compares them with what came.
 * Ranges are the simulation's own, for a correction would hide which way tells them better. A generator: it yields how
 * many of how many moments are done, so that its caller may tell or stop.
 */
export function* compareWays(
	input: BookingsInput,
	now: Instant,
	days: number,
	{ champion, challenger, isProven }: WaysToCompare,
): Generator<{ done: number; of: number }, Promotion> {
	const moments = pastMoments(input, now, days);
	const [old, fresh]: [ForecastOutcome[], ForecastOutcome[]] = [[], []];
	for (const [done, origin] of moments.entries()) {
		yield { done, of: moments.length };
		const actualMinor = bookedBetween(input, origin, origin + days * DAY_MS);
		for (const [outcomes, learn] of [
			[old, champion],
			[fresh, challenger],
		] as const) {
			const made = forecastBookings(input, origin, days, null, learn(origin));
			if (made.state === "empty") continue;
			outcomes.push({
				nodeId: "",
				nodeKind: "company",
				period: new Date(origin).toISOString(),
				asOf: origin,
				horizonDays: days,
				modelVersion: "",
				trainedTo: origin,
				forecastMinor: made.meanMinor,
				lowMinor: made.lowMinor,
				highMinor: made.highMinor,
				level: 0.8,
				actualMinor,
			});
		}
	}
	return shouldPromote(old, fresh, input.currency, now, isProven);
}
