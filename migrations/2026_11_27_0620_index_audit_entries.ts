import { type Kysely, sql } from "kysely";

/** What the audit page filters by, each newest first: a million entries then answer in milliseconds. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create index audit_by_actor on audit_entries (tenant_id, actor_id, occurred_at, id)`.execute(db);
	await sql`create index audit_by_entity on audit_entries (tenant_id, entity, entity_id, occurred_at, id)`.execute(db);
	await sql`create index audit_by_action on audit_entries (tenant_id, action text_pattern_ops, occurred_at, id)`.execute(
		db,
	);
}
