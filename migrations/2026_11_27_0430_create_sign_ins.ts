import { type Kysely, sql } from "kysely";

/**
 * One row a sign-in (a family of refresh tokens): where it came from, roughly, when it was last used, when the person
 * last proved that it is them, and when it ended. `browser_hash` knows a browser again by a cookie of its own.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table sign_ins (
		tenant_id int not null,
		id uuid not null,
		user_id uuid not null,
		how text not null,
		user_agent text,
		network text,
		browser_hash bytea,
		created_at timestamptz not null default now(),
		last_used_at timestamptz not null default now(),
		proved_at timestamptz not null default now(),
		ended_at timestamptz,
		primary key (tenant_id, id),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create index on sign_ins (tenant_id, user_id, created_at desc)`.execute(db);
	await sql`insert into sign_ins (tenant_id, id, user_id, how, user_agent, created_at, last_used_at, proved_at, ended_at)
		select tenant_id, family_id, min(user_id::text)::uuid, 'before', min(user_agent), min(created_at), max(created_at),
			min(created_at), max(revoked_at)
		from refresh_tokens group by tenant_id, family_id`.execute(db);
	await sql`select courtside_protect('sign_ins'), courtside_allow_system('sign_ins')`.execute(db);
}
