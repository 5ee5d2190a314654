import { sql } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import { timestamp } from "./values.ts";

/** How accounts of an owner (null: nobody's) were looked after. */
export interface AccountCare {
	ownerId: string | null;
	accounts: number;
	/** Meetings and demos, and calls, of anybody of ours. */
	visits: number;
	calls: number;
	/** Accounts with none of either. */
	untouched: number;
	/** Accounts at which somebody but the owner was, of late. */
	shared: number;
}

/** Visits and calls since `since`; who else was there since `lately`. */
export async function accountCare(db: Db, since: Instant, lately: Instant, now: Instant): Promise<AccountCare[]> {
	const { rows } = await sql<AccountCare>`
		with acts as (
			select x.account_id, x.owner_id, count(*) filter (where x.kind in ('meeting', 'demo'))::int as visits,
				count(*) filter (where x.kind = 'call')::int as calls, bool_or(x.occurred_at >= ${timestamp(lately)}) as recent
			from activities x where x.occurred_at >= ${timestamp(since)} and x.occurred_at < ${timestamp(now)}
				and x.kind in ('meeting', 'demo', 'call') and x.account_id is not null group by 1, 2)
		select a.owner_id::text as "ownerId", count(distinct a.id)::int as accounts,
			coalesce(sum(x.visits), 0)::int as visits, coalesce(sum(x.calls), 0)::int as calls,
			count(distinct a.id) filter (where x.account_id is null)::int as untouched,
			count(distinct a.id) filter (where x.recent and x.owner_id is not null and x.owner_id <> a.owner_id)::int as shared
		from accounts a left join acts x on x.account_id = a.id group by a.owner_id`.execute(db);
	return rows;
}
