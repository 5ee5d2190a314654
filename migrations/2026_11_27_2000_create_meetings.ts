import { type Kysely, sql } from "kysely";

/** Meetings with customers: whose they are, which deal they belong to and why, who took part, and who agreed to what. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table meetings (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		owner_id uuid,
		title text not null check (length(title) between 1 and 300),
		customer_name text check (length(customer_name) <= 200),
		kind text not null default 'other'
			check (kind in ('discovery', 'demo', 'negotiation', 'closing', 'follow_up', 'other')),
		stage text check (stage in
			('warming_up', 'discovery', 'qualification', 'presentation', 'negotiation', 'closing', 'won', 'lost')),
		state text not null default 'planned' check (state in ('planned', 'live', 'processing', 'ready')),
		source text not null check (source in ('manual', 'upload', 'push', 'bot', 'live', 'sample', 'calendar')),
		-- What whoever sent it calls it: a second delivery finds it again.
		source_key text check (length(source_key) <= 300),
		lang text check (length(lang) <= 35),
		starts_at timestamptz not null,
		ended_at timestamptz,
		duration_sec int check (duration_sec >= 0),
		account_id uuid,
		deal_id uuid,
		match_state text not null default 'none' check (match_state in ('none', 'matched', 'tie', 'person')),
		-- Reasons and rivals of the match.
		match jsonb not null default '{}',
		consent text not null default 'unasked' check (consent in ('unasked', 'given', 'declined')),
		-- Not before then do others than its rep see the coaching.
		shared_at timestamptz,
		-- Words and speakers changed so often: results say which of these they were made from.
		transcript_rev int not null default 0,
		is_kept boolean not null default false,
		version int not null default 1,
		created_by uuid,
		created_at timestamptz not null default now(),
		updated_at timestamptz not null default now(),
		primary key (tenant_id, id),
		foreign key (tenant_id, owner_id) references users (tenant_id, id) on delete set null (owner_id),
		foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete set null (account_id),
		foreign key (tenant_id, deal_id) references deals (tenant_id, id) on delete set null (deal_id),
		foreign key (tenant_id, created_by) references users (tenant_id, id) on delete set null (created_by)
	)`.execute(db);
	await sql`create unique index meetings_by_source on meetings (tenant_id, source, source_key)
		where source_key is not null`.execute(db);
	await sql`create index meetings_by_start on meetings (tenant_id, starts_at desc, id desc)`.execute(db);
	await sql`create index meetings_by_owner on meetings (tenant_id, owner_id, starts_at desc)`.execute(db);
	await sql`create index meetings_by_deal on meetings (tenant_id, deal_id) where deal_id is not null`.execute(db);
	await sql`create index meetings_by_account on meetings (tenant_id, account_id) where account_id is not null`.execute(
		db,
	);

	await sql`create table meeting_participants (
		tenant_id int not null,
		meeting_id uuid not null,
		id uuid not null default courtside_uuidv7(),
		-- As the segments have it; null for somebody invited who has not spoken.
		speaker_id text check (length(speaker_id) <= 200),
		name text check (length(name) <= 200),
		email text check (length(email) <= 320),
		role text not null default 'unknown' check (role in ('rep', 'customer', 'unknown')),
		-- What a person says of a speaker beats what names and invitations say.
		said_by uuid,
		rev int not null default 1,
		user_id uuid,
		contact_id uuid,
		is_invited boolean not null default false,
		primary key (tenant_id, meeting_id, id),
		unique (tenant_id, meeting_id, speaker_id),
		foreign key (tenant_id, meeting_id) references meetings (tenant_id, id) on delete cascade,
		foreign key (tenant_id, said_by) references users (tenant_id, id) on delete set null (said_by),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete set null (user_id),
		foreign key (tenant_id, contact_id) references contacts (tenant_id, id) on delete set null (contact_id)
	)`.execute(db);
	await sql`create index on meeting_participants (tenant_id, contact_id) where contact_id is not null`.execute(db);

	await sql`create table meeting_consents (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		meeting_id uuid not null,
		-- Null: everyone who was asked.
		participant_id uuid,
		answer text not null check (answer in ('given', 'declined')),
		how text not null check (how in ('said', 'written', 'notice', 'uploader')),
		-- What they were told.
		notice text check (length(notice) <= 2000),
		recorded_by uuid,
		at timestamptz not null default now(),
		primary key (tenant_id, id),
		foreign key (tenant_id, meeting_id) references meetings (tenant_id, id) on delete cascade,
		foreign key (tenant_id, recorded_by) references users (tenant_id, id) on delete set null (recorded_by)
	)`.execute(db);
	await sql`create index on meeting_consents (tenant_id, meeting_id)`.execute(db);
	for (const table of ["meetings", "meeting_participants", "meeting_consents"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
