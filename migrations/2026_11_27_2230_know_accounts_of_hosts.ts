import { type Kysely, sql } from "kysely";

/** Which of a vendor's accounts (portals, teams, organizations) belongs to which workspace: one app serves many. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table host_accounts (
		tenant_id int not null references tenants on delete cascade,
		host text not null,
		account text not null,
		claimed_at timestamptz not null default now(),
		primary key (tenant_id, host),
		unique (host, account)
	)`.execute(db);
	await sql`select courtside_protect('host_accounts'), courtside_allow_system('host_accounts')`.execute(db);
}
