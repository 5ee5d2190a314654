import { type Kysely, sql } from "kysely";

/** What people say a deal's chance is, beside the model's number, with their reason: to be looked at again, and judged once the deal is over. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table deal_overrides (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		deal_id uuid not null,
		probability double precision not null check (probability between 0 and 1),
		reason text not null check (length(reason) between 1 and 1000),
		stage_id uuid not null,
		model_value double precision,
		model_version text,
		made_by uuid,
		made_at timestamptz not null,
		ended_at timestamptz,
		primary key (tenant_id, id),
		foreign key (tenant_id, deal_id) references deals (tenant_id, id) on delete cascade,
		foreign key (tenant_id, made_by) references users (tenant_id, id) on delete set null (made_by)
	)`.execute(db);
	await sql`create unique index on deal_overrides (tenant_id, deal_id) where ended_at is null`.execute(db);
	await sql`select courtside_protect('deal_overrides'::regclass)`.execute(db);
}
