import { type Kysely, sql } from "kysely";

/** How a workspace and each person want to be coached, what somebody works on, moments shared with others, and tokens spent. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table coaching_settings (
		tenant_id int not null references tenants on delete cascade,
		has_score boolean not null default true,
		has_sentiment boolean not null default true,
		-- What is said before recording; null: the product's own words.
		consent_notice text check (length(consent_notice) <= 2000),
		needs_consent boolean not null default true,
		keep_audio_days int not null default 90 check (keep_audio_days between 1 and 3650),
		keep_text_days int not null default 730 check (keep_text_days between 1 and 3650),
		-- Whether redacted words may go to the language service, where one is set.
		may_send_words boolean not null default true,
		tokens_per_meeting int not null default 60000 check (tokens_per_meeting >= 0),
		tokens_per_day int not null default 2000000 check (tokens_per_day >= 0),
		version int not null default 1,
		updated_at timestamptz not null default now(),
		primary key (tenant_id)
	)`.execute(db);
	await sql`create table coaching_preferences (
		tenant_id int not null,
		user_id uuid not null,
		tips text not null default 'normal' check (tips in ('normal', 'few', 'none')),
		-- Kinds of tips they want none of.
		muted text[] not null default '{}',
		primary key (tenant_id, user_id),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create table coaching_plans (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		user_id uuid not null,
		criterion text not null,
		started_on date not null,
		ends_on date,
		-- Mean of the criterion, 0-10, over the meetings before it began.
		start_value double precision,
		start_n int not null,
		goal_value double precision not null check (goal_value between 0 and 10),
		state text not null default 'active' check (state in ('active', 'reached', 'ended')),
		note text check (length(note) <= 500),
		set_by uuid,
		version int not null default 1,
		created_at timestamptz not null default now(),
		primary key (tenant_id, id),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
		foreign key (tenant_id, set_by) references users (tenant_id, id) on delete set null (set_by)
	)`.execute(db);
	await sql`create unique index coaching_plans_active on coaching_plans (tenant_id, user_id) where state = 'active'`.execute(
		db,
	);
	await sql`create table coaching_examples (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		meeting_id uuid not null,
		criterion text not null,
		segment_ids text[] not null,
		quote text not null,
		note text check (length(note) <= 500),
		-- Whoever spoke: nobody else may share it, and they may take it back.
		shared_by uuid not null,
		shared_at timestamptz not null default now(),
		primary key (tenant_id, id),
		foreign key (tenant_id, meeting_id) references meetings (tenant_id, id) on delete cascade,
		foreign key (tenant_id, shared_by) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create index on coaching_examples (tenant_id, criterion)`.execute(db);
	await sql`create table tokens_spent (
		tenant_id int not null references tenants on delete cascade,
		day date not null,
		-- No foreign key: what was spent stays counted when the meeting goes.
		meeting_id uuid not null,
		tokens_in int not null default 0,
		tokens_out int not null default 0,
		calls int not null default 0,
		primary key (tenant_id, day, meeting_id)
	)`.execute(db);
	for (const table of [
		"coaching_settings",
		"coaching_preferences",
		"coaching_plans",
		"coaching_examples",
		"tokens_spent",
	]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
