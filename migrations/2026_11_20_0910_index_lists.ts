import { type Kysely, sql } from "kysely";

/**
 * What lists without a filter are sorted by. With half a million deals a page of them takes 4 ms instead of 60 to 240;
 * each index costs an import of as many about a second.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create index deals_in_order_of_close on deals (tenant_id, close_date, id)`.execute(db);
	await sql`create index deals_in_order_of_creation on deals (tenant_id, created_at, id)`.execute(db);
	await sql`create index deals_in_order_of_name on deals (tenant_id, lower(name), id)`.execute(db);
	await sql`create index leads_in_order_of_creation on leads (tenant_id, created_at, id)`.execute(db);
}
