import { type Kysely, sql } from "kysely";

/** Under which names, addresses and user records sources know the workspace's people, and who that is. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table users
		add column left_on date,
		add column merged_into_id uuid,
		add foreign key (tenant_id, merged_into_id) references users (tenant_id, id),
		add check (merged_into_id <> id)`.execute(db);
	await sql`create index users_merged on users (tenant_id, merged_into_id) where merged_into_id is not null`.execute(
		db,
	);
	await sql`create index users_by_name on users (tenant_id, lower(name), id)`.execute(db);

	// `place` orders the list: what waits for a person first.
	await sql`create table identities (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		kind text not null check (kind in ('owner-name', 'crm-user', 'email', 'slack', 'teams')),
		source text not null,
		external_id text not null,
		label text not null,
		user_id uuid,
		state text not null check (state in ('unmatched', 'matched', 'ignored')),
		matched_by text check (matched_by in ('itself', 'email', 'exact-name', 'by-hand')),
		confidence real,
		suggested_id uuid,
		suggested_by text,
		suggested_confidence real,
		first_seen timestamptz not null default now(),
		last_seen timestamptz not null default now(),
		place text not null generated always as (
			(case state when 'unmatched' then '0' when 'matched' then '1' else '2' end) || lower(label)) stored,
		primary key (tenant_id, id),
		unique (tenant_id, source, external_id),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
		foreign key (tenant_id, suggested_id) references users (tenant_id, id) on delete set null (suggested_id)
	)`.execute(db);
	await sql`create index identities_by_place on identities (tenant_id, place, id)`.execute(db);
	await sql`create index identities_by_person on identities (tenant_id, user_id)`.execute(db);
	await sql`create index identities_by_suggestion on identities (tenant_id, suggested_id) where suggested_id is not null`.execute(
		db,
	);

	// A person's own address is an account of theirs whoever wrote it down: an import, an invitation, the first admin.
	await sql`create function courtside_note_address(tenant int, person uuid, address text) returns void language sql as $$
		insert into identities (tenant_id, kind, source, external_id, label, user_id, state, matched_by, confidence)
		values (tenant, 'email', 'courtside', 'email:' || lower(address), lower(address), person, 'matched', 'itself', 1)
		on conflict (tenant_id, source, external_id) do update
			set user_id = excluded.user_id, state = 'matched', matched_by = 'itself', confidence = 1, last_seen = now()
	$$`.execute(db);
	await sql`create function courtside_note_new_addresses() returns trigger language plpgsql as $$
	begin
		perform courtside_note_address(tenant_id, id, email) from fresh where email is not null;
		return null;
	end $$`.execute(db);
	await sql`create function courtside_note_changed_address() returns trigger language plpgsql as $$
	begin
		perform courtside_note_address(new.tenant_id, new.id, new.email);
		return null;
	end $$`.execute(db);

	await keepKnown(db);
	await sql`create trigger note_new_addresses after insert on users referencing new table as fresh
		for each statement execute function courtside_note_new_addresses()`.execute(db);
	await sql`create trigger note_changed_address after update of email on users for each row
		when (new.email is not null and new.email is distinct from old.email)
		execute function courtside_note_changed_address()`.execute(db);
	await sql`select courtside_protect('identities'), courtside_allow_system('identities')`.execute(db);
}

/** Writes down what is known of people so far: their addresses, and the keys that imports and hosts have found them by. */
async function keepKnown(db: Kysely<unknown>): Promise<void> {
	// Row-level security is forced on owners too; whoever migrates must see every tenant for this one statement.
	const tables = ["users", "external_ids"];
	for (const table of tables) await sql`alter table ${sql.table(table)} no force row level security`.execute(db);
	await sql`select courtside_note_address(tenant_id, id, email) from users where email is not null`.execute(db);
	// Addresses are known from the line above, and the name of someone known for certain is no account of its own.
	await sql`insert into identities (tenant_id, kind, source, external_id, label, user_id, state, matched_by, confidence)
		select e.tenant_id, case when e.external_id like 'name:%' then 'owner-name' else 'crm-user' end, e.source, e.external_id,
			u.name, u.id, case when is_sure then 'matched' else 'unmatched' end, case when is_sure then 'itself' end,
			case when is_sure then 1 end
		from external_ids e join users u on u.tenant_id = e.tenant_id and u.id = e.id,
			lateral (select u.email is not null or u.password_hash is not null or exists (
				select from external_ids o where o.tenant_id = e.tenant_id and o.object = 'user' and o.id = e.id
					and o.external_id not like 'name:%') as is_sure) x
		where e.object = 'user' and e.external_id not like 'email:%' and not (is_sure and e.external_id like 'name:%')`.execute(
		db,
	);
	for (const table of tables) await sql`alter table ${sql.table(table)} force row level security`.execute(db);
}
