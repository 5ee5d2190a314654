import type { Instant } from "../model/instant.ts";
import { DAY_MS } from "../model/instant.ts";
import { dayWeights, weighMemories } from "./level-memory.ts";

/** A past deal as business to come sees it: what a copy of it, created in the days ahead, would bring. */
export interface ReplayedDeal {
	createdAt: Instant;
	/**
	 * Share of the days from now to the span's end on which a copy could be created and still be won inside the span:
	 * `replayShare`. 0 for lost deals and for wins without a price.
	 */
	share: number;
	/** Known to have been won, with a price: its amount stands for the amounts of wins to come. */
	isWin: boolean;
	/** Null when not said or not priced. */
	amountMinor: number | null;
	/** No price because nobody has said the amount yet (it will be said by the closing), not for want of a rate. */
	isAmountToCome: boolean;
}

/** Business that does not exist yet, as reckoned from the deals of late. */
export interface UncreatedBusiness {
	createdPerDay: number;
	/** Days that the level rests on. */
	rateDays: number;
	/** Deals expected to be both created and won before the span ends. */
	expectedWins: number;
	expectedMinor: number;
	/** Mean amount of wins to come, minor units; null when no win quick enough was seen, and then nothing can be said. */
	meanAmountMinor: number | null;
	/** Wins quick enough to have counted. */
	wins: number;
	/** Amounts to draw from, as likely as they are expected, with the mean `expectedMinor / expectedWins`. */
	winAmounts: Float64Array;
	/** Variance of the expectation relative to its square, beyond the chance of single wins. */
	variance: number;
}

/** Amounts to draw from. */
const AMOUNTS = 1000;

/** A level is taken over a week at least: creation has weekends. */
const LEAST_DAYS = 7;

/** A pause as long as this may part stray deals from history. */
const YEAR_DAYS = 365;
/** Stray deals are one in so many at most. */
const STRAY = 20;

/**
 * The deals of late, replayed: what was created in past days will be created again, each copy at a random moment before
 * the span ends, and lives as its model did; what a model deal that is still open will come to is told by the deal model
 * (`share`). So a change in the number, quality or size of new deals counts before their endings are known, which a rate
 * × a yield of finished deals misses. How far back deals count is chosen by error at past origins (`weighMemories`). Past
 * spans worth fewer than two weigh little in the variance, against `relativeVariance`.
 */
export function reckonUncreated(deals: ReplayedDeal[], now: Instant, latestDays: number): UncreatedBusiness {
	// Of a span that is over nothing is to come, which is not the same as that nothing is known.
	const wins = deals.filter((d) => d.isWin && (d.share > 0 || !(latestDays > 0)));
	const meanWin = wins.reduce((s, d) => s + d.share * (d.amountMinor ?? 0), 0) / (sumOf(wins) || 1);
	const spare = wins.length > 0 ? meanWin : null;
	const ageOf = (deal: ReplayedDeal): number => Math.max(0, Math.floor((now - deal.createdAt) / DAY_MS));
	const days = Math.max(LEAST_DAYS, historyDays(deals.map(ageOf)));
	const series = new Float64Array(days);
	const created = new Float64Array(days);
	const copies: { age: number; share: number; amount: number }[] = [];
	for (const deal of deals) {
		const age = ageOf(deal);
		if (age >= days) continue;
		created[age] = (created[age] ?? 0) + 1;
		const amount = deal.amountMinor ?? (deal.isAmountToCome ? spare : null);
		if (!(deal.share > 0) || amount === null || spare === null) continue;
		copies.push({ age, share: deal.share, amount });
		const day = days - 1 - age;
		series[day] = (series[day] ?? 0) + deal.share * amount;
	}
	const choice = weighMemories(series, latestDays);
	const weights = dayWeights(choice, days);
	const rate = weights.reduce((s, w, age) => s + w * (created[age] ?? 0), 0);
	const weighed = copies.map((c) => ({ amount: c.amount, wins: (weights[c.age] ?? 0) * c.share * latestDays }));
	const expectedWins = weighed.reduce((s, c) => s + c.wins, 0);
	const expectedMinor = weighed.reduce((s, c) => s + c.wins * c.amount, 0);
	const theory = relativeVariance(created, rate, choice.days, latestDays, wins.length);
	// The series' own chance of single deals is drawn again in the simulation: it is not to count twice.
	const chance = chanceOf(copies, series, latestDays);
	const seen = choice.relativeError === null ? theory : Math.max(0, choice.relativeError - chance);
	return {
		createdPerDay: rate,
		rateDays: choice.days,
		expectedWins,
		expectedMinor,
		meanAmountMinor: expectedWins > 0 ? expectedMinor / expectedWins : spare,
		wins: wins.length,
		winAmounts: drawList(weighed, expectedWins, expectedMinor),
		variance: expectedWins > 0 ? (seen * choice.windows + theory * 2) / (choice.windows + 2) : 0,
	};
}

