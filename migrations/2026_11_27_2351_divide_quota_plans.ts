import { type Kysely, sql } from "kysely";

/** A plan of a year may be divided into quarters or months, and people may say what they can bring, with a reason. */
export async function up(db: Kysely<unknown>): Promise<void> {
	// `split`: into what, and shares where they are not those of past years.
	await sql`alter table quota_plans add column split jsonb, add column bids_open boolean not null default false`.execute(
		db,
	);
	await sql`alter table quota_plan_nodes add column bid_by uuid, add column bid_at timestamptz,
		add column bid_reason text`.execute(db);
}
