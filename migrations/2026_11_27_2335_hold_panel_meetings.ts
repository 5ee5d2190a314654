import { type Kysely, sql } from "kysely";

/** A vendor's meeting in which our panel was opened: which of ours it is, and what the vendor tells us of it after. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table panel_meetings (
		tenant_id int not null,
		host text not null,
		-- As the vendor's pages call it.
		meeting_key text not null check (length(meeting_key) between 1 and 400),
		meeting_id uuid not null,
		-- As the vendor's programs call it, and whose it is there; null before it was found.
		vendor_id text,
		organiser_id text,
		-- What the vendor watches for us; its news bears a state of which the hash is here.
		watch_id text,
		watch_state bytea,
		watch_until timestamptz,
		-- When its rep was told that the summary is there: once.
		told_at timestamptz,
		created_at timestamptz not null default now(),
		primary key (tenant_id, host, meeting_key),
		unique (tenant_id, meeting_id, host),
		foreign key (tenant_id, meeting_id) references meetings (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create index panel_meetings_watch on panel_meetings (tenant_id, host, watch_id)`.execute(db);
	await sql`select courtside_protect('panel_meetings')`.execute(db);
}
