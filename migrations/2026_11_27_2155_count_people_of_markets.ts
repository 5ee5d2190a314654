import { type Kysely, sql } from "kysely";

/** People of a market's cell, as demographic tables tell them. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table market_cells add column people double precision check (people >= 0)`.execute(db);
}
