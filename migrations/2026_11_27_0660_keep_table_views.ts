import { type Kysely, sql } from "kysely";

/** Filters, order and columns of a table that somebody gave a name. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table table_views (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		user_id uuid not null,
		table_name text not null,
		name text not null,
		query text not null,
		created_at timestamptz not null default now(),
		primary key (tenant_id, id),
		unique (tenant_id, user_id, table_name, name),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`select courtside_protect('table_views')`.execute(db);
}
