import { type Kysely, sql } from "kysely";

/** What checks of the data found, what people said of it, and what was mended, so that it can be taken back. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table quality_scans (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		as_of timestamptz not null,
		score real,
		counts jsonb not null,
		completeness jsonb not null,
		cost jsonb,
		model_version text not null,
		created_at timestamptz not null default now(),
		primary key (tenant_id, id)
	)`.execute(db);
	await sql`create table quality_dismissals (
		tenant_id int not null references tenants on delete cascade,
		rule text not null,
		entity_id uuid not null,
		dismissed_by uuid,
		dismissed_at timestamptz not null default now(),
		primary key (tenant_id, rule, entity_id)
	)`.execute(db);
	await sql`create table duplicate_pairs (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		entity text not null check (entity in ('account', 'contact')),
		keep_id uuid not null,
		other_id uuid not null,
		probability real not null,
		signs jsonb not null,
		state text not null default 'open' check (state in ('open', 'merged', 'different')),
		found_at timestamptz not null default now(),
		decided_at timestamptz,
		decided_by uuid,
		primary key (tenant_id, id),
		unique (tenant_id, entity, keep_id, other_id)
	)`.execute(db);
	await sql`create index on duplicate_pairs (tenant_id, state, probability)`.execute(db);
	await sql`create table quality_fixes (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		kind text not null,
		rule text,
		given jsonb not null,
		rows int not null,
		created_by uuid,
		created_at timestamptz not null default now(),
		undone_at timestamptz,
		undone_rows int,
		primary key (tenant_id, id)
	)`.execute(db);
	await sql`create table quality_fix_rows (
		tenant_id int not null,
		fix_id uuid not null,
		entity text not null,
		entity_id uuid not null,
		before jsonb not null,
		after jsonb not null,
		primary key (tenant_id, fix_id, entity, entity_id),
		foreign key (tenant_id, fix_id) references quality_fixes (tenant_id, id) on delete cascade
	)`.execute(db);
	const tables = ["quality_scans", "quality_dismissals", "duplicate_pairs", "quality_fixes", "quality_fix_rows"];
	for (const table of tables) await sql`select courtside_protect(${table}::regclass)`.execute(db);
	// Merging accounts and contacts moves their activities, of which there are many.
	await sql`create index on activities (tenant_id, account_id) where account_id is not null`.execute(db);
	await sql`create index on activities (tenant_id, contact_id) where contact_id is not null`.execute(db);
	// A source goes on telling of a record that was merged here: its id leads to the one that was kept, whose fields it no longer sets.
	await sql`alter table external_ids add column merged_from uuid`.execute(db);
}
