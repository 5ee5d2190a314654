import type { ForecastInput } from "../forecast/forecast.ts";
import { forecastPeriod } from "../forecast/forecast-period.ts";
import { newPricing } from "../forecast/pricing.ts";
import type { Instant } from "../model/instant.ts";
import { at, type DealTimeline } from "../model/timeline.ts";
import { quantileOfSorted } from "../stats/quantile.ts";

/** Open deals that break one rule, and how they stand in a forecast: priced, or counted without a price. */
export interface FaultyDeals {
	code: string;
	cost: "priced" | "unpriced";
	dealIds: ReadonlySet<string>;
}

/** What faulty deals do to a forecast, in minor units of its currency. */
export interface FaultCost {
	code: string;
	cost: FaultyDeals["cost"];
	/** Open deals with the fault that the forecast reads. */
	deals: number;
	/** Priced: what of the forecast hangs on them. Unpriced: what they would probably add. */
	meanMinor: bigint;
	/** Priced: by how much the range is wider for them. Unpriced: by how much it would be wider with them. */
	widthMinor: bigint;
}

/** The cost of bad data in one forecast. */
export interface ForecastCost {
	currency: string;
	meanMinor: bigint;
	widthMinor: bigint;
	/** All faulty priced deals together; a deal that breaks two rules counts once, so it is less than their sum. */
	all: Omit<FaultCost, "code" | "cost">;
	faults: FaultCost[];
}

/**
 * Reckons what faulty records cost a forecast by making it again: with the deals at fault lost where they have a price,
 * with the usual amount of an open deal where they have none. The same seed, so the difference is theirs and not the dice's.
 * Company level.
 */
export function forecastCost(input: ForecastInput, faults: readonly FaultyDeals[]): ForecastCost {
	const plain = { ...input, owners: [], quotas: [] };
	const whole = topOf(plain);
	const known = new Set(input.timelines.map((line) => line.dealId));
	const present = faults.map((fault) => ({
		...fault,
		dealIds: new Set([...fault.dealIds].filter((id) => known.has(id))),
	}));
	const usual = usualAmount(input);
	const without = (ids: ReadonlySet<string>) => {
		if (ids.size === 0) return { deals: 0, meanMinor: 0n, widthMinor: 0n };
		// Lost just now rather than taken out: that deals of their kind are created stays known.
		const lost = plain.timelines.map((line) => (ids.has(line.dealId) ? lostBefore(line, input.now) : line));
		const rest = topOf({ ...plain, timelines: lost });
		return { deals: ids.size, meanMinor: whole.mean - rest.mean, widthMinor: whole.width - rest.width };
	};
	const withPrice = (ids: ReadonlySet<string>) => {
		if (ids.size === 0 || usual === null) return { deals: ids.size, meanMinor: 0n, widthMinor: 0n };
		const priced = plain.timelines.map((line) => (ids.has(line.dealId) ? pricedAt(line, usual, input.currency) : line));
		const more = topOf({ ...plain, timelines: priced });
		return { deals: ids.size, meanMinor: more.mean - whole.mean, widthMinor: more.width - whole.width };
	};
	const inForecast = new Set(present.filter((f) => f.cost === "priced").flatMap((f) => [...f.dealIds]));
	return {
		currency: input.currency,
		meanMinor: whole.mean,
		widthMinor: whole.width,
		all: without(inForecast),
		faults: present.map(({ code, cost, dealIds }) => ({
			code,
			cost,
			...(cost === "priced" ? without(dealIds) : withPrice(dealIds)),
		})),
	};
}

function topOf(input: ForecastInput): { mean: bigint; width: bigint } {
	const estimate = forecastPeriod(input).nodes[0]?.estimate;
	const width = estimate?.interval ? estimate.interval.high - estimate.interval.low : 0n;
	return { mean: estimate?.value ?? 0n, width };
}

/** The median amount of open deals with a price; null where there is none. */
function usualAmount({ timelines, rates, currency, zone, now }: ForecastInput): bigint | null {
	const price = newPricing(rates, currency, zone);
	const amounts = timelines
		.filter((line) => at(line.status, now) === "open")
		.map((line) => price(at(line.amounts, now) ?? null, line.currency, now))
		.flatMap((priced) => ("amountMinor" in priced && priced.amountMinor > 0n ? [Number(priced.amountMinor)] : []))
		.sort((a, b) => a - b);
	const median = quantileOfSorted(amounts, 0.5);
	return median === null ? null : BigInt(Math.round(median));
}

function lostBefore(line: DealTimeline, now: Instant): DealTimeline {
	return { ...line, status: [...line.status.filter((step) => step.at < now), { at: now - 1, value: "lost" }] };
}

function pricedAt(line: DealTimeline, amountMinor: bigint, currency: string): DealTimeline {
	return { ...line, currency, amounts: [{ at: line.createdAt, value: amountMinor }] };
}
