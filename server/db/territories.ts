import { type RawBuilder, sql } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { TerritoryRule } from "../../core/model/planning.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";
import type { Db } from "./connect.ts";
import { likeAnywhere } from "./filters.ts";
import { COUNT_MOST, type Counted, type Position, pageOf, pageOfKeys, type ReadRow, type SortOrder } from "./paging.ts";

export const TERRITORY_SORTS = ["name", "updatedAt"] as const;
export type TerritorySort = (typeof TERRITORY_SORTS)[number];

/** A territory with how many accounts fall into it. */
export interface TerritoryRow {
	id: string;
	name: string;
	parentId: string | null;
	ownerId: string | null;
	ownerName: string | null;
	rules: TerritoryRule[];
	accounts: number;
	version: number;
	updatedAt: Instant;
}

/** One page of territories to ask for. */
export interface TerritoryPageAsk {
	filter: { ownerId?: string | undefined; search?: string | undefined };
	sort: SortOrder<TerritorySort>;
	after: Position | null;
	limit: number;
}

type BareTerritory = Omit<TerritoryRow, "accounts">;
const columns = sql`e.id, e.name, e.parent_id as "parentId", e.owner_id as "ownerId", o.name as "ownerName", e.rules,
	e.version, e.updated_at as "updatedAt"`;

/** Territories in order, one page, each with its accounts counted (two round trips: the accounts are scanned once for all). */
export async function listTerritories(
	db: Db,
	ask: TerritoryPageAsk,
): Promise<Counted & { rows: TerritoryRow[]; next: Position | null }> {
	const { ownerId, search } = ask.filter;
	const conditions = [sql`true`];
	if (ownerId) conditions.push(sql`e.owner_id = ${ownerId}::uuid`);
	if (search) conditions.push(sql`e.name ilike ${likeAnywhere(search)}`);
	const where = sql.join(conditions, sql` and `);
	const by = ask.sort.key === "name" ? sql`lower(e.name)` : sql`e.updated_at`;
	const type = ask.sort.key === "name" ? "text" : "timestamptz";
	const keys = pageOfKeys(
		{ from: sql`from territories e`, where, by, type, id: sql`e.id`, hasBlanks: false },
		ask.sort,
		ask.after,
		ask.limit,
	);
	const way = sql.raw(ask.sort.descending ? "desc" : "asc");
	const { rows } = await sql<BareTerritory & ReadRow>`
		with picked as materialized (${keys}),
			matched as (select count(*)::int as n from (select 1 from territories e where ${where} limit ${sql.lit(COUNT_MOST + 1)}) x)
		select m.n as matching, p.id is not null as found, p.at::text as at, ${columns}
		from matched m left join picked p on true left join territories e on e.id = p.id left join users o on o.id = e.owner_id
		order by p.at ${way}, p.id ${way}`.execute(db);
	const page = pageOf(rows, ask.limit);
	const counts = await countAccounts(
		db,
		page.rows.map((row) => row.rules),
	);
	return { ...page, rows: page.rows.map((row, k) => pick(row, counts[k] ?? 0)) };
}

/** One territory; null where there is none. */
export async function findTerritory(db: Db, id: string): Promise<TerritoryRow | null> {
	const { rows } = await sql<BareTerritory>`select ${columns} from territories e left join users o on o.id = e.owner_id
		where e.id = ${id}::uuid`.execute(db);
	const row = rows[0];
	return row ? pick(row, (await countAccounts(db, [row.rules]))[0] ?? 0) : null;
}

/** Territories of people in sight, with their rules, by name; those that nobody owns only for who sees all. */
export async function territoriesInSight(
	db: Db,
	visibleOwners: VisibleOwners,
): Promise<{ id: string; name: string; ownerName: string | null; rules: TerritoryRule[] }[]> {
	const { rows } = await sql<{ id: string; name: string; ownerName: string | null; rules: TerritoryRule[] }>`
		select e.id::text as id, e.name, o.name as "ownerName", e.rules
		from territories e left join users o on o.id = e.owner_id
		where ${ownedInSight(sql`e.owner_id`, visibleOwners)} order by lower(e.name), e.id limit 500`.execute(db);
	return rows;
}

/** The territories that a person works, by name. */
export async function territoriesOf(db: Db, userId: string): Promise<TerritoryRow[]> {
	const { rows } = await sql<BareTerritory>`select ${columns} from territories e left join users o on o.id = e.owner_id
		where e.owner_id = ${userId}::uuid order by lower(e.name) limit 20`.execute(db);
	const counts = await countAccounts(
		db,
		rows.map((row) => row.rules),
	);
	return rows.map((row, k) => pick(row, counts[k] ?? 0));
}

/** How many accounts each list of rules takes in; one scan for all. */
async function countAccounts(db: Db, territories: TerritoryRule[][]): Promise<number[]> {
	if (territories.length === 0) return [];
	const counts = territories.map(
		(rules, k) => sql`count(*) filter (where ${matchesAny(rules)})::int as ${sql.ref(`n${k}`)}`,
	);
	const { rows } = await sql<Record<string, number>>`select ${sql.join(counts)} from accounts a`.execute(db);
	return territories.map((_, k) => rows[0]?.[`n${k}`] ?? 0);
}

/** The condition that an account `a` falls under any of the rules. */
export function matchesAny(rules: TerritoryRule[]): RawBuilder<unknown> {
	if (rules.length === 0) return sql`false`;
	return sql`(${sql.join(rules.map(matches), sql` or `)})`;
}

function matches(rule: TerritoryRule): RawBuilder<unknown> {
	const all = [sql`true`];
	const lists = [
		[rule.countries, sql`a.country`],
		[rule.regions, sql`a.region`],
		[rule.industries, sql`a.industry`],
	] as const;
	for (const [list, column] of lists) {
		if (list) all.push(sql`lower(${column}) = any(${list.map((text) => text.toLowerCase())}::text[])`);
	}
	if (rule.minEmployees !== undefined) all.push(sql`a.employees >= ${rule.minEmployees}`);
	if (rule.maxEmployees !== undefined) all.push(sql`a.employees <= ${rule.maxEmployees}`);
	return sql`(${sql.join(all, sql` and `)})`;
}

function pick(row: BareTerritory, accounts: number): TerritoryRow {
	const { id, name, parentId, ownerId, ownerName, rules, version, updatedAt } = row;
	return { id, name, parentId, ownerId, ownerName, rules, accounts, version, updatedAt };
}
