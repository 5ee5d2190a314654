import { type Kysely, sql } from "kysely";

/**
 * What becomes of a plan: who agreed, from when it holds, what it moved (to be moved back), and where it puts what
 * arrives (`territory_keys`: one territory for each account, cell, postcode, region or country).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table territory_approvals (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		plan_id uuid not null,
		state text not null default 'asked' check (state in ('asked', 'approved', 'rejected', 'withdrawn')),
		effective_on date not null,
		moves_deals boolean not null,
		note text,
		asked_by uuid,
		asked_at timestamptz not null default now(),
		decided_by uuid,
		decided_at timestamptz,
		answer text,
		primary key (tenant_id, id),
		foreign key (tenant_id, plan_id) references territory_plans (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create unique index territory_approvals_one_open on territory_approvals (tenant_id, plan_id)
		where state = 'asked'`.execute(db);

	await sql`create table territory_applications (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		plan_id uuid not null,
		state text not null default 'waiting' check (state in ('waiting', 'applied', 'undone')),
		effective_on date not null,
		moves_deals boolean not null,
		before jsonb,
		rows int not null default 0,
		sha256 text,
		asked_by uuid,
		asked_at timestamptz not null default now(),
		applied_at timestamptz,
		undone_by uuid,
		undone_at timestamptz,
		primary key (tenant_id, id),
		foreign key (tenant_id, plan_id) references territory_plans (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create index territory_applications_due on territory_applications (tenant_id, effective_on)
		where state = 'waiting'`.execute(db);

	await sql`create table territory_moves (
		tenant_id int not null references tenants on delete cascade,
		application_id uuid not null,
		entity text not null check (entity in ('account', 'deal')),
		record_id uuid not null,
		from_id uuid,
		to_id uuid not null,
		primary key (tenant_id, application_id, entity, record_id),
		foreign key (tenant_id, application_id) references territory_applications (tenant_id, id) on delete cascade
	)`.execute(db);

	await sql`create table territory_keys (
		tenant_id int not null references tenants on delete cascade,
		kind text not null check (kind in ('account', 'cell', 'postcode', 'region', 'country')),
		key text not null,
		territory_id uuid not null,
		plan_id uuid not null,
		primary key (tenant_id, kind, key),
		foreign key (tenant_id, territory_id) references territories (tenant_id, id) on delete cascade,
		foreign key (tenant_id, plan_id) references territory_plans (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create index territory_keys_of_territory on territory_keys (tenant_id, territory_id, kind)`.execute(db);
	await sql`alter table territories add column plan_id uuid`.execute(db);

	for (const table of ["territory_approvals", "territory_applications", "territory_moves", "territory_keys"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
