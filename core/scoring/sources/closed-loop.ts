import { DAY_MS, type Instant } from "../../model/instant.ts";
import type { Money } from "../../model/money.ts";
import { wilsonBounds } from "../../stats/shrinkage.ts";

/** z of a two-sided 80 % range of a normal distribution. */
const Z_80 = 1.2815515655446004;

/** A lead that marketing handed over, with the deal that began after. */
export interface LoopLead {
	key: string;
	mqlAt: Instant;
	sqlAt: Instant | null;
	deal: "open" | "won" | "lost" | null;
	amount: Money | null;
}

/** A share of `n` with its 80 % range (Wilson's score interval). */
export interface LoopShare {
	share: number;
	low: number;
	high: number;
	n: number;
}

/** What became of the leads of one key. `revenue` is won money, each currency by itself, by its name. */
export interface LoopRow {
	key: string;
	mql: number;
	sql: number;
	toSql: LoopShare | null;
	won: number;
	lost: number;
	open: number;
	toWon: LoopShare | null;
	revenue: Money[];
	unpriced: number;
	daysToSql: number | null;
}

/** From leads handed over to won deals, by key; most won first, then most handed over. The last is all of them, of key "". */
export function closedLoopRows(leads: readonly LoopLead[]): { rows: LoopRow[]; total: LoopRow } {
	const rows = [...Map.groupBy(leads, ({ key }) => key)].map(([key, group]) => rowOf(key, group));
	rows.sort((a, b) => b.won - a.won || b.sql - a.sql || b.mql - a.mql || (a.key < b.key ? -1 : 1));
	return { rows, total: rowOf("", leads) };
}

function rowOf(key: string, leads: readonly LoopLead[]): LoopRow {
	const said = leads.filter(({ sqlAt }) => sqlAt !== null);
	const won = leads.filter(({ deal }) => deal === "won");
	const sums = new Map<string, bigint>();
	for (const { amount } of won)
		if (amount) sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + amount.amountMinor);
	return {
		key,
		mql: leads.length,
		sql: said.length,
		toSql: shareOf(said.length, leads.length),
		won: won.length,
		lost: leads.filter(({ deal }) => deal === "lost").length,
		open: leads.filter(({ deal }) => deal === "open").length,
		toWon: shareOf(won.length, leads.length),
		revenue: [...sums]
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([currency, amountMinor]) => ({ amountMinor, currency })),
		unpriced: won.filter(({ amount }) => amount === null).length,
		daysToSql: median(said.map(({ mqlAt, sqlAt }) => Math.max(0, ((sqlAt ?? mqlAt) - mqlAt) / DAY_MS))),
	};
}

function shareOf(k: number, n: number): LoopShare | null {
	return n === 0 ? null : { share: k / n, n, ...wilsonBounds(k / n, n, Z_80) };
}

function median(values: number[]): number | null {
	const sorted = values.sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
	return low === undefined || high === undefined ? null : (low + high) / 2;
}
