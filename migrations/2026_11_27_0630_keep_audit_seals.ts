import { type Kysely, sql } from "kysely";

/**
 * How far a chain had come on a day, sealed with the master key, which no writer of the database has: a chain cut short
 * or made anew, head and all, does not fit it. A copy stands in the file storage. And how each check of a chain ended.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table audit_seals (
		tenant_id int not null references tenants on delete cascade,
		day date not null,
		sealed text not null,
		primary key (tenant_id, day)
	)`.execute(db);
	await sql`create table audit_checks (
		tenant_id int not null references tenants on delete cascade,
		checked_at timestamptz not null,
		entries bigint not null,
		-- The first entry that does not fit; null: the chain is whole.
		broken_at bigint,
		reason text check (reason in ('changed', 'missing', 'cut', 'head', 'seal')),
		seals int not null,
		primary key (tenant_id, checked_at)
	)`.execute(db);
	await sql`select courtside_protect('audit_seals'), courtside_protect('audit_checks')`.execute(db);
	await sql`revoke update, delete on audit_seals from courtside_app`.execute(db);
}
