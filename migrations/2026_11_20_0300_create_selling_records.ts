import { type Kysely, sql } from "kysely";

/** What is sold, to whom, and how far along it is. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table pipelines (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		name text not null,
		is_default boolean not null default false,
		primary key (tenant_id, id)
	)`.execute(db);
	await sql`create unique index pipelines_name on pipelines (tenant_id, lower(name))`.execute(db);
	await sql`create table stages (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		pipeline_id uuid not null,
		name text not null,
		position int not null,
		kind text not null check (kind in ('open', 'won', 'lost')),
		primary key (tenant_id, id),
		unique (tenant_id, pipeline_id, id),
		foreign key (tenant_id, pipeline_id) references pipelines (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create unique index stages_name on stages (tenant_id, pipeline_id, lower(name))`.execute(db);

	await sql`create table accounts (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		name text not null,
		domain text,
		industry text,
		employees int,
		annual_revenue_minor bigint,
		country text,
		region text,
		parent_id uuid,
		owner_id uuid,
		created_at timestamptz not null default now(),
		extra jsonb,
		version int not null default 1,
		primary key (tenant_id, id),
		foreign key (tenant_id, parent_id) references accounts (tenant_id, id) deferrable initially deferred,
		foreign key (tenant_id, owner_id) references users (tenant_id, id)
	)`.execute(db);
	await sql`create index on accounts (tenant_id, lower(name))`.execute(db);

	await sql`create table contacts (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		account_id uuid,
		name text not null,
		email text,
		phone text,
		title text,
		created_at timestamptz not null default now(),
		extra jsonb,
		version int not null default 1,
		primary key (tenant_id, id),
		foreign key (tenant_id, account_id) references accounts (tenant_id, id)
	)`.execute(db);
	await sql`create index on contacts (tenant_id, account_id)`.execute(db);
	await sql`create index on contacts (tenant_id, lower(email))`.execute(db);

	await sql`create table products (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		name text not null,
		family text,
		list_price_minor bigint,
		currency text check (currency ~ '^[A-Z]{3}$'),
		extra jsonb,
		version int not null default 1,
		primary key (tenant_id, id)
	)`.execute(db);

	await sql`create table deals (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		name text not null,
		account_id uuid,
		owner_id uuid,
		pipeline_id uuid not null,
		stage_id uuid not null,
		status text not null check (status in ('open', 'won', 'lost')),
		amount_minor bigint,
		currency text check (currency ~ '^[A-Z]{3}$'),
		close_date date,
		created_at timestamptz not null default now(),
		closed_at timestamptz,
		source text,
		next_step text,
		extra jsonb,
		version int not null default 1,
		updated_at timestamptz not null default now(),
		primary key (tenant_id, id),
		foreign key (tenant_id, account_id) references accounts (tenant_id, id),
		foreign key (tenant_id, owner_id) references users (tenant_id, id),
		foreign key (tenant_id, pipeline_id, stage_id) references stages (tenant_id, pipeline_id, id)
	)`.execute(db);
	await sql`create index deals_by_close on deals (tenant_id, status, close_date, id)`.execute(db);
	await sql`create index deals_by_owner on deals (tenant_id, owner_id, status)`.execute(db);
	await sql`create index deals_by_account on deals (tenant_id, account_id)`.execute(db);

	await sql`create table line_items (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		deal_id uuid not null,
		product_id uuid,
		quantity numeric(18, 4) not null default 1,
		unit_price_minor bigint,
		currency text check (currency ~ '^[A-Z]{3}$'),
		primary key (tenant_id, id),
		foreign key (tenant_id, deal_id) references deals (tenant_id, id) on delete cascade,
		foreign key (tenant_id, product_id) references products (tenant_id, id)
	)`.execute(db);
	await sql`create index on line_items (tenant_id, deal_id)`.execute(db);

	await sql`create table leads (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		name text not null,
		email text,
		company text,
		title text,
		phone text,
		source text,
		industry text,
		country text,
		employees int,
		status text not null default 'new'
			check (status in ('new', 'working', 'qualified', 'converted', 'disqualified')),
		owner_id uuid,
		converted_deal_id uuid,
		created_at timestamptz not null default now(),
		closed_at timestamptz,
		extra jsonb,
		version int not null default 1,
		updated_at timestamptz not null default now(),
		primary key (tenant_id, id),
		foreign key (tenant_id, owner_id) references users (tenant_id, id),
		foreign key (tenant_id, converted_deal_id) references deals (tenant_id, id) on delete set null (converted_deal_id)
	)`.execute(db);
	await sql`create index leads_by_status on leads (tenant_id, status, created_at)`.execute(db);
	await sql`create index leads_by_owner on leads (tenant_id, owner_id, status)`.execute(db);
	await sql`create index on leads (tenant_id, lower(email))`.execute(db);
	await sql`create index on leads (tenant_id, converted_deal_id)`.execute(db);

	// Partitioned by time, so nothing points into it and its links are not foreign keys.
	await sql`create table activities (
		tenant_id int not null,
		occurred_at timestamptz not null,
		id uuid not null default courtside_uuidv7(),
		kind text not null check (kind in ('call', 'email', 'meeting', 'demo', 'note', 'task', 'web')),
		direction text check (direction in ('in', 'out')),
		subject text,
		owner_id uuid,
		account_id uuid,
		contact_id uuid,
		deal_id uuid,
		lead_id uuid,
		duration_minutes int,
		import_id uuid,
		primary key (tenant_id, occurred_at, id)
	) partition by range (occurred_at)`.execute(db);
	await sql`create index on activities (tenant_id, deal_id, occurred_at) where deal_id is not null`.execute(db);
	await sql`create index on activities (tenant_id, lead_id, occurred_at) where lead_id is not null`.execute(db);

	for (const table of [
		"pipelines",
		"stages",
		"accounts",
		"contacts",
		"products",
		"deals",
		"line_items",
		"leads",
		"activities",
	]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
