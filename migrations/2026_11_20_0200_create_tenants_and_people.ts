import { type Kysely, sql } from "kysely";

/** Workspaces, the people in them and the teams they form. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table tenants (
		tenant_id int generated always as identity primary key,
		slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
		name text not null,
		zone text not null default 'UTC',
		reporting_currency text not null default 'USD' check (reporting_currency ~ '^[A-Z]{3}$'),
		fiscal jsonb not null default '{"pattern":"months","startMonth":1,"weekStart":1}',
		locale text not null default 'en',
		is_demo boolean not null default false,
		clock_at timestamptz,
		created_at timestamptz not null default now()
	)`.execute(db);
	await sql`select courtside_protect('tenants'), courtside_allow_system('tenants')`.execute(db);

	await sql`create table teams (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		name text not null,
		kind text not null default 'team' check (kind in ('company', 'region', 'team')),
		parent_id uuid,
		manager_id uuid,
		created_at timestamptz not null default now(),
		primary key (tenant_id, id),
		foreign key (tenant_id, parent_id) references teams (tenant_id, id),
		check (parent_id <> id)
	)`.execute(db);
	await sql`create index on teams (tenant_id, parent_id)`.execute(db);

	await sql`create table users (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		name text not null,
		email text,
		role text not null default 'rep' check (role in ('rep', 'manager', 'executive', 'ops', 'admin')),
		team_id uuid,
		is_active boolean not null default true,
		password_hash text,
		locale text,
		zone text,
		created_at timestamptz not null default now(),
		primary key (tenant_id, id),
		foreign key (tenant_id, team_id) references teams (tenant_id, id)
	)`.execute(db);
	await sql`create unique index users_email on users (tenant_id, lower(email))`.execute(db);
	await sql`create index users_sign_in on users (lower(email)) where password_hash is not null`.execute(db);
	await sql`create index on users (tenant_id, team_id)`.execute(db);
	await sql`alter table teams add foreign key (tenant_id, manager_id) references users (tenant_id, id)
		deferrable initially deferred`.execute(db);
	await sql`select courtside_protect('teams'), courtside_protect('users'), courtside_allow_system('users')`.execute(db);
}
