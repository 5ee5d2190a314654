import { type Kysely, sql } from "kysely";

/** What was found in meetings: actions, insights, tips; each with its words. What a person said of one outlives a new reading. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table meeting_actions (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		meeting_id uuid not null,
		-- The coach's own id for it; null where a person added it.
		found_id text,
		text text not null check (length(text) between 1 and 1000),
		owner text not null check (owner in ('rep', 'customer', 'both', 'unknown')),
		owner_speaker_id text,
		due_on date,
		due_words text,
		priority text not null default 'medium' check (priority in ('low', 'medium', 'high', 'urgent')),
		status text not null default 'open' check (status in ('open', 'doing', 'done', 'dismissed')),
		confidence double precision not null,
		segment_ids text[] not null default '{}',
		quote text not null default '',
		at_sec double precision,
		-- Fields that a person changed: a new reading leaves them.
		edited text[] not null default '{}',
		rev int not null default 1,
		-- The step of the deal's plan that it became.
		plan_step_id uuid,
		updated_by uuid,
		completed_at timestamptz,
		updated_at timestamptz not null default now(),
		primary key (tenant_id, id),
		unique (tenant_id, meeting_id, found_id),
		foreign key (tenant_id, meeting_id) references meetings (tenant_id, id) on delete cascade,
		foreign key (tenant_id, plan_step_id) references plan_steps (tenant_id, id) on delete set null (plan_step_id),
		foreign key (tenant_id, updated_by) references users (tenant_id, id) on delete set null (updated_by)
	)`.execute(db);
	await sql`create index on meeting_actions (tenant_id, status, due_on)`.execute(db);

	await sql`create table meeting_insights (
		tenant_id int not null,
		meeting_id uuid not null,
		found_id text not null,
		kind text not null,
		detail text not null,
		side text not null check (side in ('rep', 'customer', 'unknown')),
		speaker_id text,
		confidence double precision not null,
		-- Slots: 1 hinted, 2 stated, 3 confirmed by the customer. Questions: 1 answered, 0 not.
		level int,
		segment_ids text[] not null,
		quote text not null,
		at_sec double precision not null,
		-- Null: nobody looked. A person says that it is none, or that it is another kind.
		verdict text check (verdict in ('right', 'wrong', 'other')),
		said_kind text,
		said_detail text,
		said_by uuid,
		primary key (tenant_id, meeting_id, found_id),
		foreign key (tenant_id, meeting_id) references meetings (tenant_id, id) on delete cascade,
		foreign key (tenant_id, said_by) references users (tenant_id, id) on delete set null (said_by)
	)`.execute(db);
	await sql`create index on meeting_insights (tenant_id, kind, detail)`.execute(db);

	await sql`create table meeting_tips (
		tenant_id int not null,
		meeting_id uuid not null,
		tip_id text not null,
		kind text not null,
		params jsonb not null default '{}',
		rank double precision not null,
		segment_ids text[] not null,
		quote text not null,
		at_sec double precision not null,
		expires_at_sec double precision not null,
		withdrawn text check (withdrawn in ('satisfied', 'expired', 'replaced', 'revised')),
		-- Shown while the meeting went on, not only found afterwards.
		was_shown boolean not null default false,
		dismissed_at timestamptz,
		thumb text check (thumb in ('up', 'down')),
		primary key (tenant_id, meeting_id, tip_id),
		foreign key (tenant_id, meeting_id) references meetings (tenant_id, id) on delete cascade
	)`.execute(db);

	await sql`create table meeting_notes (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		meeting_id uuid not null,
		author_id uuid,
		at_sec double precision,
		text text not null check (length(text) between 1 and 5000),
		version int not null default 1,
		created_at timestamptz not null default now(),
		primary key (tenant_id, id),
		foreign key (tenant_id, meeting_id) references meetings (tenant_id, id) on delete cascade,
		foreign key (tenant_id, author_id) references users (tenant_id, id) on delete set null (author_id)
	)`.execute(db);
	await sql`create index on meeting_notes (tenant_id, meeting_id)`.execute(db);

	for (const table of ["meeting_actions", "meeting_insights", "meeting_tips", "meeting_notes"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
