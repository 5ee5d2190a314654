import { type Kysely, sql } from "kysely";

/** Tokens that open one door once, within minutes: to set a new password, to take the second step of a sign-in. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table one_time_tokens (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		user_id uuid not null,
		purpose text not null check (purpose in ('reset-password', 'second-step')),
		token_hash bytea not null,
		attempts int not null default 0,
		created_at timestamptz not null default now(),
		expires_at timestamptz not null,
		used_at timestamptz,
		primary key (tenant_id, id),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create unique index one_time_tokens_hash on one_time_tokens (token_hash)`.execute(db);
	await sql`create index on one_time_tokens (tenant_id, user_id)`.execute(db);
	await sql`select courtside_protect('one_time_tokens'), courtside_allow_system('one_time_tokens')`.execute(db);
}
