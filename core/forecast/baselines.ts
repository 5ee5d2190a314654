import type { Instant } from "../model/instant.ts";
import { DAY_MS } from "../model/instant.ts";
import { at } from "../model/timeline.ts";
import { lifeAsOf } from "../scoring/deal-life.ts";
import type { BookingsInput } from "./forecast-bookings.ts";
import { bookedBetween } from "./forecast-bookings.ts";
import { newPricing } from "./pricing.ts";

/** What was booked in the window just before: a rep's rule of thumb. */
export function runRate(input: BookingsInput, origin: Instant, days: number): bigint {
	return bookedBetween(input, origin - days * DAY_MS, origin);
}

/** Mean of all whole windows of the past, ending at the origin and stepping back a week at a time. */
export function meanOfPastWindows(input: BookingsInput, origin: Instant, days: number): bigint {
	let first = origin;
	for (const line of input.timelines) if (line.createdAt < first) first = line.createdAt;
	let sum = 0n;
	let windows = 0n;
	for (let end = origin; end - days * DAY_MS >= first || windows === 0n; end -= 7 * DAY_MS) {
		sum += bookedBetween(input, end - days * DAY_MS, end);
		windows++;
	}
	return sum / windows;
}

/**
 * The plain sum that an analyst makes: open amounts × the share of deals in their stage that were won within as many days, at
 * weekly looks back of which the end is known, + deals created in the last window × what deals created in those windows brought
 * inside them.
 */
export function plainConversion(input: BookingsInput, origin: Instant, days: number): bigint {
	const price = newPricing(input.rates, input.currency, input.zone);
	let first = origin;
	for (const line of input.timelines) if (line.createdAt < first) first = line.createdAt;
	const stages = new Map<string, { open: number; won: number }>();
	const fresh = { created: 0, brought: 0 };
	for (let end = origin; end - days * DAY_MS > first; end -= 7 * DAY_MS) {
		const start = end - days * DAY_MS;
		for (const line of input.timelines) {
			const later = lifeAsOf(line, end);
			if (!later) continue;
			const isWon = later.status === "won" && later.closedAt !== null && later.closedAt >= start;
			if (line.createdAt >= start) {
				const priced = price(at(line.amounts, end) ?? null, line.currency, end);
				fresh.created++;
				if (isWon && "amountMinor" in priced) fresh.brought += Number(priced.amountMinor);
			} else if (lifeAsOf(line, start)?.status === "open") {
				const stage = at(line.stages, start) ?? "";
				const seen = stages.get(stage) ?? { open: 0, won: 0 };
				stages.set(stage, { open: seen.open + 1, won: seen.won + (isWon ? 1 : 0) });
			}
		}
	}
	let sum = 0;
	let created = 0;
	for (const line of input.timelines) {
		if (line.createdAt >= origin - days * DAY_MS && line.createdAt < origin) created++;
		if (lifeAsOf(line, origin)?.status !== "open") continue;
		const seen = stages.get(at(line.stages, origin) ?? "");
		const priced = price(at(line.amounts, origin) ?? null, line.currency, origin);
		if (seen && "amountMinor" in priced) sum += Number(priced.amountMinor) * (seen.won / seen.open);
	}
	return BigInt(Math.round(sum + (fresh.created > 0 ? (created * fresh.brought) / fresh.created : 0)));
}

/**
 * Every open deal's amount times the share of closed deals that were won after having been in its stage: what a CRM
 * shows as the weighted pipeline.
 */
export function stageWeightedPipeline(input: BookingsInput, origin: Instant): bigint {
	const price = newPricing(input.rates, input.currency, input.zone);
	const won = new Map<string, number>();
	const closed = new Map<string, number>();
	for (const line of input.timelines) {
		const life = lifeAsOf(line, origin);
		if (!life || life.status === "open") continue;
		const passed = new Set<string>();
		for (const step of line.stages) if (step.at < origin && step.value !== null) passed.add(step.value);
		for (const stage of passed) {
			closed.set(stage, (closed.get(stage) ?? 0) + 1);
			if (life.status === "won") won.set(stage, (won.get(stage) ?? 0) + 1);
		}
	}
	let sum = 0;
	for (const line of input.timelines) {
		if (lifeAsOf(line, origin)?.status !== "open") continue;
		const stage = at(line.stages, origin) ?? "";
		const priced = price(at(line.amounts, origin) ?? null, line.currency, origin);
		if ("amountMinor" in priced) sum += Number(priced.amountMinor) * ((won.get(stage) ?? 0) / (closed.get(stage) || 1));
	}
	return BigInt(Math.round(sum));
}
