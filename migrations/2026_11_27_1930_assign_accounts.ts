import { type Kysely, sql } from "kysely";

/** Who was given an account when it arrived and why; one that nobody could take waits. Once an account. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table account_assignments (
			tenant_id int not null,
			account_id uuid not null,
			to_id uuid,
			decision jsonb not null,
			made_at timestamptz not null default now(),
			primary key (tenant_id, account_id),
			foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
			foreign key (tenant_id, to_id) references users (tenant_id, id)
		)`.execute(db);
	await sql`select courtside_protect('account_assignments')`.execute(db);
}
