import { type Kysely, sql } from "kysely";

/** What was decided about people (matched, merged, left, handed over), and every row it moved: so that it can be taken back. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table people_changes (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		kind text not null check (kind in ('match', 'merge', 'leave', 'return', 'hand-over', 'rename')),
		about jsonb not null,
		before jsonb not null,
		rows int not null default 0,
		sha256 text,
		made_by uuid,
		made_at timestamptz not null default now(),
		undone_by uuid,
		undone_at timestamptz,
		primary key (tenant_id, id)
	)`.execute(db);
	await sql`create table people_moves (
		tenant_id int not null,
		change_id uuid not null,
		place text not null,
		record_id uuid not null,
		at timestamptz not null default '-infinity',
		from_id uuid not null,
		to_id uuid not null,
		primary key (tenant_id, change_id, place, record_id, at),
		foreign key (tenant_id, change_id) references people_changes (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`select courtside_protect('people_changes'), courtside_protect('people_moves')`.execute(db);
}
