import { type Kysely, sql } from "kysely";

/** Invitations by e-mail. Only the hash of the token in the mailed link is kept; one open invitation for an address. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table invitations (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		email text not null,
		name text,
		role text not null check (role in ('rep', 'manager', 'executive', 'ops', 'admin')),
		role_id uuid,
		team_id uuid,
		user_id uuid,
		token_hash bytea not null,
		invited_by uuid,
		invited_by_name text not null,
		created_at timestamptz not null default now(),
		sent_at timestamptz not null default now(),
		expires_at timestamptz not null,
		accepted_at timestamptz,
		withdrawn_at timestamptz,
		primary key (tenant_id, id),
		foreign key (tenant_id, team_id) references teams (tenant_id, id) on delete set null (team_id),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create unique index invitations_token on invitations (token_hash)`.execute(db);
	await sql`create unique index invitations_open on invitations (tenant_id, lower(email))
		where accepted_at is null and withdrawn_at is null`.execute(db);
	await sql`select courtside_protect('invitations'), courtside_allow_system('invitations')`.execute(db);
}
