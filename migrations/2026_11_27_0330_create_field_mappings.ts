import { type Kysely, sql } from "kysely";

/** Which custom field of a source fills which field of ours, and what came of applying it to the records that were there. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table field_mappings (
		tenant_id int not null references tenants on delete cascade,
		host text not null,
		entity text not null check (entity in ('account', 'contact', 'deal', 'lead')),
		their_field text not null,
		our_field text not null,
		set_at timestamptz not null default now(),
		state text not null default 'kept' check (state in ('kept', 'waiting', 'applied')),
		applied_at timestamptz,
		filled int,
		unread int,
		primary key (tenant_id, host, entity, their_field),
		unique (tenant_id, host, entity, our_field)
	)`.execute(db);
	await sql`select courtside_protect('field_mappings')`.execute(db);
}
