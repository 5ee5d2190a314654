import { type Kysely, sql } from "kysely";

/** What was paid for a lead source, and a campaign of it, in a month. Keys are the names without regard to capitals. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table lead_source_costs (
		tenant_id int not null,
		source_key text not null,
		campaign_key text not null default '',
		month date not null check (extract(day from month) = 1),
		source text not null,
		campaign text not null default '',
		amount_minor bigint not null check (amount_minor >= 0),
		currency text not null,
		set_at timestamptz not null default now(),
		primary key (tenant_id, source_key, campaign_key, month)
	)`.execute(db);
	await sql`select courtside_protect('lead_source_costs')`.execute(db);
}
