import { sql, type Transaction } from "kysely";
import type { Tables } from "../db/tables.ts";

/** The run that newly planned writes belong to: the one that is being previewed, else the day's own. */
export async function runOfNow(trx: Transaction<Tables>, tenantId: number, host: string): Promise<string> {
	const preview = await trx
		.selectFrom("write_runs")
		.select("id")
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.where("state", "in", ["planning", "preview"])
		.executeTakeFirst();
	if (preview) return preview.id;
	const { rows } = await sql<{ id: string }>`insert into write_runs (tenant_id, host, kind, state, day, confirmed_at)
		values (${tenantId}, ${host}, 'ongoing', 'running', (now() at time zone 'UTC')::date, now())
		on conflict (tenant_id, host, day) where kind = 'ongoing' do update set host = excluded.host
		returning id`.execute(trx);
	return rows[0]?.id ?? "";
}
