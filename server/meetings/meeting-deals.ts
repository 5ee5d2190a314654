import { sql } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Db } from "../db/connect.ts";
import type { MeetingRow } from "../db/meetings.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";
import type { DealNames } from "../views/meeting-view.ts";

/** Refuses a deal that is not in the caller's sight. Throws unprocessable. */
export async function requireDeal(db: Db, dealId: string, visibleOwners: VisibleOwners): Promise<void> {
	const { rows } = await sql`select 1 from deals d where d.id = ${dealId}::uuid
		and ${ownedInSight(sql`d.owner_id`, visibleOwners)}`.execute(db);
	if (rows.length > 0) return;
	throw new CourtsideError("unprocessable", "dealId: there is no such deal among those you may see.", {
		errors: [{ path: "dealId", message: "not among those you may see" }],
	});
}

/** Names of the deals that matches are undecided between. */
export async function rivalNames(db: Db, rows: readonly Pick<MeetingRow, "match">[]): Promise<DealNames> {
	const ids = [...new Set(rows.flatMap(({ match }) => (match.rivals ?? []).map(({ dealId }) => dealId)))];
	if (ids.length === 0) return new Map();
	const { rows: deals } = await sql<{ id: string; name: string; account: string | null }>`
		select d.id, d.name, a.name as account from deals d left join accounts a on a.id = d.account_id
		where d.id = any(${ids}::uuid[])`.execute(db);
	return new Map(deals.map(({ id, ...names }) => [id, names]));
}
