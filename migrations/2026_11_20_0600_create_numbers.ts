import { type Kysely, sql } from "kysely";

/** What the engines said: models, scores with their past, forecasts with their nodes. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table models (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		kind text not null,
		version text not null,
		trained_at timestamptz not null,
		data_from timestamptz,
		data_to timestamptz,
		n int not null,
		body jsonb not null,
		metrics jsonb not null default '{}',
		is_live boolean not null default false,
		primary key (tenant_id, id)
	)`.execute(db);
	await sql`create unique index models_live on models (tenant_id, kind) where is_live`.execute(db);

	// The latest number of each record; value and interval in the unit, probabilities and points as they are.
	await sql`create table scores (
		tenant_id int not null references tenants on delete cascade,
		entity text not null check (entity in ('deal', 'lead')),
		entity_id uuid not null,
		value double precision,
		low double precision,
		high double precision,
		level double precision,
		unit text not null,
		n int not null,
		state text not null,
		as_of timestamptz not null,
		model_version text not null,
		explanation jsonb not null,
		primary key (tenant_id, entity, entity_id)
	)`.execute(db);
	await sql`create index scores_by_value on scores (tenant_id, entity, value)`.execute(db);
	await sql`create table score_history (
		tenant_id int not null references tenants on delete cascade,
		entity text not null,
		entity_id uuid not null,
		as_of timestamptz not null,
		value double precision,
		low double precision,
		high double precision,
		n int not null,
		model_version text not null,
		primary key (tenant_id, entity, entity_id, as_of)
	)`.execute(db);

	await sql`create table forecasts (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		period text not null,
		period_start date not null,
		period_end date not null,
		as_of timestamptz not null,
		currency text not null,
		model_version text not null,
		seed int not null,
		created_by uuid,
		created_at timestamptz not null default now(),
		primary key (tenant_id, id)
	)`.execute(db);
	await sql`create index forecasts_latest on forecasts (tenant_id, period, as_of desc)`.execute(db);
	await sql`create table forecast_nodes (
		tenant_id int not null,
		forecast_id uuid not null,
		node_kind text not null check (node_kind in ('company', 'region', 'team', 'user', 'unassigned')),
		node_id text not null,
		parent_id text,
		name text not null,
		value_minor bigint not null,
		low_minor bigint,
		high_minor bigint,
		level double precision,
		closed_minor bigint not null,
		open_minor bigint not null,
		uncreated_minor bigint not null,
		quota_minor bigint,
		n int not null,
		unpriced int not null default 0,
		state text not null,
		explanation jsonb not null,
		primary key (tenant_id, forecast_id, node_id),
		foreign key (tenant_id, forecast_id) references forecasts (tenant_id, id) on delete cascade
	)`.execute(db);

	for (const table of ["models", "scores", "score_history", "forecasts", "forecast_nodes"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
