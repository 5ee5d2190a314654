import { type Kysely, sql } from "kysely";

/** For changes that come in another order than they were made: links to records that are still to come, and records that are gone. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table awaited_links (
		tenant_id int not null references tenants on delete cascade,
		source text not null,
		entity text not null,
		entity_id uuid not null,
		field text not null,
		target text not null,
		external_id text not null,
		recorded_at timestamptz not null,
		primary key (tenant_id, source, entity, entity_id, field)
	)`.execute(db);
	await sql`create index on awaited_links (tenant_id, source, target, external_id)`.execute(db);
	await sql`create table deleted_records (
		tenant_id int not null references tenants on delete cascade,
		source text not null,
		object text not null,
		external_id text not null,
		deleted_at timestamptz not null,
		primary key (tenant_id, source, object, external_id)
	)`.execute(db);
	await sql`select courtside_protect('awaited_links'), courtside_protect('deleted_records')`.execute(db);
}
