import { type Kysely, sql } from "kysely";

/** Who takes how many leads and which, how far each is with their share, and who was given which lead and why. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table routing_people (
		tenant_id int not null,
		user_id uuid not null,
		takes_leads boolean not null,
		capacity int check (capacity >= 0),
		weight float8 not null default 1 check (weight > 0),
		skills text[] not null default '{}',
		languages text[] not null default '{}',
		absences jsonb not null default '[]',
		primary key (tenant_id, user_id),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create table routing_turns (
		tenant_id int not null,
		rule text not null,
		user_id uuid not null,
		given int not null,
		due float8 not null,
		primary key (tenant_id, rule, user_id),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create table lead_assignments (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		lead_id uuid not null,
		cause text not null check (cause in ('arrival', 'batch', 'person')),
		state text not null check (state in ('given', 'waits', 'asked', 'declined')),
		from_id uuid,
		to_id uuid,
		decision jsonb,
		reason text,
		asked_by uuid,
		decided_by uuid,
		note text,
		made_at timestamptz not null default now(),
		decided_at timestamptz,
		primary key (tenant_id, id),
		foreign key (tenant_id, lead_id) references leads (tenant_id, id) on delete cascade
	)`.execute(db);
	// A lead arrives once, however often it is told.
	await sql`create unique index lead_assignments_arrival on lead_assignments (tenant_id, lead_id) where cause = 'arrival'`.execute(
		db,
	);
	await sql`create unique index lead_assignments_asked on lead_assignments (tenant_id, lead_id) where state = 'asked'`.execute(
		db,
	);
	await sql`create index on lead_assignments (tenant_id, made_at)`.execute(db);
	for (const table of ["routing_people", "routing_turns", "lead_assignments"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
