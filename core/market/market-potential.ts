import { type AccountGroup, liesIn, type MarketCell } from "./market-cell.ts";

/** A cut of the market with what we have in it. Money in minor units a year. */
export interface PotentialRow {
	cell: MarketCell;
	/** companies × spend. */
	totalMinor: bigint;
	/** Whether we sell there: in that country we have accounts, and in that industry we have won. */
	isServed: boolean;
	accounts: number;
	customers: number;
	untouched: number;
	wonMinor: bigint;
	/** won ÷ total; null where the total is 0. */
	share: number | null;
	/** total less won, where we sell; never below 0. */
	whiteMinor: bigint;
	/** A year, from economic tables; null where none says. */
	growth: number | null;
	people: number | null;
}

/** The whole market (TAM), the part that we serve (SAM), and what we have of it. */
export interface MarketPotential {
	rows: PotentialRow[];
	tamMinor: bigint;
	samMinor: bigint;
	/** Won in the last twelve months in what we serve. */
	wonMinor: bigint;
	/** won ÷ SAM; null without one. */
	share: number | null;
	whiteMinor: bigint;
	untouched: number;
	/** Accounts of ours that lie in no cell: counted nowhere. */
	outside: number;
}

/**
 * Market potential from tables: `cells` with companies and spend are what is summed; `context` adds growth and people.
 * An account lies in the first cell that takes it, so nothing is counted twice. Rows come with the most white space first.
 */
export function marketPotential(cells: MarketCell[], context: MarketCell[], groups: AccountGroup[]): MarketPotential {
	const ours = cells.map(() => ({ accounts: 0, customers: 0, untouched: 0, wonMinor: 0n }));
	let outside = 0;
	for (const group of groups) {
		const at = ours[cells.findIndex((cell) => liesIn(group, cell))];
		if (!at) {
			outside += group.accounts;
			continue;
		}
		at.accounts += group.accounts;
		at.customers += group.customers;
		at.untouched += group.untouched;
		at.wonMinor += group.wonMinor;
	}
	const countries = new Set(groups.map((g) => g.country));
	const industries = new Set(groups.filter((g) => g.customers > 0).map((g) => g.industry));
	const rows = cells.map((cell, k): PotentialRow => {
		const own = ours[k] ?? { accounts: 0, customers: 0, untouched: 0, wonMinor: 0n };
		const totalMinor = BigInt(Math.round((cell.companies ?? 0) * Number(cell.spendMinor ?? 0n)));
		const isServed =
			(cell.country === null || countries.has(cell.country)) &&
			(cell.industry === null || industries.has(cell.industry));
		const left = totalMinor > own.wonMinor ? totalMinor - own.wonMinor : 0n;
		return {
			...{ cell, totalMinor, isServed, ...own },
			share: totalMinor > 0n ? Number(own.wonMinor) / Number(totalMinor) : null,
			whiteMinor: isServed ? left : 0n,
			growth: cell.growth ?? said(context, cell, "growth"),
			people: cell.people ?? said(context, cell, "people"),
		};
	});
	rows.sort((a, b) => (a.whiteMinor === b.whiteMinor ? 0 : a.whiteMinor > b.whiteMinor ? -1 : 1));
	const sum = (of: PotentialRow[], key: "totalMinor" | "wonMinor" | "whiteMinor") =>
		of.reduce((total, row) => total + row[key], 0n);
	const served = rows.filter((row) => row.isServed);
	const [samMinor, wonMinor] = [sum(served, "totalMinor"), sum(served, "wonMinor")];
	return {
		...{ rows, tamMinor: sum(rows, "totalMinor"), samMinor, wonMinor },
		share: samMinor > 0n ? Number(wonMinor) / Number(samMinor) : null,
		whiteMinor: sum(served, "whiteMinor"),
		untouched: rows.reduce((total, row) => total + row.untouched, 0),
		outside,
	};
}

/** What a context table says of the closest cut that holds the cell: the more of its fields are named, the closer. */
function said(context: MarketCell[], cell: MarketCell, key: "growth" | "people"): number | null {
	let best: { named: number; value: number } | null = null;
	for (const other of context) {
		const value = other[key];
		if (value === null || !holds(other, cell)) continue;
		const named = [other.country, other.region, other.industry].filter((part) => part !== null).length;
		if (!best || named > best.named) best = { named, value };
	}
	return best?.value ?? null;
}

function holds(outer: MarketCell, inner: MarketCell): boolean {
	return (["country", "region", "industry"] as const).every((key) => outer[key] === null || outer[key] === inner[key]);
}
