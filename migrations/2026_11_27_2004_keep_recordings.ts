import { type Kysely, sql } from "kysely";

/** Recordings in object storage, whole files and the parts that a live meeting came in, and what live pages were told. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table recordings (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		meeting_id uuid not null,
		storage_key text not null,
		file_name text not null check (length(file_name) <= 200),
		media_type text not null check (length(media_type) <= 100),
		bytes bigint not null,
		sha256 text not null,
		duration_sec double precision,
		-- Words from it: not wanted, waiting for a provider, being made, made, or failed.
		transcription text not null default 'waiting'
			check (transcription in ('none', 'waiting', 'running', 'done', 'failed')),
		reason text check (length(reason) <= 500),
		added_by uuid,
		added_at timestamptz not null default now(),
		primary key (tenant_id, id),
		foreign key (tenant_id, meeting_id) references meetings (tenant_id, id) on delete cascade,
		foreign key (tenant_id, added_by) references users (tenant_id, id) on delete set null (added_by)
	)`.execute(db);
	await sql`create index on recordings (tenant_id, meeting_id)`.execute(db);

	await sql`create table meeting_audio_parts (
		tenant_id int not null,
		meeting_id uuid not null,
		channel int not null,
		part int not null,
		storage_key text not null,
		bytes int not null,
		sha256 text not null,
		sample_rate int not null,
		start_sec double precision not null,
		end_sec double precision not null,
		is_transcribed boolean not null default false,
		at timestamptz not null default now(),
		primary key (tenant_id, meeting_id, channel, part),
		foreign key (tenant_id, meeting_id) references meetings (tenant_id, id) on delete cascade
	)`.execute(db);

	// What pages of a live meeting were told, in order, so that one that was away gets the rest.
	await sql`create table meeting_events (
		tenant_id int not null,
		meeting_id uuid not null,
		seq bigint not null,
		type text not null,
		body jsonb not null,
		at timestamptz not null default now(),
		primary key (tenant_id, meeting_id, seq),
		foreign key (tenant_id, meeting_id) references meetings (tenant_id, id) on delete cascade
	)`.execute(db);

	for (const table of ["recordings", "meeting_audio_parts", "meeting_events"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
