import { type Kysely, sql } from "kysely";

/** Postcodes of accounts may be what a territory plan parts. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table territory_plans drop constraint territory_plans_unit_kind_check,
		add constraint territory_plans_unit_kind_check
			check (unit_kind in ('accounts', 'cells', 'regions', 'postcodes', 'countries', 'counties', 'given'))`.execute(db);
}
