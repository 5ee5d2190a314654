import { type Kysely, sql } from "kysely";

/** What came of each newly learnt deal model: past moments forecast with the one in use and with it, and whether it was taken. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table model_trials (
		tenant_id int not null references tenants on delete cascade,
		id bigint generated always as identity,
		tried_at timestamptz not null,
		in_use_version text not null,
		in_use_way text not null,
		candidate_version text not null,
		candidate_way text not null,
		is_taken boolean not null,
		code text not null,
		origins int not null,
		in_use jsonb,
		candidate jsonb,
		gain jsonb,
		primary key (tenant_id, id)
	)`.execute(db);
	await sql`select courtside_protect('model_trials')`.execute(db);
}
