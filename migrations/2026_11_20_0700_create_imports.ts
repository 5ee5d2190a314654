import { type Kysely, sql } from "kysely";

/** Files taken in, how they were read, what could not be stored, and what is needed to take an import back. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table imports (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		name text not null,
		source text not null,
		state text not null default 'draft'
			check (state in ('draft', 'ready', 'running', 'done', 'failed', 'undoing', 'undone')),
		signature text,
		profile jsonb,
		plan jsonb,
		progress jsonb not null default '{}',
		counts jsonb not null default '{}',
		error jsonb,
		created_by uuid,
		created_at timestamptz not null default now(),
		started_at timestamptz,
		finished_at timestamptz,
		undone_at timestamptz,
		primary key (tenant_id, id)
	)`.execute(db);
	await sql`create table import_files (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		import_id uuid not null,
		position int not null,
		name text not null,
		sheet text,
		storage_key text not null,
		bytes bigint not null,
		sha256 text not null,
		entity text,
		rows_total int,
		rows_done int not null default 0,
		state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
		primary key (tenant_id, id),
		foreign key (tenant_id, import_id) references imports (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create index on import_files (tenant_id, import_id)`.execute(db);
	await sql`create table import_rejects (
		tenant_id int not null,
		import_id uuid not null,
		file_id uuid not null,
		row_number int not null,
		code text not null,
		column_name text,
		value text,
		params jsonb not null default '{}',
		fields jsonb not null,
		primary key (tenant_id, import_id, file_id, row_number),
		foreign key (tenant_id, import_id) references imports (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create table import_prior (
		tenant_id int not null,
		import_id uuid not null,
		entity text not null,
		entity_id uuid not null,
		prior jsonb not null,
		primary key (tenant_id, import_id, entity, entity_id),
		foreign key (tenant_id, import_id) references imports (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create table import_mappings (
		tenant_id int not null references tenants on delete cascade,
		signature text not null,
		plan jsonb not null,
		updated_at timestamptz not null default now(),
		primary key (tenant_id, signature)
	)`.execute(db);

	for (const table of ["imports", "import_files", "import_rejects", "import_prior", "import_mappings"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
	await sql`select courtside_allow_system('imports')`.execute(db);
}
