import { sql, type Transaction } from "kysely";
import { countryCode } from "../../core/market/country-code.ts";
import type { AccountGroup, MarketCell } from "../../core/market/market-cell.ts";
import type { MarketMapping, MarketReject } from "../../core/market/read-market-table.ts";
import type { Instant } from "../../core/model/instant.ts";
import { minorDigits } from "../../core/model/money.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";
import type { Db } from "./connect.ts";
import { OPEN_LEAD } from "./leads.ts";
import type { Tables } from "./tables.ts";
import { jsonb, timestamp } from "./values.ts";

/** A market table as it is kept. */
export interface StoredMarketTable {
	id: string;
	name: string;
	kind: "industry" | "economic" | "demographic";
	source: string;
	asOf: string;
	sample: string | null;
	rows: number;
	rejects: MarketReject[];
	isUsed: boolean;
	version: number;
	by: string | null;
	createdAt: Instant;
}

/** Keeps a table with its cells and gives its id; null where the very same one is there. */
export async function insertMarketTable(
	trx: Transaction<Tables>,
	given: Pick<StoredMarketTable, "name" | "kind" | "source" | "asOf" | "sample" | "rejects"> & {
		tenantId: number;
		by: string | null;
		currency: string;
		mapping: MarketMapping;
		digest: string;
		cells: readonly MarketCell[];
	},
): Promise<string | null> {
	const { tenantId, cells } = given;
	const made = await trx
		.insertInto("market_tables")
		.values({
			tenant_id: tenantId,
			name: given.name,
			kind: given.kind,
			source: given.source,
			as_of: given.asOf,
			sample: given.sample,
			currency: given.currency,
			mapping: jsonb(given.mapping),
			digest: given.digest,
			rows: cells.length,
			rejects: jsonb(given.rejects),
			made_by: given.by,
		})
		.onConflict((conflict) => conflict.columns(["tenant_id", "digest"]).doNothing())
		.returning("id")
		.executeTakeFirst();
	if (!made) return null;
	for (let from = 0; from < cells.length; from += 500) {
		await trx
			.insertInto("market_cells")
			.values(
				cells.slice(from, from + 500).map((cell, k) => ({
					tenant_id: tenantId,
					table_id: made.id,
					cell: from + k,
					country: cell.country,
					region: cell.region,
					industry: cell.industry,
					size_from: cell.sizeFrom,
					size_to: cell.sizeTo,
					companies: cell.companies,
					spend_minor: cell.spendMinor,
					growth: cell.growth,
					people: cell.people,
				})),
			)
			.execute();
	}
	return made.id;
}

/** Tables, newest first. */
export async function listMarketTables(db: Db): Promise<StoredMarketTable[]> {
	const rows = await db
		.selectFrom("market_tables as m")
		.leftJoin("users as u", "u.id", "m.made_by")
		.select([
			"m.id",
			"m.name",
			"m.kind",
			"m.source",
			"m.as_of as asOf",
			"m.sample",
			"m.rows",
			"m.rejects",
			"m.is_used as isUsed",
			"m.version",
			"u.name as by",
			"m.created_at as createdAt",
		])
		.orderBy("m.created_at", "desc")
		.orderBy("m.id")
		.execute();
	// Written by insertMarketTable and read back as it was.
	return rows.map((row) => ({ ...row, rejects: row.rejects as unknown as MarketReject[] }));
}

/** Cells of the tables that count, by what their table tells of. */
export async function usedCells(db: Db): Promise<{ sums: MarketCell[]; context: MarketCell[] }> {
	const rows = await db
		.selectFrom("market_cells as c")
		.innerJoin("market_tables as m", "m.id", "c.table_id")
		.select([
			"m.kind",
			"c.country",
			"c.region",
			"c.industry",
			"c.size_from as sizeFrom",
			"c.size_to as sizeTo",
			"c.companies",
			"c.spend_minor as spendMinor",
			"c.growth",
			"c.people",
		])
		.where("m.is_used", "=", true)
		.orderBy("m.created_at", "desc")
		.orderBy("c.table_id")
		.orderBy("c.cell")
		.execute();
	const cells = rows.map(({ kind, ...cell }) => ({ kind, cell }));
	return {
		sums: cells.filter(({ kind }) => kind === "industry").map(({ cell }) => cell),
		context: cells.filter(({ kind }) => kind !== "industry").map(({ cell }) => cell),
	};
}

const UNTOUCHED = sql`not exists (select from deals x where x.tenant_id = a.tenant_id and x.account_id = a.id)`;

