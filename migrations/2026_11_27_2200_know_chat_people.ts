import { type Kysely, sql } from "kysely";

/** Who somebody is in a host of conversations, what they want to hear, and which requests were taken. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table chat_members (
		tenant_id int not null references tenants on delete cascade,
		host text not null,
		team text not null,
		external_id text not null,
		name text not null,
		email text,
		zone text,
		locale text,
		is_own boolean not null,
		channel text,
		seen_at timestamptz not null default now(),
		primary key (tenant_id, host, team, external_id)
	)`.execute(db);
	await sql`create table chat_choices (
		tenant_id int not null,
		user_id uuid not null,
		choices jsonb not null,
		primary key (tenant_id, user_id),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create table chat_requests (
		tenant_id int not null references tenants on delete cascade,
		host text not null,
		key text not null,
		is_done boolean not null default false,
		claimed_until timestamptz not null,
		primary key (tenant_id, host, key)
	)`.execute(db);
	for (const table of ["chat_members", "chat_choices", "chat_requests"])
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
}
