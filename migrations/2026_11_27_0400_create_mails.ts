import { type Kysely, sql } from "kysely";

/** Mails to people: what they say is sealed (links in them open doors) and wiped once a mail server has taken it. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table mails (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null,
		user_id uuid,
		kind text not null,
		to_address text not null,
		locale text not null,
		content_sealed text,
		dedup_key text,
		state text not null default 'waiting' check (state in ('waiting', 'sent', 'kept', 'failed')),
		attempts int not null default 0,
		next_attempt_at timestamptz not null default now(),
		last_error text,
		created_at timestamptz not null default now(),
		settled_at timestamptz,
		primary key (tenant_id, id),
		unique (tenant_id, dedup_key)
	)`.execute(db);
	await sql`create index mails_due on mails (next_attempt_at) where state = 'waiting'`.execute(db);
	await sql`create index mails_newest on mails (tenant_id, created_at desc)`.execute(db);
	await sql`select courtside_protect('mails'), courtside_allow_system('mails')`.execute(db);
}
