import { type Kysely, sql } from "kysely";

/** What is known of a connection beside its settings: its last test, how often it fetches, and the end of its copy here. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table installations
		add column tested_at timestamptz,
		add column test_result jsonb,
		add column sync_every_minutes int default 15 check (sync_every_minutes > 0),
		add column copy_removal jsonb`.execute(db);
}
