import { type Kysely, sql } from "kysely";

/**
 * Where a score stood at the start of the week, by the same model: what "9 points up since Monday" is taken from, so that
 * a retrained model's shift is never told as movement of a deal. `scored_at` is real time, whatever the workspace's
 * clock says: a record changed after it waits for its new number.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table scores
		add column before_value double precision,
		add column before_at timestamptz,
		add column scored_at timestamptz not null default now()`.execute(db);
}