/**
 * Share of the days from now to `latest` on which a copy of a deal that is won after `lifeDays` could be created and still
 * be won between `soonest` and `latest` days from now.
 */
export function replayShare(lifeDays: number, soonest: number, latest: number): number {
	if (!(latest > 0)) return 0;
	return (Math.max(0, latest - lifeDays) - Math.max(0, soonest - lifeDays)) / latest;
}

/**
 * Days back to the first deal; where a few lie more than a year before the next, and longer than all that came since, to
 * that next one: a mistaken year must not make the past endless.
 */
function historyDays(ages: number[]): number {
	const oldestFirst = Float64Array.from(ages).sort().reverse();
	const oldest = oldestFirst[0] ?? -1;
	for (let k = 1; k * STRAY <= oldestFirst.length; k++) {
		const next = oldestFirst[k] ?? 0;
		if ((oldestFirst[k - 1] ?? 0) - next > Math.max(YEAR_DAYS, next)) return next + 1;
	}
	return oldest + 1;
}

/** How uncertain creation is by theory: a rate seen for so long, swings to come, and a yield from so many wins. */
function relativeVariance(
	created: Float64Array,
	perDay: number,
	rateDays: number,
	latestDays: number,
	wins: number,
): number {
	if (!(perDay > 0) || !(latestDays > 0)) return 0;
	const weeks = new Float64Array(Math.max(1, Math.min(26, Math.floor(created.length / 7))));
	for (let age = 0; age < weeks.length * 7; age++) {
		const week = Math.floor(age / 7);
		weeks[week] = (weeks[week] ?? 0) + (created[age] ?? 0);
	}
	const dispersion = dispersionOf(weeks);
	return dispersion / (perDay * rateDays) + (dispersion - 1) / (perDay * latestDays) + 1 / Math.max(1, wins);
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

/** Relative variance that copies alone, coming by chance, give to the sum over so many days. */
function chanceOf(copies: { share: number; amount: number }[], series: Float64Array, days: number): number {
	const total = series.reduce((a, b) => a + b, 0);
	if (!(total > 0) || !(days > 0)) return 0;
	const squares = copies.reduce((s, c) => s + (c.share * c.amount) ** 2, 0);
	return ((squares / series.length) * days) / ((total / series.length) * days) ** 2;
}

/** Amounts in even steps of what is expected (systematic sampling), moved to the exact mean. */
function drawList(
	weighed: { amount: number; wins: number }[],
	expectedWins: number,
	expectedMinor: number,
): Float64Array {
	if (!(expectedWins > 0)) return new Float64Array(0);
	const sorted = [...weighed].sort((a, b) => a.amount - b.amount);
	const list = new Float64Array(AMOUNTS);
	let k = 0;
	let reached = 0;
	for (const { amount, wins } of sorted) {
		reached += wins / expectedWins;
		while (k < AMOUNTS && (k + 0.5) / AMOUNTS <= reached) list[k++] = amount;
	}
	list.fill(sorted.at(-1)?.amount ?? 0, k);
	const mean = list.reduce((a, b) => a + b, 0) / AMOUNTS;
	const factor = mean > 0 ? expectedMinor / expectedWins / mean : 1;
	return list.map((amount) => amount * factor);
}

function sumOf(deals: ReplayedDeal[]): number {
	return deals.reduce((s, d) => s + d.share, 0);
}
