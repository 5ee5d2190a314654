import type { Estimate } from "../../explain/estimate.ts";
import { newPricing } from "../../forecast/pricing.ts";
import { DAY_MS } from "../../model/instant.ts";
import { at } from "../../model/timeline.ts";
import { PROVISIONAL_BELOW } from "../../scoring/deal-model.ts";
import { Z80 } from "../../stats/shrinkage.ts";
import { FLOW_VERSION, flowDeals, LOOK_BACK_DAYS } from "./flow-deals.ts";
import { flowEstimate, noFlow } from "./flow-estimate.ts";
import type { FlowGoal, FlowInput, GenerationNeeded } from "./flow-types.ts";
import { incidenceOf, type Stay } from "./incidence.ts";

/**
 * What a gap takes: the quota less the forecast, divided by the own yield of newly created value — the share of it that is
 * won before the span ends when it is created evenly until then, from how soon past deals were won (Aalen–Johansen by age)
 * and what they were won for against what they were created at. Ranges hold the forecast's and the yield's (delta method).
 */
export function generationNeeded(input: FlowInput, { span, quotaMinor, forecast }: FlowGoal): GenerationNeeded {
	const { now, currency } = input;
	const forecastMinor = forecast.explanation.total;
	const gapMinor = quotaMinor > forecastMinor ? quotaMinor - forecastMinor : 0n;
	const days = Math.max(0, (span.end - now) / DAY_MS);
	const past = pastYield(input, days);
	const weeks = days / 7;
	const enough =
		gapMinor === 0n ? "flow_no_gap" : past.yield.value === null || past.yield.value === 0 ? "flow_no_yield" : null;
	const none = { quotaMinor, forecastMinor, gapMinor, yield: past.yield, perWeekNow: past.perWeek };
	if (enough !== null || past.meanCreated === null || !(weeks > 0)) {
		const code = enough ?? (weeks > 0 ? "flow_no_yield" : "flow_span_over");
		const nothing = noFlow("count", code, now);
		const isReached = code === "flow_no_gap";
		return { ...none, value: noMoney(code, input), deals: nothing, perWeekNeeded: isReached ? past.perWeek : null };
	}
	const share = past.yield.value ?? 1;
	const needed = Number(gapMinor) / share;
	const half = relativeHalf(forecast, gapMinor, past.relativeError);
	const range = (value: number) => ({ low: Math.max(0, value * (1 - half)), high: value * (1 + half), level: 0.8 });
	const valueMinor = BigInt(Math.round(needed));
	const deals = needed / past.meanCreated;
	const inMoney = range(needed);
	return {
		...none,
		value: {
			value: valueMinor,
			unit: "money",
			currency,
			interval: { low: BigInt(Math.floor(inMoney.low)), high: BigInt(Math.ceil(inMoney.high)), level: 0.8 },
			n: past.wins,
			asOf: now,
			modelVersion: FLOW_VERSION,
			state: past.wins < PROVISIONAL_BELOW ? "provisional" : "ok",
			explanation: {
				base: { code: "flow_gap", params: {}, value: gapMinor },
				parts: [{ code: "flow_at_yield", params: { yield: share }, value: valueMinor - gapMinor }],
				total: valueMinor,
			},
		},
		deals: flowEstimate("count", deals, range(deals), past.wins, now, {
			code: "flow_deals_needed",
			params: { wins: past.wins },
			value: deals,
		}),
		perWeekNeeded: past.perWeek + deals / weeks,
	};
}

interface PastYield {
	yield: Estimate;
	/** Standard error of the yield over the yield. */
	relativeError: number;
	/** Mean first amount of new deals, minor units. */
	meanCreated: number | null;
	wins: number;
	perWeek: number;
}

