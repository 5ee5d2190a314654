import { type Kysely, sql } from "kysely";

/** Owners of accounts are written back too, and tasks; which kinds there are the contract says. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table write_backs drop constraint write_backs_entity_check,
		add constraint write_backs_entity_check check (entity in ('deal', 'lead', 'account', 'task'))`.execute(db);
}
