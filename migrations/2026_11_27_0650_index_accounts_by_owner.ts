import { type Kysely, sql } from "kysely";

/** Whose accounts there are: what a rep sees of them is then found without looking at all. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create index accounts_by_owner on accounts (tenant_id, owner_id)`.execute(db);
}
