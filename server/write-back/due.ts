import { sql, type Transaction } from "kysely";
import type { Tables } from "../db/tables.ts";

/** Workspaces and hosts with planned writes that may be sent now: switched on and confirmed, or taking something back. */
export async function dueWriteBacks(trx: Transaction<Tables>): Promise<{ tenant_id: number; host: string }[]> {
	const { rows } = await sql<{ tenant_id: number; host: string }>`select s.tenant_id, s.host from write_back_settings s
		join installations i on i.tenant_id = s.tenant_id and i.host = s.host and i.state = 'on'
		where exists (select from write_backs w where w.tenant_id = s.tenant_id and w.host = s.host and w.state = 'planned'
			and ((s.state = 'on' and s.confirmed_at is not null) or w.priority = 0))`.execute(trx);
	return rows;
}
