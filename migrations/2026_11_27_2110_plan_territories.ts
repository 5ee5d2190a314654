import { type Kysely, sql } from "kysely";

/**
 * Territory plans: what is parted (units), among whom (districts), which units touch, and the searches for a better plan.
 * Units and districts are numbered from 0 within their plan; -1 is nobody's.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table territory_plans (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		name text not null,
		unit_kind text not null check (unit_kind in ('accounts', 'cells', 'regions', 'countries', 'counties', 'given')),
		settings jsonb not null,
		state text not null default 'draft'
			check (state in ('draft', 'submitted', 'approved', 'waiting', 'applied', 'replaced', 'undone')),
		units int not null,
		districts int not null,
		version int not null default 1,
		made_by uuid,
		created_at timestamptz not null default now(),
		updated_by uuid,
		updated_at timestamptz not null default now(),
		primary key (tenant_id, id)
	)`.execute(db);
	await sql`create index territory_plans_newest on territory_plans (tenant_id, updated_at desc)`.execute(db);

	await sql`create table territory_plan_districts (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		plan_id uuid not null,
		district int not null,
		name text not null,
		owner_id uuid,
		territory_id uuid,
		share double precision not null default 1 check (share >= 0),
		lat double precision,
		lon double precision,
		skills text[] not null default '{}',
		languages text[] not null default '{}',
		primary key (tenant_id, id),
		unique (tenant_id, plan_id, district),
		foreign key (tenant_id, plan_id) references territory_plans (tenant_id, id) on delete cascade
	)`.execute(db);

	await sql`create table territory_plan_units (
		tenant_id int not null references tenants on delete cascade,
		plan_id uuid not null,
		unit int not null,
		key text not null,
		name text not null,
		lat double precision,
		lon double precision,
		measures double precision[] not null,
		today int not null default -1,
		district int not null default -1,
		locked_to int,
		is_moved_by_hand boolean not null default false,
		skill text,
		language text,
		shape jsonb,
		primary key (tenant_id, plan_id, unit),
		foreign key (tenant_id, plan_id) references territory_plans (tenant_id, id) on delete cascade
	)`.execute(db);

	await sql`create table territory_plan_members (
		tenant_id int not null references tenants on delete cascade,
		plan_id uuid not null,
		account_id uuid not null,
		unit int not null,
		primary key (tenant_id, plan_id, account_id),
		foreign key (tenant_id, plan_id) references territory_plans (tenant_id, id) on delete cascade,
		foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create index territory_plan_members_of_account on territory_plan_members (tenant_id, account_id)`.execute(
		db,
	);

	await sql`create table territory_plan_borders (
		tenant_id int not null references tenants on delete cascade,
		plan_id uuid not null,
		a int not null,
		b int not null,
		primary key (tenant_id, plan_id, a, b),
		foreign key (tenant_id, plan_id) references territory_plans (tenant_id, id) on delete cascade,
		check (a < b)
	)`.execute(db);

	await sql`create table territory_runs (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		plan_id uuid not null,
		kind text not null check (kind in ('design', 'alternatives')),
		state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
		seconds double precision not null check (seconds > 0),
		seed int not null default 1,
		passed double precision not null default 0,
		stage text,
		cost double precision,
		violation double precision,
		bound double precision,
		reason text,
		alternatives jsonb,
		cancel_asked boolean not null default false,
		asked_by uuid,
		asked_at timestamptz not null default now(),
		finished_at timestamptz,
		primary key (tenant_id, id),
		foreign key (tenant_id, plan_id) references territory_plans (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create index territory_runs_of_plan on territory_runs (tenant_id, plan_id, asked_at desc)`.execute(db);
	await sql`create unique index territory_runs_one_at_a_time on territory_runs (tenant_id, plan_id)
		where state in ('waiting', 'running')`.execute(db);

	for (const table of [
		"territory_plans",
		"territory_plan_districts",
		"territory_plan_units",
		"territory_plan_members",
		"territory_plan_borders",
		"territory_runs",
	]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
