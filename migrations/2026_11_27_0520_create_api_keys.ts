import { type Kysely, sql } from "kysely";

/** Keys by which programs call the API: only their hashes, each with whose it is, what it may do and until when. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table api_keys (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		name text not null,
		prefix text not null,
		key_hash bytea not null,
		owner_id uuid not null,
		scopes text[] not null,
		created_at timestamptz not null default now(),
		expires_at timestamptz,
		last_used_at timestamptz,
		revoked_at timestamptz,
		primary key (tenant_id, id),
		foreign key (tenant_id, owner_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create unique index api_keys_hash on api_keys (key_hash)`.execute(db);
	await sql`create unique index api_keys_name on api_keys (tenant_id, lower(name)) where revoked_at is null`.execute(
		db,
	);
	await sql`select courtside_protect('api_keys'), courtside_allow_system('api_keys')`.execute(db);
}
