import { type Kysely, sql } from "kysely";

/**
 * What was said in meetings, the newest revision of each segment, and what it is found by. As with records, the latter is
 * a table of its own: the system role looks through it by substring and hands on nothing but ids.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table meeting_segments (
		tenant_id int not null,
		meeting_id uuid not null,
		segment_id text not null check (length(segment_id) between 1 and 200),
		rev int not null,
		channel int,
		speaker_id text check (length(speaker_id) <= 200),
		-- As it came; what people say of the speaker stands with the participants.
		role text not null default 'unknown' check (role in ('rep', 'customer', 'unknown')),
		start_sec double precision not null,
		end_sec double precision not null,
		text text not null,
		-- [text, start, end] each, seconds.
		words jsonb,
		is_final boolean not null,
		-- Taken back: kept as an empty row, so that an older revision cannot bring it back.
		is_retracted boolean not null default false,
		lang text,
		confidence real,
		edited_by uuid,
		primary key (tenant_id, meeting_id, segment_id),
		foreign key (tenant_id, meeting_id) references meetings (tenant_id, id) on delete cascade,
		foreign key (tenant_id, edited_by) references users (tenant_id, id) on delete set null (edited_by)
	)`.execute(db);
	await sql`create index on meeting_segments (tenant_id, meeting_id, start_sec)`.execute(db);

	await sql`create table meeting_search (
		tenant_id int not null,
		meeting_id uuid not null,
		segment_id text not null,
		-- Folded, after a space.
		terms text not null,
		primary key (tenant_id, meeting_id, segment_id),
		foreign key (tenant_id, meeting_id, segment_id)
			references meeting_segments (tenant_id, meeting_id, segment_id) on delete cascade
	)`.execute(db);
	await sql`create function courtside_search_said() returns trigger language plpgsql as $$
	begin
		if new.is_final and not new.is_retracted then
			insert into meeting_search (tenant_id, meeting_id, segment_id, terms)
			values (new.tenant_id, new.meeting_id, new.segment_id, ' ' || courtside_fold(new.text))
			on conflict (tenant_id, meeting_id, segment_id) do update set terms = excluded.terms;
		else
			delete from meeting_search s where s.tenant_id = new.tenant_id and s.meeting_id = new.meeting_id
				and s.segment_id = new.segment_id;
		end if;
		return null;
	end $$`.execute(db);
	await sql`create trigger search_said after insert or update of text, is_final, is_retracted on meeting_segments
		for each row execute function courtside_search_said()`.execute(db);
	// Without the extensions search reads through the workspace's words instead.
	await sql`do $$ begin
		if courtside_index_search() then
			create index meetings_by_substring on meeting_search using gin (tenant_id, terms gin_trgm_ops);
		end if;
	end $$`.execute(db);
	await sql`select courtside_protect('meeting_segments'), courtside_protect('meeting_search'),
		courtside_allow_system('meeting_search')`.execute(db);
}
