import { type Kysely, sql } from "kysely";

/** A code by which somebody signed in inside a vendor's frame goes on in a window of the browser, once, within a minute. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table panel_handovers (
		tenant_id int not null,
		token_hash bytea not null,
		user_id uuid not null,
		expires_at timestamptz not null,
		primary key (tenant_id, token_hash),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`select courtside_protect('panel_handovers')`.execute(db);
}
