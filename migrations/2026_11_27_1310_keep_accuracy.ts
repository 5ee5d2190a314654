import { type Kysely, sql } from "kysely";

/** How past forecasts did: those that were made, and those that would have been made at past moments. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table forecast_outcomes (
		tenant_id int not null references tenants on delete cascade,
		source text not null check (source in ('made', 'replayed')),
		period text not null,
		as_of timestamptz not null,
		node_id text not null,
		node_kind text not null,
		horizon_days int not null,
		model_version text not null,
		trained_to timestamptz,
		forecast_minor bigint not null,
		low_minor bigint,
		high_minor bigint,
		level double precision not null,
		actual_minor bigint not null,
		primary key (tenant_id, source, period, as_of, node_id)
	)`.execute(db);
	await sql`create table accuracy_measures (
		tenant_id int not null references tenants on delete cascade,
		state text not null check (state in ('running', 'done', 'failed')),
		done int not null default 0,
		total int,
		reason text,
		currency text,
		measured_at timestamptz,
		primary key (tenant_id)
	)`.execute(db);
	await sql`select courtside_protect('forecast_outcomes')`.execute(db);
	await sql`select courtside_protect('accuracy_measures')`.execute(db);
}
