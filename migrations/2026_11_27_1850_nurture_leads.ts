import { type Kysely, sql } from "kysely";

/** Sequences that keep leads warm, who is in which (each once, some held out to measure by), and the tasks they made. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table nurture_sequences (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		name text not null,
		state text not null default 'draft' check (state in ('draft', 'running', 'paused')),
		rules jsonb not null,
		version int not null default 1,
		updated_at timestamptz not null default now(),
		primary key (tenant_id, id)
	)`.execute(db);
	await sql`create table nurture_enrolments (
		tenant_id int not null,
		sequence_id uuid not null,
		lead_id uuid not null,
		is_held_out boolean not null,
		enrolled_at timestamptz not null,
		state text not null check (state in ('active', 'finished', 'left', 'held')),
		next_step int not null default 0,
		due_at timestamptz not null,
		left_for text,
		primary key (tenant_id, sequence_id, lead_id),
		foreign key (tenant_id, sequence_id) references nurture_sequences (tenant_id, id) on delete cascade,
		foreign key (tenant_id, lead_id) references leads (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create index on nurture_enrolments (tenant_id, lead_id)`.execute(db);
	await sql`create table nurture_tasks (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		sequence_id uuid not null,
		lead_id uuid not null,
		step int not null,
		channel text not null,
		text text not null,
		content_id uuid,
		made_at timestamptz not null,
		state text not null default 'open' check (state in ('open', 'done', 'dropped')),
		settled_at timestamptz,
		settled_by uuid,
		primary key (tenant_id, id),
		unique (tenant_id, sequence_id, lead_id, step),
		foreign key (tenant_id, sequence_id, lead_id) references nurture_enrolments (tenant_id, sequence_id, lead_id) on delete cascade
	)`.execute(db);
	await sql`create index on nurture_tasks (tenant_id, lead_id) where state = 'open'`.execute(db);
	for (const table of ["nurture_sequences", "nurture_enrolments", "nurture_tasks"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
