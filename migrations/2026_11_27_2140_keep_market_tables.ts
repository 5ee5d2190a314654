import { type Kysely, sql } from "kysely";

/** Tables of the market that somebody brought in, with where they come from, and what each says of a region, industry and size. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table market_tables (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		name text not null,
		kind text not null check (kind in ('industry', 'economic', 'demographic')),
		source text not null,
		as_of date not null,
		sample text,
		currency text not null check (currency ~ '^[A-Z]{3}$'),
		mapping jsonb not null,
		digest text not null,
		rows int not null,
		rejects jsonb not null default '[]',
		is_used boolean not null default true,
		version int not null default 1,
		made_by uuid,
		created_at timestamptz not null default now(),
		primary key (tenant_id, id)
	)`.execute(db);
	await sql`create unique index market_tables_once on market_tables (tenant_id, digest)`.execute(db);

	await sql`create table market_cells (
		tenant_id int not null references tenants on delete cascade,
		table_id uuid not null,
		cell int not null,
		country text,
		region text,
		industry text,
		size_from int check (size_from >= 0),
		size_to int,
		companies double precision check (companies >= 0),
		spend_minor bigint check (spend_minor >= 0),
		growth double precision,
		primary key (tenant_id, table_id, cell),
		foreign key (tenant_id, table_id) references market_tables (tenant_id, id) on delete cascade
	)`.execute(db);

	for (const table of ["market_tables", "market_cells"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
