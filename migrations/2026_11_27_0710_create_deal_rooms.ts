import { type Kysely, sql } from "kysely";

/** What surrounds a deal: who decides, what was agreed to be done, which papers there are, and against whom. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table deal_contacts (
		tenant_id int not null,
		deal_id uuid not null,
		contact_id uuid not null,
		roles text[] not null default '{}' check (roles <@ array['champion', 'economic_buyer', 'decision_maker', 'technical', 'user', 'blocker']),
		stance text not null default 'unknown' check (stance in ('for', 'neutral', 'against', 'unknown')),
		influence int not null default 2 check (influence between 1 and 3),
		note text check (length(note) <= 500),
		version int not null default 1,
		added_by uuid,
		added_at timestamptz not null default now(),
		primary key (tenant_id, deal_id, contact_id),
		foreign key (tenant_id, deal_id) references deals (tenant_id, id) on delete cascade,
		foreign key (tenant_id, contact_id) references contacts (tenant_id, id) on delete cascade,
		foreign key (tenant_id, added_by) references users (tenant_id, id) on delete set null (added_by)
	)`.execute(db);
	await sql`create index on deal_contacts (tenant_id, contact_id)`.execute(db);

	await sql`create table plan_steps (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		deal_id uuid not null,
		title text not null check (length(title) between 1 and 300),
		side text not null check (side in ('ours', 'theirs')),
		owner_id uuid,
		contact_id uuid,
		due_on date,
		state text not null default 'open' check (state in ('open', 'done', 'dropped')),
		done_at timestamptz,
		position int not null,
		version int not null default 1,
		added_by uuid,
		added_at timestamptz not null default now(),
		primary key (tenant_id, id),
		foreign key (tenant_id, deal_id) references deals (tenant_id, id) on delete cascade,
		foreign key (tenant_id, owner_id) references users (tenant_id, id) on delete set null (owner_id),
		foreign key (tenant_id, contact_id) references contacts (tenant_id, id) on delete set null (contact_id),
		foreign key (tenant_id, added_by) references users (tenant_id, id) on delete set null (added_by)
	)`.execute(db);
	await sql`create index on plan_steps (tenant_id, deal_id, position)`.execute(db);

	await sql`create table deal_documents (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		deal_id uuid not null,
		name text not null check (length(name) between 1 and 200),
		url text check (length(url) <= 2000),
		storage_key text,
		media_type text,
		bytes bigint,
		sha256 text,
		added_by uuid,
		added_at timestamptz not null default now(),
		primary key (tenant_id, id),
		foreign key (tenant_id, deal_id) references deals (tenant_id, id) on delete cascade,
		foreign key (tenant_id, added_by) references users (tenant_id, id) on delete set null (added_by),
		check ((url is null) <> (storage_key is null))
	)`.execute(db);
	await sql`create index on deal_documents (tenant_id, deal_id)`.execute(db);

	await sql`create table deal_competitors (
		tenant_id int not null,
		deal_id uuid not null,
		competitor_id uuid not null,
		added_at timestamptz not null default now(),
		primary key (tenant_id, deal_id, competitor_id),
		foreign key (tenant_id, deal_id) references deals (tenant_id, id) on delete cascade,
		foreign key (tenant_id, competitor_id) references competitors (tenant_id, id) on delete cascade
	)`.execute(db);

	for (const table of ["deal_contacts", "plan_steps", "deal_documents", "deal_competitors"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
