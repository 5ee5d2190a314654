import { type Kysely, sql } from "kysely";

/** Apps for codes (their secrets sealed; `last_step` refuses a code that was used) and the codes for when all is lost. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table totp_factors (
		tenant_id int not null,
		user_id uuid not null,
		secret_sealed text,
		last_step bigint,
		created_at timestamptz not null default now(),
		confirmed_at timestamptz,
		primary key (tenant_id, user_id),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create table recovery_codes (
		tenant_id int not null,
		user_id uuid not null,
		code_hash bytea not null,
		used_at timestamptz,
		primary key (tenant_id, user_id, code_hash),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`alter table tenants add column requires_second_factor boolean not null default false`.execute(db);
	await sql`select courtside_protect('totp_factors'), courtside_protect('recovery_codes')`.execute(db);
}
