import { sql } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import type { LastTouch } from "./deal-columns.ts";
import { timestamp } from "./values.ts";

/** When something was last done with each of these deals before `until`. Deals without activities are left out. */
export async function lastTouches(db: Db, dealIds: string[], until: Instant): Promise<Map<string, LastTouch>> {
	const { rows } = await sql<{ id: string; direction: "in" | "out"; at: Instant; contact: string | null }>`
		select x.id, x.direction, x.at, c.name as contact from (
			select distinct on (v.deal_id, v.direction) v.deal_id as id, v.direction, v.occurred_at as at, v.contact_id
			from activities v
			where v.deal_id = any(${dealIds}::uuid[]) and v.direction is not null and v.occurred_at < ${timestamp(until)}
			order by v.deal_id, v.direction, v.occurred_at desc) x
		left join contacts c on c.id = x.contact_id`.execute(db);
	const touches = new Map<string, LastTouch>();
	for (const { id, direction, at, contact } of rows) {
		const touch = touches.get(id) ?? { in: null, outAt: null };
		if (direction === "in") touch.in = { at, contact };
		else touch.outAt = at;
		touches.set(id, touch);
	}
	return touches;
}
