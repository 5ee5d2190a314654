import { type Kysely, sql } from "kysely";

/** When marketing handed a lead over as qualified, and when sales took it for one too. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table leads add mql_at timestamptz, add sql_at timestamptz`.execute(db);
	await sql`create index leads_handed on leads (tenant_id, mql_at) where mql_at is not null`.execute(db);
}
