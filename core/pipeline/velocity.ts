import type { Estimate } from "../explain/estimate.ts";
import type { Part } from "../explain/explanation.ts";
import type { Instant } from "../model/instant.ts";
import { DAY_MS } from "../model/instant.ts";
import type { DealModel } from "../scoring/deal-model.ts";
import { PROVISIONAL_BELOW } from "../scoring/deal-model.ts";
import { quantileOfSorted } from "../stats/quantile.ts";
import { rateInterval, shrunkRate, Z80 } from "../stats/shrinkage.ts";
import { emptyEstimate } from "./empty-estimate.ts";
import type { HealthDeal } from "./health.ts";

/** Share of closed deals that were won, with the model's prior. Base: the prior's rate; part: what own deals add. */
export function winRateOf(closed: HealthDeal[], { prior }: DealModel, now: Instant): Estimate {
	if (closed.length === 0) return emptyEstimate("probability", "health_no_closed", now);
	const won = closed.filter((d) => d.status === "won").length;
	const value = shrunkRate(won / closed.length, closed.length, prior.winRate, prior.deals);
	return {
		value,
		unit: "probability",
		interval: rateInterval(value, closed.length + prior.deals),
		n: closed.length,
		asOf: now,
		modelVersion: "pipeline-health-1",
		state: closed.length < PROVISIONAL_BELOW ? "provisional" : "ok",
		explanation: {
			base: { code: "health_prior_rate", params: { deals: prior.deals }, value: prior.winRate },
			parts: [{ code: "health_own_deals", params: { won, closed: closed.length }, value: value - prior.winRate }],
			total: value,
		},
	};
}

/**
 * Median days from creation to winning; the interval holds the median with 80 % (order statistics, binomial). Backdated
 * deals are left out.
 */
export function cycleDays(closed: HealthDeal[], now: Instant): Estimate {
	const days: number[] = [];
	for (const d of closed) {
		if (d.status === "won" && d.closedAt !== null && !d.backdated) days.push((d.closedAt - d.line.createdAt) / DAY_MS);
	}
	if (days.length === 0) return emptyEstimate("days", "health_no_won", now);
	return medianEstimate(days, "health_cycle", {}, now);
}

/** The median of some days as an estimate: base is the median itself. */
export function medianEstimate(days: number[], code: string, params: Part["params"], now: Instant): Estimate {
	const sorted = Float64Array.from(days).sort();
	const n = sorted.length;
	const value = quantileOfSorted(sorted, 0.5) ?? 0;
	const reach = (Z80 * Math.sqrt(n)) / 2;
	return {
		value,
		unit: "days",
		interval:
			n < 5
				? null
				: {
						low: sorted[Math.max(0, Math.floor(n / 2 - reach))] ?? value,
						high: sorted[Math.min(n - 1, Math.ceil(n / 2 + reach))] ?? value,
						level: 0.8,
					},
		n,
		asOf: now,
		modelVersion: "pipeline-health-1",
		state: n < PROVISIONAL_BELOW ? "provisional" : "ok",
		explanation: { base: { code, params: { ...params, deals: n }, value }, parts: [], total: value },
	};
}

/**
 * Sales velocity: open deals × win rate × mean amount won ÷ cycle, minor units per day. The number is its own base; the
 * four that make it are its parameters.
 */
export function velocityOf(
	open: HealthDeal[],
	closed: HealthDeal[],
	winRate: Estimate,
	cycle: Estimate,
	currency: string,
	now: Instant,
): Estimate {
	const amounts: number[] = [];
	for (const d of closed) if (d.status === "won" && d.amountMinor !== null) amounts.push(Number(d.amountMinor));
	if (winRate.value === null || cycle.value === null || amounts.length === 0) {
		return { ...emptyEstimate("moneyPerDay", "health_no_won", now), currency };
	}
	const size = amounts.reduce((a, b) => a + b, 0) / amounts.length;
	// A pipeline that wins on the day it is created has no cycle to divide by.
	const days = Math.max(1, cycle.value);
	const value = (open.length * winRate.value * size) / days;
	const spread = Math.sqrt(amounts.reduce((s, x) => s + (x - size) ** 2, 0) / amounts.length / amounts.length);
	const rate = winRate.interval;
	return {
		value,
		unit: "moneyPerDay",
		currency,
		interval: velocityInterval(value, [
			rate ? (rate.high - rate.low) / 2 / winRate.value : 0,
			size > 0 ? (Z80 * spread) / size : 0,
			cycle.interval ? (cycle.interval.high - cycle.interval.low) / 2 / days : 0,
		]),
		n: amounts.length,
		asOf: now,
		modelVersion: "pipeline-health-1",
		state: winRate.state === "ok" && cycle.state === "ok" ? "ok" : "provisional",
		explanation: {
			base: {
				code: "health_velocity",
				params: { open: open.length, winRate: winRate.value, meanMinor: Math.round(size), cycleDays: days },
				value,
			},
			parts: [],
			total: value,
		},
	};
}

/** Relative half-widths of independent factors add in squares (first-order error propagation). */
function velocityInterval(value: number, relative: number[]): { low: number; high: number; level: number } {
	const half = value * Math.sqrt(relative.reduce((s, r) => s + r * r, 0));
	return { low: Math.max(0, value - half), high: value + half, level: 0.8 };
}
