import { type Kysely, sql } from "kysely";

/** How far each connection's fetching has got, out of the connection's settings into a table of its own. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table cursors (
		tenant_id int not null references tenants on delete cascade,
		host text not null,
		name text not null,
		value text not null,
		saved_at timestamptz not null default now(),
		primary key (tenant_id, host, name)
	)`.execute(db);
	await sql`select courtside_protect('cursors')`.execute(db);
	await sql`insert into cursors (tenant_id, host, name, value)
		select i.tenant_id, i.host, c.key, c.value from installations i, jsonb_each_text(i.settings -> 'cursors') c
		where jsonb_typeof(i.settings -> 'cursors') = 'object'`.execute(db);
	await sql`update installations set settings = settings - 'cursors' where settings ? 'cursors'`.execute(db);
}
