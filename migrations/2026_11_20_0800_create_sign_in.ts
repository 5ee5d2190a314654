import { type Kysely, sql } from "kysely";

/** Refresh tokens (only their hashes), the keys that sign access tokens, answers kept for idempotency, installed hosts. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table refresh_tokens (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		user_id uuid not null,
		family_id uuid not null,
		token_hash bytea not null,
		created_at timestamptz not null default now(),
		expires_at timestamptz not null,
		used_at timestamptz,
		revoked_at timestamptz,
		user_agent text,
		primary key (tenant_id, id),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create unique index refresh_tokens_hash on refresh_tokens (token_hash)`.execute(db);
	await sql`create index on refresh_tokens (tenant_id, family_id)`.execute(db);

	await sql`create table signing_keys (
		kid text primary key,
		public_jwk jsonb not null,
		private_sealed text not null,
		created_at timestamptz not null default now(),
		retired_at timestamptz
	)`.execute(db);
	// Belongs to the installation, not to a tenant: only the system role reads it.
	await sql`alter table signing_keys enable row level security`.execute(db);
	await sql`alter table signing_keys force row level security`.execute(db);
	await sql`select courtside_allow_system('signing_keys')`.execute(db);

	await sql`create table idempotency_keys (
		tenant_id int not null references tenants on delete cascade,
		user_id uuid not null,
		key text not null,
		request_hash text not null,
		status int,
		body jsonb,
		created_at timestamptz not null default now(),
		primary key (tenant_id, user_id, key)
	)`.execute(db);
	await sql`create table installations (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		host text not null,
		state text not null default 'on' check (state in ('on', 'paused', 'off')),
		settings jsonb not null default '{}',
		secrets_sealed text,
		created_at timestamptz not null default now(),
		primary key (tenant_id, id),
		unique (tenant_id, host)
	)`.execute(db);

	for (const table of ["refresh_tokens", "idempotency_keys", "installations"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
	await sql`select courtside_allow_system('refresh_tokens'), courtside_allow_system('installations')`.execute(db);
}
