import { type Kysely, sql } from "kysely";

/**
 * Roles that a workspace makes for itself. Each builds on a built-in one (`base`), which stays in `users.role` and says
 * what kind of work its people do; what they may do then is the made role's.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table roles (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		name text not null,
		base text not null check (base in ('rep', 'manager', 'executive', 'ops', 'admin')),
		scope text not null check (scope in ('own', 'team', 'all')),
		permissions text[] not null,
		version int not null default 1,
		created_at timestamptz not null default now(),
		updated_at timestamptz not null default now(),
		primary key (tenant_id, id)
	)`.execute(db);
	await sql`create unique index roles_name on roles (tenant_id, lower(name))`.execute(db);
	await sql`alter table users add column role_id uuid`.execute(db);
	await sql`alter table users add foreign key (tenant_id, role_id) references roles (tenant_id, id)`.execute(db);
	await sql`create index on users (tenant_id, role_id) where role_id is not null`.execute(db);
	await sql`select courtside_protect('roles')`.execute(db);
}
