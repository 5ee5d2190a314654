import { type Kysely, sql } from "kysely";

/** How a live meeting stands: one row that every process locks while it adds to what was said. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table meeting_lines (
		tenant_id int not null,
		meeting_id uuid not null,
		-- Second 0 of everything in it; null before it has begun.
		began_at timestamptz,
		recording text not null default 'off' check (recording in ('off', 'on', 'paused', 'off-record', 'declined')),
		-- The page that holds the microphone, and until when it is believed to.
		source_id uuid,
		source_until timestamptz,
		-- Of the newest row in meeting_events.
		seq bigint not null default 0,
		primary key (tenant_id, meeting_id),
		foreign key (tenant_id, meeting_id) references meetings (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create table live_tickets (
		tenant_id int not null,
		token_hash bytea not null,
		meeting_id uuid not null,
		user_id uuid not null,
		expires_at timestamptz not null,
		primary key (tenant_id, token_hash),
		foreign key (tenant_id, meeting_id) references meetings (tenant_id, id) on delete cascade,
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	// What a rep ticked off by hand; it outlives words that had to go.
	await sql`create table meeting_checks (
		tenant_id int not null,
		meeting_id uuid not null,
		slot text not null check (length(slot) <= 40),
		is_done boolean not null,
		checked_by uuid,
		at timestamptz not null default now(),
		primary key (tenant_id, meeting_id, slot),
		foreign key (tenant_id, meeting_id) references meetings (tenant_id, id) on delete cascade,
		foreign key (tenant_id, checked_by) references users (tenant_id, id) on delete set null (checked_by)
	)`.execute(db);
	for (const table of ["meeting_lines", "live_tickets", "meeting_checks"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
