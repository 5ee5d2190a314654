import { type RawBuilder, sql } from "kysely";
import { countryCode } from "../../core/market/country-code.ts";
import type { Instant, PlainDate } from "../../core/model/instant.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";
import type { Db } from "./connect.ts";
import { endOfDay, likeAnywhere, startOfDay } from "./filters.ts";
import {
	allIds,
	COUNT_MOST,
	type Counted,
	countUpTo,
	type KeyedList,
	type Position,
	pageOf,
	pageOfKeys,
	type ReadRow,
	type SortOrder,
} from "./paging.ts";

export const ACCOUNT_SORTS = ["name", "createdAt"] as const;

/** A company that is sold to. */
export interface AccountRow {
	id: string;
	name: string;
	domain: string | null;
	industry: string | null;
	employees: number | null;
	country: string | null;
	region: string | null;
	ownerId: string | null;
	ownerName: string | null;
	parentId: string | null;
	parentName: string | null;
	/** In the workspace's currency. */
	annualRevenueMinor: bigint | null;
	currency: string;
	createdAt: Instant;
	/** Deals in sight. */
	openDeals: number;
	wonDeals: number;
}

/** Which accounts: all that are given must hold. */
export interface AccountFilter {
	ownerId?: string | undefined;
	industry?: string | undefined;
	country?: string | undefined;
	employeesFrom?: number | undefined;
	employeesTo?: number | undefined;
	/** Days in the workspace's zone, both included. */
	createdFrom?: PlainDate | undefined;
	createdTo?: PlainDate | undefined;
	search?: string | undefined;
}

/** One page of accounts to ask for. */
export interface AccountPageAsk {
	filter: AccountFilter;
	visibleOwners: VisibleOwners;
	sort: SortOrder<(typeof ACCOUNT_SORTS)[number]>;
	after: Position | null;
	limit: number;
}

const columns = sql`a.id, a.name, a.domain, a.industry, a.employees, a.country, a.region, a.owner_id as "ownerId",
	o.name as "ownerName", a.parent_id as "parentId", up.name as "parentName",
	a.annual_revenue_minor as "annualRevenueMinor", (select reporting_currency from tenants) as currency,
	a.created_at as "createdAt", n.open as "openDeals", n.won as "wonDeals"`;

/** What stands beside `accounts a`. */
function joins(visibleOwners: VisibleOwners): RawBuilder<unknown> {
	return sql`left join users o on o.id = a.owner_id left join accounts up on up.id = a.parent_id
		left join lateral (select count(*) filter (where d.status = 'open')::int as open,
			count(*) filter (where d.status = 'won')::int as won
			from deals d where d.account_id = a.id and ${ownedInSight(sql`d.owner_id`, visibleOwners)}) n on true`;
}

/** Accounts in order, one page, in one round trip. */
export async function listAccounts(
	db: Db,
	ask: AccountPageAsk,
): Promise<Counted & { rows: AccountRow[]; next: Position | null }> {
	const where = accountConditions(ask.filter, ask.visibleOwners);
	const keys = pageOfKeys(orderedBy(ask.sort.key, where), ask.sort, ask.after, ask.limit);
	const way = sql.raw(ask.sort.descending ? "desc" : "asc");
	const { rows } = await sql<AccountRow & ReadRow>`
		with picked as materialized (${keys}),
			matched as (select count(*)::int as n from (select 1 from accounts a where ${where} limit ${sql.lit(COUNT_MOST + 1)}) x)
		select m.n as matching, p.id is not null as found, p.at::text as at, ${columns}
		from matched m left join picked p on true left join accounts a on a.id = p.id ${joins(ask.visibleOwners)}
		order by p.at ${way}, p.id ${way}`.execute(db);
	return pageOf(rows, ask.limit);
}

/** These accounts as far as they are visible, in no order. */
export async function findAccounts(
	db: Db,
	ids: readonly string[],
	visibleOwners: VisibleOwners,
): Promise<AccountRow[]> {
	const { rows } = await sql<AccountRow>`select ${columns} from accounts a ${joins(visibleOwners)}
		where a.id = any(${ids}::uuid[]) and ${accountVisibleTo(visibleOwners)}`.execute(db);
	return rows;
}

/** Every account of a list in its order, a batch at a time; `db` must be a transaction. */
export async function* allAccounts(
	db: Db,
	{ filter, visibleOwners, sort }: Pick<AccountPageAsk, "filter" | "visibleOwners" | "sort">,
): AsyncGenerator<AccountRow[]> {
	const list = orderedBy(sort.key, accountConditions(filter, visibleOwners));
	for await (const ids of allIds(db, list, sort)) {
		const byId = new Map((await findAccounts(db, ids, visibleOwners)).map((row) => [row.id, row]));
		yield ids.flatMap((id) => byId.get(id) ?? []);
	}
}

/** How many accounts a list has, counted up to `most`. */
export async function countAccounts(
	db: Db,
	{ filter, visibleOwners }: Pick<AccountPageAsk, "filter" | "visibleOwners">,
	most: number,
): Promise<number> {
	return countUpTo(db, sql`from accounts a where ${accountConditions(filter, visibleOwners)}`, most);
}

function orderedBy(key: (typeof ACCOUNT_SORTS)[number], where: RawBuilder<unknown>): KeyedList {
	const plain = { from: sql`from accounts a`, where, id: sql`a.id`, hasBlanks: false };
	return key === "name"
		? { ...plain, by: sql`lower(a.name)`, type: "text" }
		: { ...plain, by: sql`a.created_at`, type: "timestamptz" };
}

function accountConditions(filter: AccountFilter, visibleOwners: VisibleOwners): RawBuilder<unknown> {
	const all = [accountVisibleTo(visibleOwners)];
	if (filter.ownerId) all.push(sql`a.owner_id = ${filter.ownerId}::uuid`);
	if (filter.industry) all.push(sql`lower(a.industry) = lower(${filter.industry})`);
	if (filter.country)
		all.push(sql`lower(a.country) in (lower(${filter.country}), lower(${countryCode(filter.country)}))`);
	if (filter.employeesFrom !== undefined) all.push(sql`a.employees >= ${filter.employeesFrom}`);
	if (filter.employeesTo !== undefined) all.push(sql`a.employees <= ${filter.employeesTo}`);
	if (filter.createdFrom) all.push(sql`a.created_at >= ${startOfDay(filter.createdFrom)}`);
	if (filter.createdTo) all.push(sql`a.created_at < ${endOfDay(filter.createdTo)}`);
	if (filter.search) {
		const like = likeAnywhere(filter.search);
		all.push(sql`(a.name ilike ${like} or a.domain ilike ${like})`);
	}
	return sql.join(all, sql` and `);
}

/** The condition that somebody sees the account `a`: their own or their people's, or one with a deal that is. */
export function accountVisibleTo(visibleOwners: VisibleOwners): RawBuilder<unknown> {
	if (visibleOwners === "all") return sql`true`;
	return sql`(${ownedInSight(sql`a.owner_id`, visibleOwners)} or exists (
		select from deals x where x.account_id = a.id and ${ownedInSight(sql`x.owner_id`, visibleOwners)}))`;
}
