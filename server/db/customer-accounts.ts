import { type RawBuilder, sql } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";
import type { Db } from "./connect.ts";
import { likeAnywhere } from "./filters.ts";
import { COUNT_MOST, type Counted, type Position, pageOfKeys, type SortOrder } from "./paging.ts";

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
	parentId: string | null;
	createdAt: Instant;
}

/** One page of accounts to ask for. */
export interface AccountPageAsk {
	filter: { ownerId?: string | undefined; industry?: string | undefined; search?: string | undefined };
	visibleOwners: VisibleOwners;
	sort: SortOrder<(typeof ACCOUNT_SORTS)[number]>;
	after: Position | null;
	limit: number;
}

const columns = sql`a.id, a.name, a.domain, a.industry, a.employees, a.country, a.region, a.owner_id as "ownerId",
	a.parent_id as "parentId", a.created_at as "createdAt"`;

/** Accounts in order, one page, in one round trip. */
export async function listAccounts(
	db: Db,
	ask: AccountPageAsk,
): Promise<Counted & { rows: AccountRow[]; next: Position | null }> {
	const { ownerId, industry, search } = ask.filter;
	const conditions = [accountVisibleTo(ask.visibleOwners)];
	if (ownerId) conditions.push(sql`a.owner_id = ${ownerId}::uuid`);
	if (industry) conditions.push(sql`lower(a.industry) = lower(${industry})`);
	if (search) conditions.push(sql`a.name ilike ${likeAnywhere(search)}`);
	const where = sql.join(conditions, sql` and `);
	const isByName = ask.sort.key === "name";
	const keys = pageOfKeys(
		{
			from: sql`from accounts a`,
			where,
			by: isByName ? sql`lower(a.name)` : sql`a.created_at`,
			type: isByName ? "text" : "timestamptz",
			id: sql`a.id`,
			hasBlanks: false,
		},
		ask.sort,
		ask.after,
		ask.limit,
	);
	const way = sql.raw(ask.sort.descending ? "desc" : "asc");
	const { rows } = await sql<AccountRow & { at: string | null; matching: number; found: boolean }>`
		with picked as materialized (${keys}),
			matched as (select count(*)::int as n from (select 1 from accounts a where ${where} limit ${sql.lit(COUNT_MOST + 1)}) x)
		select m.n as matching, p.id is not null as found, p.at::text as at, ${columns}
		from matched m left join picked p on true left join accounts a on a.id = p.id
		order by p.at ${way}, p.id ${way}`.execute(db);
	const found = rows.filter((row) => row.found);
	const matching = rows[0]?.matching ?? 0;
	const last = found[ask.limit - 1];
	return {
		rows: found.slice(0, ask.limit),
		next: found.length > ask.limit && last ? { value: last.at, id: last.id } : null,
		total: Math.min(matching, COUNT_MOST),
		totalIsAtLeast: matching > COUNT_MOST,
	};
}

/** These accounts as far as they are visible, in no order. */
export async function findAccounts(
	db: Db,
	ids: readonly string[],
	visibleOwners: VisibleOwners,
): Promise<AccountRow[]> {
	const { rows } = await sql<AccountRow>`select ${columns} from accounts a
		where a.id = any(${ids}::uuid[]) and ${accountVisibleTo(visibleOwners)}`.execute(db);
	return rows;
}

/** The condition that somebody sees the account `a`: their own or their people's, or one with a deal that is. */
export function accountVisibleTo(visibleOwners: VisibleOwners): RawBuilder<unknown> {
	if (visibleOwners === "all") return sql`true`;
	return sql`(${ownedInSight(sql`a.owner_id`, visibleOwners)} or exists (
		select from deals x where x.account_id = a.id and ${ownedInSight(sql`x.owner_id`, visibleOwners)}))`;
}
