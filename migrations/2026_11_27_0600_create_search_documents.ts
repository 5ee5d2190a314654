import { type Kysely, sql } from "kysely";

/** What a kind of record is found by. */
interface Kind {
	table: string;
	entity: string;
	/** `r` is the record, `a` its account where it has one. */
	from: string;
	/** Texts it is found by, the name first. */
	texts: string[];
	owner: string;
	open: string;
	/** Columns whose change is looked at. */
	watched: string[];
}

const WITH_ACCOUNT = "left join accounts a on a.tenant_id = r.tenant_id and a.id = r.account_id";
const KINDS: Kind[] = [
	{
		table: "deals",
		entity: "deal",
		from: WITH_ACCOUNT,
		texts: ["r.name", "a.name"],
		owner: "r.owner_id",
		open: "r.status = 'open'",
		watched: ["name", "account_id", "owner_id", "status"],
	},
	{
		table: "accounts",
		entity: "account",
		from: "",
		texts: ["r.name", "r.domain"],
		owner: "r.owner_id",
		open: "true",
		watched: ["name", "domain", "owner_id"],
	},
	{
		table: "contacts",
		entity: "contact",
		from: WITH_ACCOUNT,
		texts: ["r.name", "r.email", "a.name"],
		owner: "null::uuid",
		open: "true",
		watched: ["name", "email", "account_id"],
	},
	{
		table: "leads",
		entity: "lead",
		from: "",
		texts: ["r.name", "r.company", "r.email"],
		owner: "r.owner_id",
		open: "r.status in ('new', 'working', 'qualified')",
		watched: ["name", "company", "email", "owner_id", "status"],
	},
	{
		table: "users",
		entity: "person",
		from: "",
		texts: ["r.name", "r.email"],
		owner: "null::uuid",
		open: "r.is_active",
		watched: ["name", "email", "is_active"],
	},
];

/**
 * What records are found by, without case and accents, beside the records and kept by triggers, because records are
 * written by imports, hosts and people alike. A table of its own: the system role may look through it by substring,
 * which row-level security would forbid an index to do (`like` might leak), and it then hands on nothing but ids.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	// Letters that do not fall apart into a base and an accent are spelled out; plain ASCII, which most of it is, needs
	// none of that. The server folds questions alike.
	await sql`create function courtside_fold(given text) returns text language sql immutable parallel safe as $$
		select case when octet_length(given) = char_length(given) then lower(given)
			else replace(replace(replace(translate(
				lower(regexp_replace(normalize(given, NFKD), '[\\u0300-\\u036F]', '', 'g')),
				'øłđı', 'oldi'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe') end
	$$`.execute(db);

	await sql`create table search_documents (
		tenant_id int not null references tenants on delete cascade,
		entity text not null,
		id uuid not null,
		-- The folded name.
		label text not null,
		-- Everything it is found by, folded, each word after a space.
		terms text not null,
		owner_id uuid,
		is_open boolean not null,
		created_at timestamptz not null,
		primary key (tenant_id, entity, id)
	)`.execute(db);
	await sql`create index on search_documents (tenant_id, entity, label text_pattern_ops)`.execute(db);
	await sql`create index on search_documents (tenant_id, entity, is_open desc, created_at desc)`.execute(db);
	await sql`create index on search_documents (tenant_id, owner_id, entity) where owner_id is not null`.execute(db);

	for (const kind of KINDS) {
		for (const statement of statementsOf(kind)) await sql.raw(statement).execute(db);
	}
	// A renamed account is found by its deals and contacts too.
	await sql`create function courtside_search_account_renamed() returns trigger language plpgsql as $$
	declare
		one record;
	begin
		for one in select f.tenant_id, array_agg(f.id) as ids from fresh f
			join stale s on s.tenant_id = f.tenant_id and s.id = f.id where f.name is distinct from s.name group by f.tenant_id
		loop
			perform courtside_search_deals(one.tenant_id,
				array(select d.id from deals d where d.tenant_id = one.tenant_id and d.account_id = any(one.ids)));
			perform courtside_search_contacts(one.tenant_id,
				array(select c.id from contacts c where c.tenant_id = one.tenant_id and c.account_id = any(one.ids)));
		end loop;
		return null;
	end $$`.execute(db);
	await sql`create trigger search_account_renamed after update on accounts referencing old table as stale new table as fresh
		for each statement execute function courtside_search_account_renamed()`.execute(db);

	// Those that are there already. The owner of the tables is bound by their policies too, and they show it nothing.
	for (const { table } of KINDS) {
		await sql.raw(`alter table ${table} no force row level security`).execute(db);
	}
	for (const { table } of KINDS) {
		await sql
			.raw(`select courtside_search_${table}(tenant_id, array_agg(id)) from ${table} group by tenant_id`)
			.execute(db);
	}
	for (const { table } of KINDS) {
		await sql.raw(`alter table ${table} force row level security`).execute(db);
	}
	await sql`select courtside_protect('search_documents'), courtside_allow_system('search_documents')`.execute(db);
}

function statementsOf({ table, entity, from, texts, owner, open, watched }: Kind): string[] {
	const columns = "label, terms, owner_id, is_open, created_at";
	const folded = (text: string) => `coalesce(' ' || courtside_fold(${text}), '')`;
	const row = (alias: string) => `(${watched.map((column) => `${alias}.${column}`).join(", ")})`;
	const changed = `courtside_search_${table}_changed`;
	return [
		`create function courtside_search_${table}(tenant int, ids uuid[]) returns void language sql as $$
			insert into search_documents (tenant_id, entity, id, ${columns})
			select r.tenant_id, '${entity}', r.id, left(courtside_fold(${texts[0]}), 200), ${texts.map(folded).join(" || ")},
				${owner}, ${open}, r.created_at
			from ${table} r ${from} where r.tenant_id = tenant and r.id = any(ids)
			on conflict (tenant_id, entity, id) do update set (${columns})
				= (excluded.label, excluded.terms, excluded.owner_id, excluded.is_open, excluded.created_at)
		$$`,
		`create function ${changed}() returns trigger language plpgsql as $$
		declare
			one record;
		begin
			if tg_op = 'INSERT' then
				for one in select f.tenant_id, array_agg(f.id) as ids from fresh f group by f.tenant_id loop
					perform courtside_search_${table}(one.tenant_id, one.ids);
				end loop;
			elsif tg_op = 'UPDATE' then
				for one in select f.tenant_id, array_agg(f.id) as ids from fresh f
					join stale s on s.tenant_id = f.tenant_id and s.id = f.id
					where ${row("f")} is distinct from ${row("s")} group by f.tenant_id
				loop
					perform courtside_search_${table}(one.tenant_id, one.ids);
				end loop;
			else
				delete from search_documents d using stale s
				where d.tenant_id = s.tenant_id and d.entity = '${entity}' and d.id = s.id;
			end if;
			return null;
		end $$`,
		`create trigger search_added after insert on ${table} referencing new table as fresh
			for each statement execute function ${changed}()`,
		`create trigger search_changed after update on ${table} referencing old table as stale new table as fresh
			for each statement execute function ${changed}()`,
		`create trigger search_removed after delete on ${table} referencing old table as stale
			for each statement execute function ${changed}()`,
	];
}
