import { type Kysely, sql } from "kysely";

/** Who put a model in use and keeps it there, and what people decided of columns that seem to know the end. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table models add column kept_by text, add column kept_at timestamptz`.execute(db);
	await sql`create table model_columns (
		tenant_id int not null references tenants on delete cascade,
		kind text not null,
		column_name text not null,
		decision text not null check (decision in ('left_out', 'known_in_time')),
		decided_by uuid,
		decided_at timestamptz not null default now(),
		primary key (tenant_id, kind, column_name),
		foreign key (tenant_id, decided_by) references users (tenant_id, id) on delete set null (decided_by)
	)`.execute(db);
	await sql`select courtside_protect('model_columns'::regclass)`.execute(db);
}
