import { type Kysely, sql } from "kysely";

/** Records of deliveries and sync pages that could not be stored, as they came: they wait for a person, one by one. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table failed_records (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		source text not null,
		raw_key text not null,
		raw bytea not null,
		object text,
		external_id text,
		reason text not null,
		attempts int not null default 1,
		state text not null default 'failed' check (state in ('failed', 'replaying')),
		cause_id uuid,
		first_failed_at timestamptz not null default now(),
		last_failed_at timestamptz not null default now(),
		primary key (tenant_id, id),
		unique (tenant_id, source, raw_key)
	)`.execute(db);
	await sql`create index on failed_records (tenant_id, source, id desc)`.execute(db);
	await sql`select courtside_protect('failed_records'), courtside_allow_system('failed_records')`.execute(db);
}
