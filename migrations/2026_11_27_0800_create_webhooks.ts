import { type Kysely, sql } from "kysely";

/** Addresses of third parties that hear of what happens, what is to be sent to each, and how each try ended. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table webhook_endpoints (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		url text not null,
		description text not null default '',
		events text[] not null,
		with_view boolean not null default false,
		state text not null default 'on' check (state in ('on', 'paused', 'disabled')),
		disabled_reason text,
		secrets_sealed text,
		secret_since timestamptz not null,
		previous_until timestamptz,
		acts_as uuid not null,
		failures int not null default 0,
		failing_since timestamptz,
		hold_until timestamptz,
		delivered_at timestamptz,
		version int not null default 1,
		created_at timestamptz not null default now(),
		updated_at timestamptz not null default now(),
		primary key (tenant_id, id)
	)`.execute(db);

	await sql`create table webhook_deliveries (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		endpoint_id uuid not null,
		event_id text not null,
		type text not null,
		entity text not null,
		entity_id text not null,
		occurred_at timestamptz not null,
		state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed', 'withheld')),
		attempts int not null default 0,
		next_attempt_at timestamptz not null default now(),
		created_at timestamptz not null default now(),
		settled_at timestamptz,
		primary key (tenant_id, id),
		unique (tenant_id, endpoint_id, event_id),
		foreign key (tenant_id, endpoint_id) references webhook_endpoints on delete cascade
	)`.execute(db);
	await sql`create index webhook_deliveries_due on webhook_deliveries (next_attempt_at) where state = 'waiting'`.execute(
		db,
	);

	await sql`create table webhook_attempts (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		delivery_id uuid not null,
		at timestamptz not null,
		ok boolean not null,
		status int,
		took_ms int not null,
		reason text not null default '',
		excerpt text not null default '',
		primary key (tenant_id, id),
		foreign key (tenant_id, delivery_id) references webhook_deliveries on delete cascade
	)`.execute(db);
	await sql`create index on webhook_attempts (tenant_id, delivery_id, id)`.execute(db);

	for (const table of ["webhook_endpoints", "webhook_deliveries", "webhook_attempts"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
	for (const table of ["webhook_endpoints", "webhook_deliveries"]) {
		await sql`select courtside_allow_system(${table}::regclass)`.execute(db);
	}
}
