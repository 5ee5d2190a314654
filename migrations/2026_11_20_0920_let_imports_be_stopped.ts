import { type Kysely, sql } from "kysely";

/** A person may stop an import that runs: when they asked, and the state in which it then waits to go on or be undone. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table imports
		add column stop_asked_at timestamptz,
		drop constraint imports_state_check,
		add constraint imports_state_check
			check (state in ('draft', 'ready', 'running', 'stopped', 'done', 'failed', 'undoing', 'undone'))`.execute(db);
}
