import { type RawBuilder, sql } from "kysely";
import type { PlainDate } from "../../core/model/instant.ts";
import type { Role } from "../../core/model/user.ts";
import type { Db } from "./connect.ts";
import type { PersonRef } from "./identities.ts";
import {
	allIds,
	COUNT_MOST,
	type Counted,
	countUpTo,
	type KeyedList,
	type Position,
	pageOf,
	pageOfKeys,
	type SortOrder,
} from "./paging.ts";

/** A person of the list. */
export interface ListedRow {
	id: string;
	name: string;
	email: string | null;
	role: Role;
	team: string | null;
	isActive: boolean;
	leftOn: PlainDate | null;
	signsIn: boolean;
	waits: boolean;
	accounts: number;
}

export const PEOPLE_SORTS = ["name"] as const;

/** Which people. */
export interface PeopleFilter {
	state: "here" | "left" | "all";
	/** In name or address. */
	search?: string | undefined;
}

const columns = sql`u.id, u.name, u.email, u.role, t.name as team, u.is_active as "isActive", u.left_on as "leftOn",
	u.password_hash is not null as "signsIn",
	exists (select from identities i where i.user_id = u.id and i.state = 'unmatched') as waits,
	(select count(*)::int from identities i where i.user_id = u.id) as accounts`;

/** A page of people; who is part of another is not among them. */
export async function listPeoplePage(
	db: Db,
	ask: { filter: PeopleFilter; sort: SortOrder; after: Position | null; limit: number },
): Promise<Counted & { rows: ListedRow[]; next: Position | null }> {
	const list = keyed(ask.filter);
	const way = sql.raw(ask.sort.descending ? "desc" : "asc");
	const { rows } = await sql<ListedRow & { matching: number; found: boolean; at: string }>`
		with picked as materialized (${pageOfKeys(list, ask.sort, ask.after, ask.limit)}),
			matched as (select count(*)::int as n from (select 1 ${list.from} where ${list.where} limit ${sql.lit(COUNT_MOST + 1)}) x)
		select m.n as matching, p.id is not null as found, p.at, ${columns}
		from matched m left join picked p on true left join users u on u.id = p.id left join teams t on t.id = u.team_id
		order by p.at ${way}, p.id ${way}`.execute(db);
	return pageOf(rows, ask.limit);
}

/** Everyone of a list in its order, a batch at a time; `db` must be a transaction. */
export async function* allListedPeople(db: Db, filter: PeopleFilter, sort: SortOrder): AsyncGenerator<ListedRow[]> {
	for await (const ids of allIds(db, keyed(filter), sort)) {
		const { rows } = await sql<ListedRow>`select ${columns} from users u left join teams t on t.id = u.team_id
			where u.id = any(${ids}::uuid[])`.execute(db);
		const byId = new Map(rows.map((row) => [row.id, row]));
		yield ids.flatMap((id) => byId.get(id) ?? []);
	}
}

/** How many a list has, counted up to `most`. */
export async function countListedPeople(db: Db, filter: PeopleFilter, most: number): Promise<number> {
	const { from, where } = keyed(filter);
	return countUpTo(db, sql`${from} where ${where}`, most);
}

function keyed(filter: PeopleFilter): KeyedList {
	const by = sql`lower(u.name)`;
	return { from: sql`from users u`, where: conditions(filter), by, type: "text", id: sql`u.id`, hasBlanks: false };
}

/** One person; the one they are part of when they were merged. Null when there is none. */
export async function findListedPerson(db: Db, id: string): Promise<ListedRow | null> {
	const { rows } = await sql<ListedRow>`select ${columns} from users u left join teams t on t.id = u.team_id
		where u.id = (select coalesce(m.merged_into_id, m.id) from users m where m.id = ${id}::uuid)`.execute(db);
	return rows[0] ?? null;
}

/** Who could take over: those who lead the person's team and the teams above, then colleagues with the most open deals. */
export async function successorsOf(db: Db, id: string): Promise<(PersonRef & { why: "manager" | "team" })[]> {
	const { rows } = await sql<PersonRef & { why: "manager" | "team" }>`
		(select m.id, m.name, m.left_on as "leftOn", 'manager' as why
			from users u join team_ancestors a on a.team_id = u.team_id join teams t on t.id = a.ancestor_id
				join users m on m.id = t.manager_id
			where u.id = ${id}::uuid and m.id <> u.id and m.is_active
			order by t.id = u.team_id desc, t.name limit 1)
		union all
		(select c.id, c.name, c.left_on, 'team' from users u join users c on c.team_id = u.team_id
			where u.id = ${id}::uuid and c.id <> u.id and c.is_active and c.merged_into_id is null
				and not exists (select from teams t where t.manager_id = c.id)
			order by (select count(*) from deals d where d.owner_id = c.id and d.status = 'open') desc, c.name limit 5)`.execute(
		db,
	);
	return rows;
}

function conditions({ state, search }: PeopleFilter): RawBuilder<unknown> {
	const all = [sql`u.merged_into_id is null`];
	if (state === "here") all.push(sql`u.is_active`);
	if (state === "left") all.push(sql`not u.is_active`);
	if (search) {
		const like = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
		all.push(sql`(u.name ilike ${like} or u.email ilike ${like})`);
	}
	return sql.join(all, sql` and `);
}
