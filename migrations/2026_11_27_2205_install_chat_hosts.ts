import { type Kysely, sql } from "kysely";

/** A token that brings an administrator back from the vendor at which they agreed. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table one_time_tokens drop constraint one_time_tokens_purpose_check`.execute(db);
	await sql`alter table one_time_tokens add constraint one_time_tokens_purpose_check
		check (purpose in ('reset-password', 'second-step', 'install-chat'))`.execute(db);
}
