import { type Kysely, sql } from "kysely";

/** What a workspace listens for, by words or by examples, and how often it was right on meetings that people judged. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table trackers (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		name text not null check (length(name) between 1 and 80),
		kind text not null check (kind in ('keywords', 'examples')),
		keywords text[] not null default '{}',
		examples text[] not null default '{}',
		side text not null default 'any' check (side in ('any', 'rep', 'customer')),
		state text not null default 'draft' check (state in ('draft', 'on', 'off')),
		-- How right it was when last tried: hits, judged, right, and an interval.
		measured jsonb,
		version int not null default 1,
		created_by uuid,
		updated_at timestamptz not null default now(),
		primary key (tenant_id, id),
		foreign key (tenant_id, created_by) references users (tenant_id, id) on delete set null (created_by)
	)`.execute(db);
	await sql`create unique index trackers_name on trackers (tenant_id, lower(name))`.execute(db);
	await sql`create table tracker_judgements (
		tenant_id int not null,
		tracker_id uuid not null,
		meeting_id uuid not null,
		segment_id text not null,
		is_right boolean not null,
		judged_by uuid,
		at timestamptz not null default now(),
		primary key (tenant_id, tracker_id, meeting_id, segment_id),
		foreign key (tenant_id, tracker_id) references trackers (tenant_id, id) on delete cascade,
		foreign key (tenant_id, meeting_id, segment_id)
			references meeting_segments (tenant_id, meeting_id, segment_id) on delete cascade,
		foreign key (tenant_id, judged_by) references users (tenant_id, id) on delete set null (judged_by)
	)`.execute(db);
	for (const table of ["trackers", "tracker_judgements"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
