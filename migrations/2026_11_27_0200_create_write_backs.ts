import { type Kysely, sql } from "kysely";

/** What is written back to vendors: the choice per connection, runs, one row a record and write, and what stands there of ours. */
export async function up(db: Kysely<unknown>): Promise<void> {
	// `fields`: entity → our field → the vendor's. A native field is written only when it is here.
	await sql`create table write_back_settings (
		tenant_id int not null references tenants on delete cascade,
		host text not null,
		state text not null default 'off' check (state in ('off', 'preview', 'on', 'paused')),
		fields jsonb not null default '{"deal": {}, "lead": {}}',
		confirmed_at timestamptz,
		prepared_at timestamptz,
		version int not null default 1,
		primary key (tenant_id, host)
	)`.execute(db);

	await sql`create table write_runs (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		host text not null,
		kind text not null check (kind in ('full', 'ongoing', 'undo')),
		state text not null check (state in ('planning', 'preview', 'running', 'cancelled', 'undone')),
		day date,
		undoes uuid,
		summary jsonb not null default '{}',
		created_by uuid,
		created_at timestamptz not null default now(),
		confirmed_at timestamptz,
		primary key (tenant_id, id)
	)`.execute(db);
	await sql`create unique index write_runs_day on write_runs (tenant_id, host, day) where kind = 'ongoing'`.execute(db);
	await sql`create unique index write_runs_open on write_runs (tenant_id, host)
		where state in ('planning', 'preview')`.execute(db);
	await sql`create index on write_runs (tenant_id, host, created_at desc)`.execute(db);

	await sql`create table write_backs (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		host text not null,
		run_id uuid not null,
		entity text not null check (entity in ('deal', 'lead')),
		entity_id uuid not null,
		external_id text,
		cause text not null check (cause in ('number', 'person', 'undo')),
		priority int generated always as (case cause when 'undo' then 0 when 'person' then 1 else 2 end) stored,
		caused_by uuid,
		fields jsonb not null,
		expected jsonb not null default '{}',
		before jsonb not null default '{}',
		left_fields jsonb not null default '{}',
		state text not null default 'planned'
			check (state in ('planned', 'queued', 'written', 'failed', 'skipped', 'dismissed', 'undone')),
		reason text,
		attempts int not null default 0,
		created_at timestamptz not null default now(),
		attempted_at timestamptz,
		settled_at timestamptz,
		primary key (tenant_id, id),
		foreign key (tenant_id, run_id) references write_runs (tenant_id, id) on delete cascade
	)`.execute(db);
	// Of each record one row waits, into which the latest values go, and one that takes it back.
	await sql`create unique index write_backs_planned on write_backs (tenant_id, host, entity, entity_id, (cause = 'undo'))
		where state = 'planned'`.execute(db);
	await sql`create index write_backs_next on write_backs (tenant_id, host, priority, id) where state = 'planned'`.execute(
		db,
	);
	await sql`create index write_backs_queued on write_backs (tenant_id, host, entity, entity_id)
		where state = 'queued'`.execute(db);
	await sql`create index write_backs_open on write_backs (tenant_id, host, state)
		where state in ('planned', 'queued', 'failed')`.execute(db);
	await sql`create index on write_backs (tenant_id, run_id, state, id)`.execute(db);
	await sql`create index write_backs_echo on write_backs (tenant_id, host, entity, external_id, attempted_at)
		where attempted_at is not null`.execute(db);

	await sql`create table write_back_records (
		tenant_id int not null references tenants on delete cascade,
		host text not null,
		entity text not null,
		entity_id uuid not null,
		written jsonb not null,
		written_at timestamptz not null default now(),
		primary key (tenant_id, host, entity, entity_id)
	)`.execute(db);

	for (const table of ["write_back_settings", "write_runs", "write_backs", "write_back_records"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
	// The sweep looks across workspaces for what waits.
	for (const table of ["write_back_settings", "write_backs"]) {
		await sql`select courtside_allow_system(${table}::regclass)`.execute(db);
	}
}
