import { type Kysely, sql } from "kysely";

/** What leads do, told by programs and by the company's own site: each once by its key, and a visitor's before one knows whose. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table lead_events (
		tenant_id int not null references tenants on delete cascade,
		source text not null check (source in ('api', 'site')),
		event_key text not null,
		visitor text,
		lead_id uuid,
		kind text not null,
		direction text,
		subject text,
		occurred_at timestamptz not null,
		received_at timestamptz not null default now(),
		primary key (tenant_id, source, event_key),
		foreign key (tenant_id, lead_id) references leads (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create index on lead_events (tenant_id, visitor) where visitor is not null and lead_id is null`.execute(db);
	await sql`create table lead_visitors (
		tenant_id int not null,
		visitor text not null,
		lead_id uuid not null,
		known_since timestamptz not null default now(),
		primary key (tenant_id, visitor),
		foreign key (tenant_id, lead_id) references leads (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create table tracking (
		tenant_id int primary key references tenants on delete cascade,
		is_on boolean not null,
		write_key text not null,
		origins text[] not null default '{}',
		version int not null default 1
	)`.execute(db);
	for (const table of ["lead_events", "lead_visitors", "tracking"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
