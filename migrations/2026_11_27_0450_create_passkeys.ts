import { type Kysely, sql } from "kysely";

/** Passkeys (only their public halves) and the challenges that were given out: each is answered once. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table passkeys (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		user_id uuid not null,
		credential_id text not null,
		public_key bytea not null,
		counter bigint not null,
		transports text[] not null default '{}',
		name text not null,
		is_synced boolean not null default false,
		created_at timestamptz not null default now(),
		last_used_at timestamptz,
		primary key (tenant_id, id),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create unique index passkeys_credential on passkeys (credential_id)`.execute(db);
	await sql`create index on passkeys (tenant_id, user_id)`.execute(db);
	await sql`select courtside_protect('passkeys'), courtside_allow_system('passkeys')`.execute(db);

	// Asked for before anyone is known, so it belongs to the installation: only the system role reads it.
	await sql`create table passkey_challenges (
		challenge text primary key,
		owner text not null,
		expires_at timestamptz not null
	)`.execute(db);
	await sql`create index on passkey_challenges (expires_at)`.execute(db);
	await sql`alter table passkey_challenges enable row level security`.execute(db);
	await sql`alter table passkey_challenges force row level security`.execute(db);
	await sql`select courtside_allow_system('passkey_challenges')`.execute(db);
}
