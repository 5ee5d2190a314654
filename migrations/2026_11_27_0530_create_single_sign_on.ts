import { type Kysely, sql } from "kysely";

/**
 * Signing in through a company's own identity provider: one connection a workspace, the requests that are under way, and
 * which account over there is whom here.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table sso_connections (
		tenant_id int primary key references tenants on delete cascade,
		state text not null default 'off' check (state in ('off', 'on')),
		kind text not null check (kind in ('oidc', 'saml')),
		name text not null,
		settings jsonb not null,
		secret_sealed text,
		is_required boolean not null default false,
		domains text[] not null default '{}',
		lets_in text not null default 'invited' check (lets_in in ('invited', 'anyone')),
		default_role text not null default 'rep',
		groups_name text not null default 'groups',
		group_roles jsonb not null default '[]',
		version int not null default 1,
		updated_at timestamptz not null default now()
	)`.execute(db);

	await sql`create table sso_requests (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		key_hash bytea not null,
		browser_hash bytea not null,
		return_to text not null,
		secrets_sealed text,
		created_at timestamptz not null,
		expires_at timestamptz not null,
		used_at timestamptz,
		identity jsonb,
		ticket_hash bytea,
		primary key (tenant_id, id)
	)`.execute(db);
	await sql`create unique index sso_requests_key on sso_requests (key_hash)`.execute(db);
	await sql`create unique index sso_requests_ticket on sso_requests (ticket_hash) where ticket_hash is not null`.execute(
		db,
	);

	await sql`create table sso_identities (
		tenant_id int not null references tenants on delete cascade,
		issuer text not null,
		subject text not null,
		user_id uuid not null,
		created_at timestamptz not null default now(),
		primary key (tenant_id, issuer, subject),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);

	for (const table of ["sso_connections", "sso_requests", "sso_identities"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
	// Where somebody comes back, only what they bring says which workspace it is.
	await sql`select courtside_allow_system('sso_requests'), courtside_allow_system('sso_connections')`.execute(db);
}
