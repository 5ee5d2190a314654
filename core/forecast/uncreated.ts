import type { Instant } from "../model/instant.ts";
import { DAY_MS } from "../model/instant.ts";

/** What creation and quick wins of the past say about business that does not exist yet. */
export interface CreationHistory {
	createdPerDay: number;
	rateDays: number;
	/** Chance that a new deal is won within k days, k = 0, 1, … */
	wonByAge: Float64Array;
	/** Amounts of wins no older than the horizon, minor units; none means that nothing can be said. */
	winAmounts: number[];
	/** How much more creation swings than chance alone: variance over mean, at least 1. */
	dispersion: number;
}

/** A deal as creation sees it. */
export interface CreatedDeal {
	createdAt: Instant;
	closedAt: Instant | null;
	/** Won, and with a price: a win that cannot be priced brings nothing that a sum of money could hold. */
	won: boolean;
	/** Null when it has no price. */
	amountMinor: number | null;
}

/** Least days of creation that a rate is taken from, if there are so many. */
const LEAST_RATE_DAYS = 28;

/**
 * Creation rate over the last stretch as long as the horizon (28 to 365 days), and the share of new deals won by age
 * from all deals created, open ones censored at `now` (Aalen–Johansen by day).
 */
export function creationHistory(deals: CreatedDeal[], now: Instant, horizonDays: number): CreationHistory {
	let first = now;
	for (const deal of deals) if (deal.createdAt < first) first = deal.createdAt;
	const span = Math.max(1, (now - first) / DAY_MS);
	const rateDays = Math.min(span, 365, Math.max(LEAST_RATE_DAYS, horizonDays));
	const days = Math.max(1, Math.ceil(horizonDays));
	const [won, lost, unseen] = [new Float64Array(days + 1), new Float64Array(days + 1), new Float64Array(days + 1)];
	const weeks = new Float64Array(Math.max(1, Math.min(26, Math.floor(span / 7))));
	const winAmounts: number[] = [];
	let recent = 0;
	for (const deal of deals) {
		const age = (now - deal.createdAt) / DAY_MS;
		if (age <= rateDays) recent++;
		const week = Math.floor(age / 7);
		if (week < weeks.length) weeks[week] = (weeks[week] ?? 0) + 1;
		const life = Math.max(0, ((deal.closedAt ?? now) - deal.createdAt) / DAY_MS);
		const day = Math.min(days, Math.floor(life));
		const into = deal.closedAt === null ? unseen : deal.won ? won : lost;
		into[day] = (into[day] ?? 0) + 1;
		if (deal.won && life <= horizonDays && deal.amountMinor !== null) winAmounts.push(deal.amountMinor);
	}
	return {
		createdPerDay: recent / rateDays,
		rateDays,
		wonByAge: incidence(won, lost, unseen),
		winAmounts,
		dispersion: dispersionOf(weeks),
	};
}

/** Deals expected to be created after now and won between `fromDays` and `toDays` from now. */
export function expectedNewWins(history: CreationHistory, fromDays: number, toDays: number): number {
	return history.createdPerDay * (areaUnder(history.wonByAge, toDays) - areaUnder(history.wonByAge, fromDays));
}

/**
 * How uncertain the expected number is, as a variance relative to its square: rate seen for so long, swings to come,
 * yield from so many wins.
 */
export function relativeVariance(history: CreationHistory, horizonDays: number): number {
	const { createdPerDay, rateDays, dispersion, winAmounts } = history;
	if (!(createdPerDay > 0) || !(horizonDays > 0)) return 0;
	const seen = dispersion / (createdPerDay * rateDays);
	const toCome = (dispersion - 1) / (createdPerDay * horizonDays);
	return seen + toCome + 1 / Math.max(1, winAmounts.length);
}

function incidence(won: Float64Array, lost: Float64Array, unseen: Float64Array): Float64Array {
	let atRisk = 0;
	for (let k = 0; k < won.length; k++) atRisk += (won[k] ?? 0) + (lost[k] ?? 0) + (unseen[k] ?? 0);
	const result = new Float64Array(won.length);
	let open = 1;
	let sum = 0;
	for (let k = 0; k < won.length; k++) {
		const left = (won[k] ?? 0) + (lost[k] ?? 0);
		const exposed = Math.max(left, atRisk - (unseen[k] ?? 0) / 2);
		if (exposed > 0) {
			sum += (open * (won[k] ?? 0)) / exposed;
			open *= 1 - left / exposed;
		}
		result[k] = sum;
		atRisk -= left + (unseen[k] ?? 0);
	}
	return result;
}

/**
 * Integral of the won-by-age steps from 0 to `days`; `wonByAge[k]` is reached at the end of day k, straight within it.
 */
function areaUnder(wonByAge: Float64Array, days: number): number {
	let area = 0;
	for (let k = 0; k < days; k++) {
		const width = Math.min(1, days - k);
		const from = k === 0 ? 0 : (wonByAge[Math.min(k, wonByAge.length) - 1] ?? 0);
		const to = wonByAge[Math.min(k, wonByAge.length - 1)] ?? from;
		area += width * (from + ((to - from) * width) / 2);
	}
	return area;
}

/**
 * Variance over mean of counts in blocks of 1, 2, 4 … weeks, the largest of those with at least three blocks: a level
 * that wanders shows in long blocks and not in short ones.
 */
function dispersionOf(weeks: Float64Array): number {
	let most = 1;
	for (let size = 1; weeks.length >= 3 * size; size *= 2) {
		const blocks: number[] = [];
		for (let from = 0; from + size <= weeks.length; from += size) {
			blocks.push(weeks.slice(from, from + size).reduce((a, b) => a + b, 0));
		}
		const mean = blocks.reduce((a, b) => a + b, 0) / blocks.length;
		if (!(mean > 0)) continue;
		const variance = blocks.reduce((s, x) => s + (x - mean) ** 2, 0) / (blocks.length - 1);
		most = Math.max(most, variance / mean);
	}
	return most;
}
