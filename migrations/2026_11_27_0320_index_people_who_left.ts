import { type Kysely, sql } from "kysely";

/** Few have left; every forecast asks who. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create index users_left on users (tenant_id, id) where left_on is not null`.execute(db);
}
