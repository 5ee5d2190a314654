import { type Kysely, sql } from "kysely";

/** Where an account's people are visited, in degrees; an account without a row is placed by its own columns or its country. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table account_places (
		tenant_id int not null references tenants on delete cascade,
		account_id uuid not null,
		lat double precision not null check (lat between -90 and 90),
		lon double precision not null check (lon between -180 and 180),
		primary key (tenant_id, account_id),
		foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`select courtside_protect('account_places')`.execute(db);
}
