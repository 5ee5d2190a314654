import { type Kysely, sql } from "kysely";

/** The forecast category that a deal has where it came from. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table deals add column forecast_category text
		check (forecast_category in ('commit', 'best_case', 'pipeline', 'omitted'))`.execute(db);
}
