import { type Kysely, sql } from "kysely";

/** How soon each lead is worth somebody's time: what was found, what a person said instead, and how it went on. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table lead_grades (
		tenant_id int not null,
		lead_id uuid not null,
		grade text check (grade in ('hot', 'warm', 'cold')),
		found_by text not null,
		rule text,
		chance float8,
		low float8,
		high float8,
		n int not null default 0,
		as_of timestamptz not null,
		since timestamptz not null,
		said_grade text check (said_grade in ('hot', 'warm', 'cold')),
		said_reason text,
		said_by uuid,
		said_at timestamptz,
		said_status text,
		primary key (tenant_id, lead_id),
		foreign key (tenant_id, lead_id) references leads (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create index on lead_grades (tenant_id, (coalesce(said_grade, grade)))`.execute(db);
	await sql`create table lead_grade_changes (
		tenant_id int not null,
		lead_id uuid not null,
		at timestamptz not null,
		grade text not null check (grade in ('hot', 'warm', 'cold')),
		is_replayed boolean not null default false,
		primary key (tenant_id, lead_id, at),
		foreign key (tenant_id, lead_id) references leads (tenant_id, id) on delete cascade
	)`.execute(db);
	for (const table of ["lead_grades", "lead_grade_changes"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
