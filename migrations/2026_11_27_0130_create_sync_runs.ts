import { type Kysely, sql } from "kysely";

/** Fetching from a source, run by run. One run of a connection at a time is open. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table sync_runs (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		host text not null,
		kind text not null check (kind in ('backfill', 'incremental')),
		started_by text not null check (started_by in ('person', 'schedule', 'webhook')),
		actor_id uuid,
		state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
		holder uuid,
		object text,
		done bigint not null default 0,
		total bigint,
		created bigint not null default 0,
		changed bigint not null default 0,
		unchanged bigint not null default 0,
		failed bigint not null default 0,
		busy_ms bigint not null default 0,
		error text,
		again boolean not null default false,
		cancel_asked_at timestamptz,
		created_at timestamptz not null default now(),
		started_at timestamptz,
		finished_at timestamptz,
		primary key (tenant_id, id)
	)`.execute(db);
	await sql`create unique index sync_runs_open on sync_runs (tenant_id, host) where state in ('waiting', 'running')`.execute(
		db,
	);
	await sql`create index on sync_runs (tenant_id, host, id desc)`.execute(db);
	await sql`select courtside_protect('sync_runs'), courtside_allow_system('sync_runs')`.execute(db);
}
