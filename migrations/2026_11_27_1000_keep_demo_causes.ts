import { type Kysely, sql } from "kysely";

/** What is planted in the demo company, so that its start page can say where to look. Empty everywhere else. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table demo_causes (
		tenant_id int not null references tenants on delete cascade,
		position int not null,
		cause text not null,
		who text not null,
		subject_ids text[] not null,
		primary key (tenant_id, position)
	)`.execute(db);
	await sql`select courtside_protect('demo_causes')`.execute(db);
}
