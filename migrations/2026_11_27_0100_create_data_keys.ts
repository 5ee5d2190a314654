import { type Kysely, sql } from "kysely";

/** Each workspace's own keys, wrapped by the master key. Deleting a workspace's keys makes what they sealed unreadable. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table data_keys (
		tenant_id int not null references tenants on delete cascade,
		kid text not null,
		wrapped text not null,
		created_at timestamptz not null default now(),
		retired_at timestamptz,
		primary key (tenant_id, kid)
	)`.execute(db);
	// One key seals at a time; the retired ones only open.
	await sql`create unique index data_keys_in_use on data_keys (tenant_id) where retired_at is null`.execute(db);
	await sql`select courtside_protect('data_keys'), courtside_allow_system('data_keys')`.execute(db);
}
