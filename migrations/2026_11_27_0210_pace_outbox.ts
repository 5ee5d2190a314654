import { type Kysely, sql } from "kysely";

/** Until when nothing goes to a host from a workspace, because the vendor said so or does not answer. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table outbox_pace (
		tenant_id int not null references tenants on delete cascade,
		host text not null,
		held_until timestamptz not null,
		failures int not null,
		reason text not null,
		primary key (tenant_id, host)
	)`.execute(db);
	await sql`select courtside_protect('outbox_pace'), courtside_allow_system('outbox_pace')`.execute(db);
	// One batch is of one kind and one entity.
	await sql`create index outbox_next on outbox (tenant_id, host, next_attempt_at, id) where state = 'waiting'`.execute(
		db,
	);
}
