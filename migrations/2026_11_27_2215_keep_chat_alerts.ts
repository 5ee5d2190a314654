import { type Kysely, sql } from "kysely";

/** What a person was alerted to, from when until when it was so. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table chat_alerts (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		user_id uuid not null,
		kind text not null,
		entity_id text not null,
		mark text not null,
		message_id uuid,
		item jsonb not null,
		opened_at timestamptz not null,
		resolved_at timestamptz,
		primary key (tenant_id, id),
		unique (tenant_id, user_id, kind, entity_id, mark),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
		foreign key (tenant_id, message_id) references chat_messages (tenant_id, id) on delete set null (message_id)
	)`.execute(db);
	await sql`create index chat_alerts_open on chat_alerts (tenant_id, user_id) where resolved_at is null`.execute(db);
	await sql`select courtside_protect('chat_alerts')`.execute(db);
}
