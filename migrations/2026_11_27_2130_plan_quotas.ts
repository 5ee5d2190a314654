import { type Kysely, sql } from "kysely";

/**
 * Quota plans with the rules of their nodes and what became of them, quotas in pieces beside those in money, requests to
 * change one, and the whole range of a forecast's node beside its ends.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table quota_plans (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		name text not null,
		period text not null check (period ~ '^FY[0-9]{4}(-(Q[1-4]|M[01][0-9]))?$'),
		measure text not null check (measure in ('revenue', 'units', 'activities')),
		currency text check (currency ~ '^[A-Z]{3}$'),
		target bigint check (target >= 0),
		bid_weight double precision not null default 0 check (bid_weight between 0 and 1),
		basis text not null default 'strength' check (basis in ('strength', 'chance')),
		over jsonb not null default '{}',
		state text not null default 'draft' check (state in ('draft', 'submitted', 'returned', 'approved', 'published')),
		submitted_by uuid,
		version int not null default 1,
		made_by uuid,
		created_at timestamptz not null default now(),
		updated_by uuid,
		updated_at timestamptz not null default now(),
		primary key (tenant_id, id),
		check ((measure = 'revenue') = (currency is not null))
	)`.execute(db);
	await sql`create index quota_plans_newest on quota_plans (tenant_id, updated_at desc)`.execute(db);

	await sql`create table quota_plan_nodes (
		tenant_id int not null references tenants on delete cascade,
		plan_id uuid not null,
		node_id text not null,
		floor bigint check (floor >= 0),
		cap bigint check (cap >= 0),
		bid bigint check (bid >= 0),
		over double precision check (over between 0 and 1),
		potential double precision check (potential >= 0),
		capacity double precision check (capacity >= 0),
		ramp double precision check (ramp between 0 and 1),
		history double precision check (history >= 0),
		primary key (tenant_id, plan_id, node_id),
		foreign key (tenant_id, plan_id) references quota_plans (tenant_id, id) on delete cascade
	)`.execute(db);

	await sql`create table quota_plan_steps (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		plan_id uuid not null,
		action text not null check (action in ('kept', 'submitted', 'withdrawn', 'returned', 'approved', 'published')),
		comment text,
		amounts jsonb not null,
		made_by uuid,
		made_at timestamptz not null default now(),
		primary key (tenant_id, id),
		foreign key (tenant_id, plan_id) references quota_plans (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create index quota_plan_steps_of_plan on quota_plan_steps (tenant_id, plan_id, made_at)`.execute(db);

	await sql`create table piece_quotas (
		tenant_id int not null references tenants on delete cascade,
		node_id uuid not null,
		period text not null check (period ~ '^FY[0-9]{4}(-(Q[1-4]|M[01][0-9]))?$'),
		measure text not null check (measure in ('units', 'activities')),
		pieces bigint not null check (pieces >= 0),
		primary key (tenant_id, node_id, period, measure)
	)`.execute(db);

	await sql`create table quota_requests (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		user_id uuid not null,
		period text not null,
		currency text not null check (currency ~ '^[A-Z]{3}$'),
		had bigint not null,
		asked bigint not null check (asked >= 0),
		reason text not null,
		state text not null default 'asked' check (state in ('asked', 'backed', 'granted', 'declined', 'withdrawn')),
		carried_by text check (carried_by in ('team', 'peers')),
		version int not null default 1,
		asked_by uuid,
		asked_at timestamptz not null default now(),
		primary key (tenant_id, id),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create unique index quota_requests_one_open on quota_requests (tenant_id, user_id, period)
		where state in ('asked', 'backed')`.execute(db);
	await sql`create index quota_requests_newest on quota_requests (tenant_id, asked_at desc)`.execute(db);

	await sql`create table quota_request_steps (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		request_id uuid not null,
		decision text not null check (decision in ('backed', 'granted', 'declined', 'withdrawn')),
		comment text,
		made_by uuid,
		made_at timestamptz not null default now(),
		primary key (tenant_id, id),
		foreign key (tenant_id, request_id) references quota_requests (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create index quota_request_steps_of_request on quota_request_steps (tenant_id, request_id)`.execute(db);

	await sql`alter table forecast_nodes add column quantiles double precision[]`.execute(db);

	for (const table of [
		"quota_plans",
		"quota_plan_nodes",
		"quota_plan_steps",
		"piece_quotas",
		"quota_requests",
		"quota_request_steps",
	]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
