import { type Kysely, sql } from "kysely";

/** Hours that people have for customers and since when they sell, and what accounts of each class take. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table rep_hours (
		tenant_id int not null,
		user_id uuid not null,
		hours_per_week double precision not null check (hours_per_week between 0 and 100),
		started_on date,
		primary key (tenant_id, user_id),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create table coverage_norms (
		tenant_id int not null references tenants on delete cascade primary key,
		body jsonb not null,
		version int not null default 1,
		updated_by uuid,
		updated_at timestamptz not null default now()
	)`.execute(db);
	for (const table of ["rep_hours", "coverage_norms"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
