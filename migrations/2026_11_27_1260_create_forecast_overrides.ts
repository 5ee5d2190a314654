import { type Kysely, sql } from "kysely";

/** What managers say instead of the model's number. It stands beside it; only a withdrawal is ever written into a row. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table forecast_overrides (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		period text not null,
		node_id text not null,
		deal_id uuid,
		stage_id uuid,
		target text generated always as (coalesce('deal ' || deal_id::text, 'node ' || node_id)) stored,
		version int not null check (version > 0),
		currency text not null check (currency ~ '^[A-Z]{3}$'),
		value_minor bigint not null check (value_minor >= 0),
		made_by uuid not null,
		made_at timestamptz not null,
		reason text not null check (length(reason) between 1 and 2000),
		is_used boolean not null,
		model_minor bigint not null,
		model_low_minor bigint,
		model_high_minor bigint,
		model_level double precision,
		model_version text not null,
		model_as_of timestamptz not null,
		withdrawn_at timestamptz,
		withdrawn_by uuid,
		created_at timestamptz not null default now(),
		primary key (tenant_id, id),
		unique (tenant_id, period, target, version),
		foreign key (tenant_id, made_by) references users (tenant_id, id),
		foreign key (tenant_id, withdrawn_by) references users (tenant_id, id),
		foreign key (tenant_id, deal_id) references deals (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create index on forecast_overrides (tenant_id, deal_id)`.execute(db);
	await sql`select courtside_protect('forecast_overrides')`.execute(db);
}
