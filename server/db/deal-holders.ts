import { sql } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import { timestamp } from "./values.ts";

/** Everyone who holds a deal, whatever its state; null among them where some belong to nobody. */
export async function dealHolders(db: Db, tenantId: number): Promise<Set<string | null>> {
	const { rows } = await sql<{ id: string | null }>`
		select u.id from users u where u.tenant_id = ${tenantId} and exists (
			select from deals d where d.tenant_id = u.tenant_id and d.owner_id = u.id)
		union all
		(select null::uuid from deals d where d.tenant_id = ${tenantId} and d.owner_id is null limit 1)`.execute(db);
	return new Set(rows.map((row) => row.id));
}

/** The ids of deals that are open, or of which anything was recorded from a moment on: what can have moved since. */
export function dealsMovedSince(from: Instant) {
	return sql`select d.id from deals d where d.status = 'open'
		union select f.entity_id from field_changes f where f.entity = 'deal' and f.recorded_at >= ${timestamp(from)}`;
}
