import { sql } from "kysely";
import type { Db } from "../../server/db/connect.ts";

/** How many of each there are for so many deals. */
export interface Sizes {
	deals: number;
	accounts: number;
	contacts: number;
	leads: number;
	people: number;
}

const WORDS =
	"hospital renewal lighting office campus warehouse studio retail clinic school bridge harbour hotel garden tower museum station library laboratory workshop canteen showroom bakery brewery cinema theatre stadium airport terminal depot factory mill foundry quarry mine refinery plant farm orchard vineyard".split(
		" ",
	);
const NAMES =
	"Ashgate Cedarfield Monteblanca Neubach Grünstett Hoshimura Brightford Clearhaven Müller Søndergård Łukasz Peñarol Châteauroux Öresund Kowalski Yamada Okafor Mbeki Lindqvist Tanaka Garcia Rossi Schneider Fischer Dubois Moreau Novak Horvat Ivanov Petrov Singh Patel Khan Chen Wang Kim Park Nguyen Tran Alvarez".split(
		" ",
	);

/**
 * A workspace of so many deals with names made from a few words, so that each word is in thousands of records. The teams
 * nest twelve deep; returns the tenant, a rep, a manager of a tenth of the people, and one of all of them.
 */
export async function generate(
	db: Db,
	sizes: Sizes,
): Promise<{ tenantId: number; rep: string; manager: string; chief: string }> {
	const pick = (list: string[], seed: string) =>
		sql`(${sql.lit(`{${list.join(",")}}`)}::text[])[1 + (hashint4(${sql.raw(seed)}) & 2147483647) % ${sql.lit(list.length)}]`;
	const { rows } = await sql<{ tenant_id: number }>`insert into tenants (slug, name) values ('big', 'Big')
		returning tenant_id`.execute(db);
	const tenantId = rows[0]?.tenant_id ?? 0;
	const t = sql.lit(tenantId);
	await sql`with p as (insert into pipelines (tenant_id, name) values (${t}, 'Sales') returning id)
		insert into stages (tenant_id, pipeline_id, name, position, kind) select ${t}, id, 'Proposal', 1, 'open' from p`.execute(
		db,
	);
	await sql`insert into teams (tenant_id, name) select ${t}, 'Team ' || i from generate_series(1, 120) i`.execute(db);
	await sql`create temp table numbered_teams as select id, row_number() over (order by name) n from teams where tenant_id = ${t}`.execute(
		db,
	);
	await sql`update teams c set parent_id = p.id from numbered_teams x join numbered_teams p
		on p.n = case when x.n % 12 = 1 then 1 else x.n - 1 end where c.id = x.id and x.n > 1`.execute(db);
	await sql`insert into users (tenant_id, name, email, role, team_id)
		select ${t}, ${pick(NAMES, "i * 3")} || ' ' || ${pick(NAMES, "i * 7")}, 'user' || i || '@big.example', 'rep', n.id
		from generate_series(1, ${sql.lit(sizes.people)}) i join numbered_teams n on n.n = 1 + i % 120`.execute(db);
	await sql`create temp table numbered_users as select id, team_id, row_number() over (order by email) n from users where tenant_id = ${t}`.execute(
		db,
	);
	await sql`insert into accounts (tenant_id, name, domain, owner_id)
		select ${t}, ${pick(NAMES, "i * 11")} || ' ' || initcap(${pick(WORDS, "i * 13")}) || ' ' || i % 977,
			${pick(WORDS, "i * 13")} || i || '.example', u.id
		from generate_series(1, ${sql.lit(sizes.accounts)}) i join numbered_users u on u.n = 1 + i % ${sql.lit(sizes.people)}`.execute(
		db,
	);
	await sql`create temp table numbered_accounts as select id, name, domain, owner_id, row_number() over (order by domain) n
		from accounts where tenant_id = ${t}`.execute(db);
	await sql`insert into contacts (tenant_id, name, email, account_id)
		select ${t}, ${pick(NAMES, "i * 17")} || ' ' || ${pick(NAMES, "i * 19")}, 'c' || i || '.buyer@' || a.domain, a.id
		from generate_series(1, ${sql.lit(sizes.contacts)}) i join numbered_accounts a on a.n = 1 + i % ${sql.lit(sizes.accounts)}`.execute(
		db,
	);
	await sql`insert into deals (tenant_id, name, account_id, owner_id, pipeline_id, stage_id, status, created_at)
		select ${t}, a.name || ' – ' || ${pick(WORDS, "i * 23")} || ' ' || ${pick(WORDS, "i * 29")} || ' #' || i, a.id, a.owner_id,
			s.pipeline_id, s.id, case when i % 10 < 3 then 'open' when i % 10 < 6 then 'won' else 'lost' end,
			now() - i * interval '2 minutes'
		from generate_series(1, ${sql.lit(sizes.deals)}) i join numbered_accounts a on a.n = 1 + i % ${sql.lit(sizes.accounts)}
			cross join (select id, pipeline_id from stages where tenant_id = ${t}) s`.execute(db);
	await sql`insert into leads (tenant_id, name, company, email, owner_id)
		select ${t}, ${pick(NAMES, "i * 31")} || ' ' || ${pick(NAMES, "i * 37")}, initcap(${pick(WORDS, "i * 41")}) || ' ' || i,
			'l' || i || '@' || ${pick(WORDS, "i * 41")} || '.example', u.id
		from generate_series(1, ${sql.lit(sizes.leads)}) i join numbered_users u on u.n = 1 + i % ${sql.lit(sizes.people)}`.execute(
		db,
	);
	const people = await sql<{ id: string }>`select u.id from numbered_users u join numbered_teams n on n.id = u.team_id
		where n.n in (1, 2, 61) order by n.n, u.n`.execute(db);
	const [chief = "", , rep = ""] = [people.rows[0]?.id, "", people.rows.at(-1)?.id];
	const manager = people.rows[Math.floor(people.rows.length / 2)]?.id ?? "";
	await sql`update teams set manager_id = ${chief}::uuid where id = (select id from numbered_teams where n = 1)`.execute(
		db,
	);
	await sql`update teams set manager_id = ${manager}::uuid where id = (select id from numbered_teams where n = 13)`.execute(
		db,
	);
	for (const table of ["search_documents", "deals", "accounts", "contacts", "leads", "users", "team_ancestors"]) {
		await sql`vacuum analyze ${sql.table(table)}`.execute(db);
	}
	return { tenantId, rep, manager, chief };
}
