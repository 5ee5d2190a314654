import type { Instant } from "../model/instant.ts";
import { DAY_MS } from "../model/instant.ts";
import type { ExchangeRate } from "../model/money.ts";
import type { Stage } from "../model/pipeline.ts";
import type { DealTimeline } from "../model/timeline.ts";
import { at } from "../model/timeline.ts";
import { lifeAsOf } from "../scoring/deal-life.ts";
import type { DealModel } from "../scoring/deal-model.ts";
import { trainDealModel } from "../scoring/train-deal-model.ts";
import { forecastPeriod } from "./forecast-period.ts";
import type { OwnerNode } from "./owner-tree.ts";
import { newPricing } from "./pricing.ts";
import type { Widening } from "./range-correction.ts";

/** A history of deals to forecast from. */
export interface BookingsInput {
	timelines: DealTimeline[];
	stages: Stage[];
	currency: string;
	rates: ExchangeRate[];
	zone: string;
	seed: number;
	draws?: number;
	/** Where corrections of ranges are to be learnt node by node; otherwise owners do not matter. */
	owners?: OwnerNode[];
}

/** Money newly won in the `days` after the origin: `meanMinor = openMinor + uncreatedMinor`, range 80 %. */
export interface Bookings {
	origin: Instant;
	meanMinor: bigint;
	lowMinor: bigint;
	highMinor: bigint;
	/** From deals open at the origin. */
	openMinor: bigint;
	/** From deals that did not exist yet. */
	uncreatedMinor: bigint;
	/** Won in the window of the same length just before the origin. */
	closedMinor: bigint;
	/** Open deals at the origin, priced or not. */
	n: number;
	/** Of all deals: counted, not priced. */
	unpriced: number;
	/** `empty`: nothing can be said, and the amounts are 0 for want of any; `provisional`: few deals were closed by then. */
	state: "ok" | "provisional" | "empty";
}

/**
 * The window after one origin, from what had been recorded before it. `model` saves training when one of that origin is
 * at hand.
 */
export function forecastBookings(
	input: BookingsInput,
	origin: Instant,
	days: number,
	widening: number | Widening | null = null,
	model: DealModel = trainDealModel({ ...input, origin }),
): Bookings {
	const forecast = forecastPeriod({
		...input,
		model,
		span: { name: "window", start: origin, end: origin + days * DAY_MS },
		now: origin,
		owners: [],
		quotas: [],
		widening,
	});
	const top = forecast.nodes[0];
	const mean = (top?.openMinor ?? 0n) + (top?.uncreatedMinor ?? 0n);
	return {
		origin,
		meanMinor: mean,
		lowMinor: top?.estimate.interval?.low ?? mean,
		highMinor: top?.estimate.interval?.high ?? mean,
		openMinor: top?.openMinor ?? 0n,
		uncreatedMinor: top?.uncreatedMinor ?? 0n,
		closedMinor: bookedBetween(input, origin - days * DAY_MS, origin),
		n: top?.counts.open ?? 0,
		unpriced: (top?.counts.withoutRate ?? 0) + (top?.counts.withoutAmount ?? 0),
		state: top?.estimate.state ?? "empty",
	};
}

/** Money won in [from, to), as known at `to`, of deals with a price. */
export function bookedBetween(
	{ timelines, rates, currency, zone }: Pick<BookingsInput, "timelines" | "rates" | "currency" | "zone">,
	from: Instant,
	to: Instant,
): bigint {
	const price = newPricing(rates, currency, zone);
	let sum = 0n;
	for (const line of timelines) {
		const life = lifeAsOf(line, to);
		if (life?.status !== "won" || life.closedAt === null || life.closedAt < from) continue;
		const priced = price(at(line.amounts, life.closedAt + 1) ?? null, line.currency, life.closedAt);
		if ("amountMinor" in priced) sum += priced.amountMinor;
	}
	return sum;
}
