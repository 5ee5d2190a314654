import { sql, type Transaction } from "kysely";
import type { JsonValue } from "../../core/model/change.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { RoutingDecision } from "../../core/routing/routing-model.ts";
import type { Placing } from "../territory/place-record.ts";
import type { Db } from "./connect.ts";
import { OPEN_LEAD } from "./leads.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

/** The lowest id of what came in at or after a moment: ids begin with the milliseconds at which they were made. */
function idSince(since: Instant): string {
	const hex = Math.max(0, since).toString(16).padStart(12, "0");
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
}

/** Open leads that came in since a moment, that nobody has and that were not routed yet; oldest first. */
export async function arrivedLeads(db: Db, since: Instant, most: number): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`select l.id::text as id from leads l
		where l.id >= ${idSince(since)}::uuid and l.owner_id is null and l.status = any(${OPEN_LEAD}::text[])
			and not exists (select from lead_assignments a where a.lead_id = l.id and a.cause = 'arrival')
		order by l.created_at, l.id limit ${sql.lit(most)}`.execute(db);
	return rows.map((row) => row.id);
}

/** An account as routing reads it. */
export interface ArrivedAccount {
	id: string;
	name: string;
	industry: string | null;
	country: string | null;
	region: string | null;
	employees: number | null;
	createdAt: Instant;
	extra: { [key: string]: JsonValue } | null;
}

const AS_ARRIVED = sql`a.id::text as id, a.name, a.industry, a.country, a.region, a.employees,
	a.created_at as "createdAt", a.extra`;

/** Accounts that came in since a moment, that nobody has and that were not routed yet; oldest first. */
export async function arrivedAccounts(db: Db, since: Instant, most: number): Promise<ArrivedAccount[]> {
	const { rows } = await sql<ArrivedAccount>`select ${AS_ARRIVED} from accounts a
		where a.id >= ${idSince(since)}::uuid and a.owner_id is null
			and not exists (select from account_assignments g where g.account_id = a.id)
		order by a.created_at, a.id limit ${sql.lit(most)}`.execute(db);
	return rows;
}

/** The newest accounts that came between two moments, whoever has them now; oldest first. */
export async function newestAccounts(
	db: Db,
	{ since, until, most }: { since: Instant; until: Instant; most: number },
): Promise<(ArrivedAccount & { ownerId: string | null })[]> {
	const { rows } = await sql<ArrivedAccount & { ownerId: string | null }>`select ${AS_ARRIVED},
			a.owner_id::text as "ownerId" from accounts a
		where a.created_at >= ${timestamp(since)}::timestamptz and a.created_at < ${timestamp(until)}::timestamptz
		order by a.created_at desc, a.id desc limit ${sql.lit(most)}`.execute(db);
	return rows.toReversed();
}

/** Why somebody got an account, or nobody; `leadId` is the account's. */
export type AccountDecision = RoutingDecision & {
	/** The place in a territory plan by whose person it was given, before any rule was asked. */
	placing: Placing | null;
};

/** Gives accounts to people and keeps why. Gives those that really changed hands. */
export async function assignAccounts(
	trx: Transaction<Tables>,
	tenantId: number,
	decisions: readonly AccountDecision[],
	now: Instant,
): Promise<{ id: string; toId: string }[]> {
	const ids = decisions.map((decision) => decision.leadId);
	await sql`insert into account_assignments (tenant_id, account_id, to_id, decision, made_at)
		select ${tenantId}::int, x.id, x.owner, x.decision, ${timestamp(now)}::timestamptz
		from unnest(${ids}::uuid[], ${decisions.map((d) => d.userId)}::uuid[],
			${decisions.map((d) => JSON.stringify(d))}::jsonb[]) as x(id, owner, decision)
		on conflict do nothing`.execute(trx);
	const { rows } = await sql<{ id: string; toId: string }>`update accounts a set owner_id = g.to_id,
			version = a.version + 1
		from account_assignments g where g.account_id = a.id and a.id = any(${ids}::uuid[]) and a.owner_id is null
			and g.to_id is not null
		returning a.id::text as id, a.owner_id::text as "toId"`.execute(trx);
	return rows;
}

/** Who was given an account on its arrival and why; null where it was not routed. */
export async function accountAssignment(
	db: Db,
	accountId: string,
): Promise<{ to: string | null; decision: AccountDecision; madeAt: Instant } | null> {
	const { rows } = await sql<{ to: string | null; decision: AccountDecision; madeAt: Instant }>`select u.name as "to",
			g.decision, g.made_at as "madeAt"
		from account_assignments g left join users u on u.id = g.to_id where g.account_id = ${accountId}::uuid`.execute(db);
	return rows[0] ?? null;
}
