import { type Kysely, sql } from "kysely";

/** Which correction of ranges a forecast was made with, so that it can be made again. Null where none was used, or unknown. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table forecasts add column range_version text`.execute(db);
}
