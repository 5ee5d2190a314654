import { type Kysely, sql } from "kysely";

/** Messages to persons in a host of conversations: each once, whatever ends in between. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table chat_messages (
		tenant_id int not null,
		id uuid not null default courtside_uuidv7(),
		host text not null,
		user_id uuid not null,
		kind text not null,
		dedup_key text not null,
		local_day date not null,
		doc jsonb,
		state text not null check (state in ('pending', 'sending', 'sent', 'nothing', 'folded', 'failed', 'unsure')),
		replaces_id uuid,
		attempts int not null default 0,
		next_attempt_at timestamptz not null,
		claimed_until timestamptz,
		team text,
		channel text,
		mark text,
		reason text,
		created_at timestamptz not null,
		sent_at timestamptz,
		is_helpful boolean,
		primary key (tenant_id, id),
		unique (tenant_id, host, dedup_key),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
		foreign key (tenant_id, replaces_id) references chat_messages (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create index chat_messages_due on chat_messages (tenant_id, host, next_attempt_at, id)
		where state in ('pending', 'sending')`.execute(db);
	await sql`create index chat_messages_of_person on chat_messages (tenant_id, user_id, sent_at desc)`.execute(db);
	await sql`create index chat_messages_troubled on chat_messages (tenant_id, host, created_at desc)
		where state in ('failed', 'unsure')`.execute(db);
	await sql`select courtside_protect('chat_messages'), courtside_allow_system('chat_messages')`.execute(db);
}
