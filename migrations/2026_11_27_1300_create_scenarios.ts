import { type Kysely, sql } from "kysely";

/** What if: sets of changes that people keep, with what the last computation of each came to. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table scenarios (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		name text not null,
		period text not null,
		node_id text not null,
		changes jsonb not null,
		state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
		done int not null default 0,
		total int,
		reason text,
		report jsonb,
		version int not null default 1,
		created_by uuid,
		created_at timestamptz not null default now(),
		updated_by uuid,
		updated_at timestamptz not null default now(),
		primary key (tenant_id, id)
	)`.execute(db);
	await sql`create index scenarios_newest on scenarios (tenant_id, updated_at desc)`.execute(db);
	await sql`select courtside_protect('scenarios')`.execute(db);
}
