import { type Kysely, sql } from "kysely";

/** Tells what is being sent from what waits for its next try, so that a server that starts alone need not wait for a claim of one that was killed. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table outbox add column claimed_until timestamptz`.execute(db);
}
