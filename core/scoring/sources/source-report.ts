import { DAY_MS, dateIn, type Instant } from "../../model/instant.ts";
import { convert, type ExchangeRate, type Money, rateOn } from "../../model/money.ts";
import { quantile } from "../../stats/quantile.ts";
import { rateInterval } from "../../stats/shrinkage.ts";
import { type Attributed, attributeRevenue, NO_SOURCE } from "./attribute-revenue.ts";
import type { SourceJourney } from "./removal-effects.ts";

/** Leads that came from one source. */
export interface SourceLeads {
	key: string;
	leads: number;
	/** Became a deal or were given up; those still worked tell nothing yet. */
	ended: number;
	converted: number;
	/** Given up, or their deal was won or lost. */
	decided: number;
	won: number;
}

/** A deal that was won in the span. */
export interface WonJourney {
	/** Keys of sources in order of time. */
	path: readonly string[];
	/** When its customer first came. */
	firstAt: Instant;
	closedAt: Instant;
	amount: Money | null;
}

/** What was paid for a source in a month, as stored. */
export interface SourceCost {
	key: string;
	/** First day of the month. */
	month: string;
	amount: Money;
}

/** A share of leads with its 80 % range; null where none has ended. */
export interface SourceShare {
	share: number;
	low: number;
	high: number;
	n: number;
}

/** One source, or everything without one (`NO_SOURCE`). */
export interface SourceRow {
	key: string;
	leads: number;
	toDeal: SourceShare | null;
	toWon: SourceShare | null;
	/** Won deals whose customer first came by it. */
	wonDeals: number;
	revenue: Attributed;
	/** Median days from the customer's first coming to the win, over `wonDeals`. */
	cycleDays: number | null;
	/** Null where nobody has said what it cost. */
	costMinor: bigint | null;
	/** Months of the span for which a cost stands; zero is one, too. */
	costMonths: number;
	/** (data-driven revenue − cost) ÷ cost; null without a cost above zero. */
	roi: number | null;
}

/** All sources, those with the most data-driven revenue first, then by leads. */
export interface SourceReport {
	rows: SourceRow[];
	/** What each way of sharing adds up to. */
	totalMinor: bigint;
	wonDeals: number;
	/** Won deals without an amount or a rate: counted, not priced. */
	unpriced: number;
	/** Costs without a rate: left out. */
	unpricedCosts: number;
}

/** What each source brought, in the reporting currency. Deals are priced on the day they were won, costs on their month's first. */
export function sourceReport(given: {
	leads: readonly SourceLeads[];
	won: readonly WonJourney[];
	lost: readonly SourceJourney[];
	costs: readonly SourceCost[];
	currency: string;
	rates: ExchangeRate[];
	zone: string;
}): SourceReport {
	const { won, lost, currency, rates, zone } = given;
	const price = (money: Money | null, day: string): bigint | null => {
		const rate = money && rateOn(rates, money.currency, currency, day);
		return money && rate ? convert(money, rate).amountMinor : null;
	};
	const priced = won.map(({ path, amount, closedAt }) => ({
		path,
		amountMinor: price(amount, dateIn(zone, closedAt)),
	}));
	const { bySource, total } = attributeRevenue(priced, lost);
	const leads = new Map(given.leads.map((row) => [row.key, row]));
	const days = new Map<string, number[]>();
	for (const { path, firstAt, closedAt } of won) {
		const first = path[0] ?? NO_SOURCE;
		const held = days.get(first) ?? [];
		held.push(Math.max(0, closedAt - firstAt) / DAY_MS);
		days.set(first, held);
	}
	const costs = new Map<string, bigint>();
	const months = new Map<string, Set<string>>();
	let unpricedCosts = 0;
	for (const { key, month, amount } of given.costs) {
		const cost = price(amount, month);
		if (cost === null) unpricedCosts++;
		else {
			costs.set(key, (costs.get(key) ?? 0n) + cost);
			months.set(key, (months.get(key) ?? new Set()).add(month));
		}
	}
	const keys = new Set([...leads.keys(), ...bySource.keys(), ...days.keys(), ...costs.keys()]);
	const rows = [...keys].map((key): SourceRow => {
		const came = leads.get(key);
		const revenue = bySource.get(key) ?? { first: 0n, last: 0n, linear: 0n, data: 0n };
		const costMinor = costs.get(key) ?? null;
		return {
			key,
			leads: came?.leads ?? 0,
			toDeal: came ? shareOf(came.converted, came.ended) : null,
			toWon: came ? shareOf(came.won, came.decided) : null,
			wonDeals: days.get(key)?.length ?? 0,
			revenue,
			cycleDays: quantile(days.get(key) ?? [], 0.5),
			costMinor,
			costMonths: months.get(key)?.size ?? 0,
			roi: costMinor !== null && costMinor > 0n ? Number(revenue.data - costMinor) / Number(costMinor) : null,
		};
	});
	rows.sort((a, b) => compare(b.revenue.data, a.revenue.data) || b.leads - a.leads || (a.key < b.key ? -1 : 1));
	const unpriced = priced.filter((deal) => deal.amountMinor === null).length;
	return { rows, totalMinor: total, wonDeals: won.length, unpriced, unpricedCosts };
}

function shareOf(of: number, n: number): SourceShare | null {
	if (n === 0) return null;
	const { low, high } = rateInterval(of / n, n);
	return { share: of / n, low, high, n };
}

function compare(a: bigint, b: bigint): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
