import { type Kysely, sql } from "kysely";

/** What an account's and a contact's page list: what was done with them, newest first; the deals and people of an account. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create index activities_by_account on activities (tenant_id, account_id, occurred_at)
		where account_id is not null`.execute(db);
	await sql`create index activities_by_contact on activities (tenant_id, contact_id, occurred_at)
		where contact_id is not null`.execute(db);
}
