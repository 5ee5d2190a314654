import { type Kysely, sql } from "kysely";

/** Who is mailed once their meeting's notes are ready, and which meetings were mailed about. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table coaching_preferences add column mails_ready boolean not null default true`.execute(db);
	await sql`alter table meetings add column ready_mailed_at timestamptz`.execute(db);
	// What is ready by now is no news.
	await sql`update meetings set ready_mailed_at = now() where state = 'ready'`.execute(db);
}
