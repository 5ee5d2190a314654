import { type Kysely, sql } from "kysely";

/** What was known when, what happened, what came in and what is to go out. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table external_ids (
		tenant_id int not null references tenants on delete cascade,
		source text not null,
		object text not null,
		external_id text not null,
		id uuid not null,
		import_id uuid,
		primary key (tenant_id, source, object, external_id)
	)`.execute(db);
	await sql`create index on external_ids (tenant_id, id)`.execute(db);
	await sql`create index on external_ids (tenant_id, import_id) where import_id is not null`.execute(db);

	// PK (tenant_id, recorded_at, id): engines read by recorded_at, so that is the time it is cut by.
	await sql`create table field_changes (
		tenant_id int not null,
		recorded_at timestamptz not null,
		id uuid not null default courtside_uuidv7(),
		entity text not null,
		entity_id uuid not null,
		field text not null,
		value jsonb,
		valid_at timestamptz not null,
		ingested_at timestamptz not null default now(),
		source text not null,
		inferred boolean not null default false,
		changed_by uuid,
		import_id uuid,
		primary key (tenant_id, recorded_at, id)
	) partition by range (recorded_at)`.execute(db);
	await sql`create index on field_changes (tenant_id, entity, entity_id, recorded_at)`.execute(db);

	await sql`create table events (
		tenant_id int not null,
		occurred_at timestamptz not null default now(),
		id uuid not null default courtside_uuidv7(),
		seq bigint generated always as identity,
		type text not null,
		entity text not null,
		entity_id text not null,
		recorded_at timestamptz not null default now(),
		cause_id text,
		version int not null default 1,
		relayed_at timestamptz,
		primary key (tenant_id, occurred_at, id)
	) partition by range (occurred_at)`.execute(db);
	await sql`create index events_to_relay on events (seq) where relayed_at is null`.execute(db);

	await sql`create table inbox (
		tenant_id int not null references tenants on delete cascade,
		source text not null,
		delivery_key text not null,
		id uuid not null default courtside_uuidv7(),
		received_at timestamptz not null default now(),
		headers jsonb not null default '{}',
		body bytea not null,
		state text not null default 'received' check (state in ('received', 'applied', 'failed')),
		attempts int not null default 0,
		last_error text,
		applied_at timestamptz,
		primary key (tenant_id, source, delivery_key)
	)`.execute(db);
	await sql`create unique index inbox_id on inbox (tenant_id, id)`.execute(db);
	await sql`create index inbox_open on inbox (tenant_id, state, received_at) where state <> 'applied'`.execute(db);

	await sql`create table outbox (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		host text not null,
		kind text not null,
		dedup_key text not null,
		payload jsonb not null,
		state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
		attempts int not null default 0,
		next_attempt_at timestamptz not null default now(),
		last_error text,
		created_at timestamptz not null default now(),
		sent_at timestamptz,
		primary key (tenant_id, id),
		unique (tenant_id, host, dedup_key)
	)`.execute(db);
	await sql`create index outbox_due on outbox (next_attempt_at) where state = 'waiting'`.execute(db);

	await sql`create table audit_heads (
		tenant_id int primary key references tenants on delete cascade,
		seq bigint not null,
		hash bytea not null
	)`.execute(db);
	await sql`create table audit_entries (
		tenant_id int not null,
		occurred_at timestamptz not null,
		id uuid not null default courtside_uuidv7(),
		seq bigint not null,
		actor_id uuid,
		actor text not null,
		action text not null,
		entity text,
		entity_id text,
		detail jsonb not null default '{}',
		request_id text,
		previous_hash bytea not null,
		hash bytea not null,
		primary key (tenant_id, occurred_at, id)
	) partition by range (occurred_at)`.execute(db);
	await sql`create index on audit_entries (tenant_id, seq)`.execute(db);

	for (const table of ["external_ids", "field_changes", "events", "inbox", "outbox", "audit_heads", "audit_entries"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
	await sql`revoke update, delete on audit_entries from courtside_app`.execute(db);
	for (const table of ["events", "inbox", "outbox"]) {
		await sql`select courtside_allow_system(${table}::regclass)`.execute(db);
	}
}
