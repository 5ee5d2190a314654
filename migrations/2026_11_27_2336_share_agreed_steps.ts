import { type Kysely, sql } from "kysely";

/** What a rep has put on a meeting's stage for everybody there: agenda and agreed steps as they were then. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table panel_shares (
		tenant_id int not null,
		token_hash bytea not null,
		meeting_id uuid not null,
		made_by uuid,
		title text not null,
		agenda jsonb not null,
		steps jsonb not null,
		expires_at timestamptz not null,
		primary key (tenant_id, token_hash),
		foreign key (tenant_id, meeting_id) references meetings (tenant_id, id) on delete cascade,
		foreign key (tenant_id, made_by) references users (tenant_id, id) on delete set null (made_by)
	)`.execute(db);
	await sql`select courtside_protect('panel_shares')`.execute(db);
}
