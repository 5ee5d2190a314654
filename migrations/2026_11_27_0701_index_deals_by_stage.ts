import { type Kysely, sql } from "kysely";

/** What a column of the board is read by: its first page is found in it without looking at another stage's deals. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create index deals_in_order_of_stage on deals (tenant_id, stage_id, close_date, id)`.execute(db);
}
