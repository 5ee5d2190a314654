import { type Kysely, sql } from "kysely";

/** Battlecards and playbook lines are edited: what each said before, who changed it, and how often it helped. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table content
		add column industry text,
		add column archived_at timestamptz,
		add column updated_at timestamptz not null default now(),
		add column updated_by uuid,
		add foreign key (tenant_id, updated_by) references users (tenant_id, id) on delete set null (updated_by)`.execute(
		db,
	);
	await sql`alter table competitors add column version int not null default 1`.execute(db);
	await sql`create table content_versions (
		tenant_id int not null,
		content_id uuid not null,
		version int not null,
		fields jsonb not null,
		saved_at timestamptz not null,
		saved_by uuid,
		primary key (tenant_id, content_id, version),
		foreign key (tenant_id, content_id) references content (tenant_id, id) on delete cascade,
		foreign key (tenant_id, saved_by) references users (tenant_id, id) on delete set null (saved_by)
	)`.execute(db);
	// One of a kind a day: showing a page twice is no second use.
	await sql`create table content_uses (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		content_id uuid not null,
		deal_id uuid,
		user_id uuid not null,
		kind text not null check (kind in ('shown', 'opened', 'used')),
		used_on date not null,
		used_at timestamptz not null default now(),
		primary key (tenant_id, id),
		unique nulls not distinct (tenant_id, content_id, kind, deal_id, user_id, used_on),
		foreign key (tenant_id, content_id) references content (tenant_id, id) on delete cascade,
		foreign key (tenant_id, deal_id) references deals (tenant_id, id) on delete cascade,
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create index on content_uses (tenant_id, deal_id)`.execute(db);
	for (const table of ["content_versions", "content_uses"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
