import { type Kysely, sql } from "kysely";

/** Territories, quotas, rates, campaigns, competitors and the lines a rep can say. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table territories (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		name text not null,
		parent_id uuid,
		owner_id uuid,
		rules jsonb not null default '[]',
		version int not null default 1,
		updated_at timestamptz not null default now(),
		primary key (tenant_id, id),
		foreign key (tenant_id, parent_id) references territories (tenant_id, id),
		foreign key (tenant_id, owner_id) references users (tenant_id, id)
	)`.execute(db);
	await sql`create unique index territories_name on territories (tenant_id, lower(name))`.execute(db);

	await sql`create table quotas (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		user_id uuid,
		team_id uuid,
		period text not null check (period ~ '^FY[0-9]{4}(-(Q[1-4]|M[01][0-9]))?$'),
		amount_minor bigint not null check (amount_minor >= 0),
		currency text not null check (currency ~ '^[A-Z]{3}$'),
		primary key (tenant_id, id),
		foreign key (tenant_id, user_id) references users (tenant_id, id),
		foreign key (tenant_id, team_id) references teams (tenant_id, id),
		check ((user_id is null) <> (team_id is null))
	)`.execute(db);
	await sql`create unique index quotas_of_user on quotas (tenant_id, user_id, period)`.execute(db);
	await sql`create unique index quotas_of_team on quotas (tenant_id, team_id, period)`.execute(db);

	await sql`create table exchange_rates (
		tenant_id int not null references tenants on delete cascade,
		from_currency text not null check (from_currency ~ '^[A-Z]{3}$'),
		to_currency text not null check (to_currency ~ '^[A-Z]{3}$'),
		valid_from date not null,
		rate numeric(24, 12) not null check (rate > 0),
		primary key (tenant_id, from_currency, to_currency, valid_from)
	)`.execute(db);

	await sql`create table campaigns (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		name text not null,
		channel text,
		starts_on date,
		ends_on date,
		cost_minor bigint,
		currency text check (currency ~ '^[A-Z]{3}$'),
		primary key (tenant_id, id)
	)`.execute(db);

	await sql`create table competitors (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		name text not null,
		aliases text[] not null default '{}',
		primary key (tenant_id, id)
	)`.execute(db);

	await sql`create table content (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		kind text not null check (kind in ('battlecard', 'playbook_line', 'document')),
		title text not null,
		body text not null,
		competitor_id uuid,
		stage_id uuid,
		locale text not null default 'en',
		version int not null default 1,
		primary key (tenant_id, id),
		foreign key (tenant_id, competitor_id) references competitors (tenant_id, id),
		foreign key (tenant_id, stage_id) references stages (tenant_id, id)
	)`.execute(db);

	for (const table of ["territories", "quotas", "exchange_rates", "campaigns", "competitors", "content"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
