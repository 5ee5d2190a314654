import { type Kysely, sql } from "kysely";

/** Why a deal was lost: one of our codes, or the seller's own words. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table deals add column lost_reason text check (length(lost_reason) <= 200)`.execute(db);
}