function pastYield(input: FlowInput, days: number): PastYield {
	const { now, rates, currency, zone, lookBackDays = LOOK_BACK_DAYS } = input;
	const price = newPricing(rates, currency, zone);
	const from = now - lookBackDays * DAY_MS;
	const [created, won, stays]: [number[], number[], Stay[]] = [[], [], []];
	let first = now;
	for (const { line, life } of flowDeals(input)) {
		if (life.backdated || line.createdAt < from) continue;
		first = Math.min(first, line.createdAt);
		const age = ((life.closedAt ?? now) - line.createdAt) / DAY_MS;
		stays.push({ from: 0, days: age, outcome: life.closedAt === null ? null : life.status });
		const begun = price(
			line.amounts.find((s) => s.value !== null && s.at < now)?.value ?? null,
			line.currency,
			line.createdAt,
		);
		if ("amountMinor" in begun) created.push(Number(begun.amountMinor));
		if (life.status !== "won" || life.closedAt === null || age > days) continue;
		const ended = price(at(line.amounts, Math.min(now, life.closedAt + 1)) ?? null, line.currency, life.closedAt);
		if ("amountMinor" in ended) won.push(Number(ended.amountMinor));
	}
	const perWeek = stays.length > 0 ? stays.length / Math.max(1, (now - first) / (7 * DAY_MS)) : 0;
	const [meanCreated, meanWon] = [meanOf(created), meanOf(won)];
	const base = { meanCreated: meanCreated !== null && meanCreated > 0 ? meanCreated : null, wins: won.length, perWeek };
	if (base.meanCreated === null || meanWon === null || !(days > 0)) {
		return { ...base, relativeError: 0, yield: noFlow("ratio", "flow_no_yield", now) };
	}
	const share = meanShare(stays, days);
	const value = share * (meanWon / base.meanCreated);
	const relativeError = Math.sqrt((1 - share) / won.length + relativeVariance(won) + relativeVariance(created));
	const half = Z80 * relativeError;
	const interval = { low: Math.max(0, value * (1 - half)), high: value * (1 + half), level: 0.8 };
	const parts = [{ code: "flow_yield_size", params: { times: meanWon / base.meanCreated }, value: value - share }];
	const start = { code: "flow_yield_share", params: { deals: stays.length, wins: won.length }, value: share };
	return { ...base, relativeError, yield: flowEstimate("ratio", value, interval, won.length, now, start, parts) };
}

/** Mean over the days to come of the share won by the end, of deals created on each: Σ step × (days − age) ÷ days. */
function meanShare(stays: Stay[], days: number): number {
	const { days: ages, byOutcome } = incidenceOf(stays);
	const won = byOutcome.get("won") ?? [];
	let area = 0;
	ages.forEach((age, k) => {
		if (age < days) area += ((won[k] ?? 0) - (k > 0 ? (won[k - 1] ?? 0) : 0)) * (days - age);
	});
	return area / days;
}

/** Half-width of what is needed over itself: the gap's, from the forecast's range, and the yield's. */
function relativeHalf({ interval }: Estimate<bigint>, gapMinor: bigint, relativeError: number): number {
	const gap = interval ? Number(interval.high - interval.low) / 2 / Number(gapMinor) : 0;
	return Math.hypot(gap, Z80 * relativeError);
}

function noMoney(code: string, { now, currency }: FlowInput): Estimate<bigint> {
	return {
		...noFlow("money", code, now),
		currency,
		value: null,
		interval: null,
		explanation: { base: { code, params: {}, value: 0n }, parts: [], total: 0n },
	};
}

function meanOf(values: number[]): number | null {
	return values.length > 0 ? values.reduce((a, b) => a + b, 0) / values.length : null;
}

/** Variance of the mean over its square. */
function relativeVariance(values: number[]): number {
	const mean = meanOf(values);
	if (mean === null || !(mean > 0) || values.length < 2) return 1 / Math.max(1, values.length);
	return values.reduce((s, v) => s + (v - mean) ** 2, 0) / (values.length - 1) / values.length / (mean * mean);
}
