import { type Kysely, sql } from "kysely";

/** What is made after a meeting, step by step; what people wrote over it; its numbers; and those of each person. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table meeting_steps (
		tenant_id int not null,
		meeting_id uuid not null,
		step text not null check (step in
			('finalise', 'actions', 'sentiment', 'moments', 'summary', 'email', 'score', 'analytics')),
		state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
		-- Revision of the transcript and hash of everything else that it was made from.
		transcript_rev int,
		input_hash text,
		body jsonb,
		made_by text check (made_by in ('rules', 'service')),
		-- Why the rules answered where a service is set: a code.
		fallback text,
		model_version text,
		error text check (length(error) <= 500),
		attempts int not null default 0,
		changed_at timestamptz not null default now(),
		primary key (tenant_id, meeting_id, step),
		foreign key (tenant_id, meeting_id) references meetings (tenant_id, id) on delete cascade
	)`.execute(db);

	// What a person wrote in place of what was made: summary and e-mail, each version kept.
	await sql`create table meeting_texts (
		tenant_id int not null,
		meeting_id uuid not null,
		kind text not null check (kind in ('summary', 'email')),
		version int not null,
		body jsonb not null,
		written_by uuid,
		written_at timestamptz not null default now(),
		primary key (tenant_id, meeting_id, kind, version),
		foreign key (tenant_id, meeting_id) references meetings (tenant_id, id) on delete cascade,
		foreign key (tenant_id, written_by) references users (tenant_id, id) on delete set null (written_by)
	)`.execute(db);

	// Null: not enough was said to tell. Names as in core/coaching.
	await sql`create table meeting_numbers (
		tenant_id int not null,
		meeting_id uuid not null,
		score double precision,
		criteria jsonb not null default '{}',
		confidence double precision,
		sentiment double precision,
		talk_ratio double precision,
		longest_monologue_sec double precision,
		longest_story_sec double precision,
		interactivity double precision,
		patience_sec double precision,
		interruptions int,
		questions int,
		open_share double precision,
		unanswered int,
		pace double precision,
		fillers double precision,
		buying int not null default 0,
		objections int not null default 0,
		objections_met int not null default 0,
		slots_known int not null default 0,
		next_step_level int not null default 0,
		is_estimated boolean not null,
		model_version text not null,
		as_of timestamptz not null,
		primary key (tenant_id, meeting_id),
		foreign key (tenant_id, meeting_id) references meetings (tenant_id, id) on delete cascade
	)`.execute(db);

	await sql`create table user_analytics (
		tenant_id int not null,
		user_id uuid not null,
		meetings int not null,
		minutes double precision not null,
		scored int not null,
		score double precision,
		confidence double precision,
		talk_ratio double precision,
		questions double precision,
		-- Of the deals their meetings were about: won of those decided.
		decided int not null,
		won int not null,
		best_kind text,
		calculated_at timestamptz not null,
		primary key (tenant_id, user_id),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);

	for (const table of ["meeting_steps", "meeting_texts", "meeting_numbers", "user_analytics"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
