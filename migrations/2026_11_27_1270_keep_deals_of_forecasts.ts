import { type Kysely, sql } from "kysely";

/** What each deal brings to the newest forecast of a period, and the category that its owner has put it in. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table forecast_deals (
		tenant_id int not null,
		forecast_id uuid not null,
		deal_id uuid not null,
		leaf_id text not null,
		owner_id uuid,
		stage_id uuid,
		place text not null check (place in ('won', 'open')),
		amount_minor bigint not null,
		probability double precision not null,
		expected_minor bigint not null,
		primary key (tenant_id, forecast_id, deal_id),
		foreign key (tenant_id, forecast_id) references forecasts (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create index on forecast_deals (tenant_id, forecast_id, leaf_id)`.execute(db);
	await sql`create table deal_categories (
		tenant_id int not null,
		deal_id uuid not null,
		category text not null check (category in ('commit', 'best_case', 'pipeline', 'omitted')),
		set_by uuid not null,
		set_at timestamptz not null default now(),
		version int not null,
		primary key (tenant_id, deal_id),
		foreign key (tenant_id, deal_id) references deals (tenant_id, id) on delete cascade
	)`.execute(db);
	for (const table of ["forecast_deals", "deal_categories"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