/** Accounts that are alike, counted: `bounds` are the sizes at which cells begin or end. */
export async function accountGroups(
	db: Db,
	given: {
		bounds: readonly number[];
		yearAgo: Instant;
		twoYearsAgo: Instant;
		now: Instant;
		currency: string;
		zone: string;
	},
): Promise<{ groups: AccountGroup[]; wins: number }> {
	const bounds = [...new Set([0, ...given.bounds])].sort((a, b) => a - b);
	const { rows } = await sql<{
		country: string | null;
		region: string | null;
		industry: string | null;
		band: number | null;
		accounts: number;
		customers: number;
		untouched: number;
		wins: number;
		won: { currency: string; sum: string }[] | null;
	}>`with won as (
			select d.account_id, d.currency, count(*) filter (where d.closed_at >= ${timestamp(given.yearAgo)})::int as wins,
				sum(d.amount_minor * case when d.currency = ${given.currency} then 1 else r.rate end)
					filter (where d.closed_at >= ${timestamp(given.yearAgo)}) as sum
			from deals d left join lateral (select x.rate from exchange_rates x
				where x.from_currency = d.currency and x.to_currency = ${given.currency}
					and x.valid_from <= (d.closed_at at time zone ${given.zone})::date order by x.valid_from desc limit 1) r on true
			where d.status = 'won' and d.closed_at >= ${timestamp(given.twoYearsAgo)} and d.closed_at < ${timestamp(given.now)}
			group by 1, 2),
		each as (select a.country, lower(a.region) as region, lower(a.industry) as industry,
			case when a.employees is null then null else width_bucket(a.employees, ${bounds}::int[]) end as band,
			exists (select from won w where w.account_id = a.id) as bought, ${UNTOUCHED} as untouched, a.id
			from accounts a),
		sums as (select e.country, e.region, e.industry, e.band, w.currency, sum(w.wins)::int as wins, sum(w.sum) as sum
			from each e join won w on w.account_id = e.id group by 1, 2, 3, 4, 5)
		select e.country, e.region, e.industry, e.band, count(*)::int as accounts,
			count(*) filter (where e.bought)::int as customers, count(*) filter (where e.untouched)::int as untouched,
			coalesce((select sum(s.wins) from sums s where (s.country, s.region, s.industry, s.band)
				is not distinct from (e.country, e.region, e.industry, e.band)), 0)::int as wins,
			(select jsonb_agg(jsonb_build_object('currency', s.currency, 'sum', coalesce(s.sum, 0)::text)) from sums s
				where s.currency is not null and (s.country, s.region, s.industry, s.band)
				is not distinct from (e.country, e.region, e.industry, e.band)) as won
		from each e group by 1, 2, 3, 4`.execute(db);
	let wins = 0;
	const groups = rows.map((row): AccountGroup => {
		wins += row.wins;
		const won = (row.won ?? []).reduce((sum, of) => {
			const shift = 10 ** (minorDigits(given.currency) - minorDigits(of.currency));
			return sum + BigInt(Math.round(Number(of.sum) * shift));
		}, 0n);
		return {
			country: row.country === null ? null : countryCode(row.country),
			region: row.region,
			industry: row.industry,
			employees: row.band === null ? null : (bounds[row.band - 1] ?? 0),
			accounts: row.accounts,
			customers: row.customers,
			untouched: row.untouched,
			wonMinor: won,
		};
	});
	return { groups, wins };
}

/** An account with whom nothing is or was going on. */
export interface UntappedAccount {
	id: string;
	name: string;
	ownerId: string | null;
	ownerName: string | null;
	industry: string | null;
	country: string | null;
	region: string | null;
	employees: number | null;
	hasLead: boolean;
}

/** Accounts in sight without any deal, the largest first; `ids`: only these. */
export async function untappedAccounts(
	db: Db,
	visibleOwners: VisibleOwners,
	given: { limit: number; ids?: readonly string[] },
): Promise<{ accounts: UntappedAccount[]; total: number }> {
	const where = sql`${UNTOUCHED} and ${ownedInSight(sql`a.owner_id`, visibleOwners)}
		${given.ids ? sql`and a.id = any(${given.ids}::uuid[])` : sql``}`;
	const { rows: accounts } = await sql<UntappedAccount>`
		select a.id::text as id, a.name, a.owner_id::text as "ownerId", o.name as "ownerName", a.industry, a.country, a.region,
			a.employees, exists (select from leads l where l.tenant_id = a.tenant_id and lower(l.company) = lower(a.name)
				and l.status = any(${OPEN_LEAD}::text[])) as "hasLead"
		from accounts a left join users o on o.id = a.owner_id
		where ${where} order by a.employees desc nulls last, a.name, a.id limit ${sql.lit(given.limit)}`.execute(db);
	const { rows } = await sql<{ n: number }>`select count(*)::int as n from accounts a where ${where}`.execute(db);
	return { accounts, total: rows[0]?.n ?? 0 };
}
