import { type RawBuilder, sql } from "kysely";
import type { PlainDate } from "../../core/model/instant.ts";
import type { Role } from "../../core/model/user.ts";
import type { Db } from "./connect.ts";
import type { PersonRef } from "./identities.ts";
import { COUNT_MOST, type Counted, type Position, pageOfKeys } from "./paging.ts";

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

/** The one order of the list. */
export const PEOPLE_ORDER = { key: "name", descending: false } as const;

const columns = sql`u.id, u.name, u.email, u.role, t.name as team, u.is_active as "isActive", u.left_on as "leftOn",
	u.password_hash is not null as "signsIn",
	exists (select from identities i where i.user_id = u.id and i.state = 'unmatched') as waits,
	(select count(*)::int from identities i where i.user_id = u.id) as accounts`;

/** A page of people by name; who is part of another is not among them. */
export async function listPeoplePage(
	db: Db,
	ask: { state: "here" | "left" | "all"; search?: string | undefined; after: Position | null; limit: number },
): Promise<Counted & { rows: ListedRow[]; next: Position | null }> {
	const where = conditions(ask);
	const by = sql`lower(u.name)`;
	const keys = pageOfKeys(
		{ from: sql`from users u`, where, by, type: "text", id: sql`u.id`, hasBlanks: false },
		PEOPLE_ORDER,
		ask.after,
		ask.limit,
	);
	const { rows } = await sql<ListedRow & { matching: number; found: boolean; at: string }>`
		with picked as materialized (${keys}),
			matched as (select count(*)::int as n from (select 1 from users u where ${where} limit ${sql.lit(COUNT_MOST + 1)}) x)
		select m.n as matching, p.id is not null as found, p.at, ${columns}
		from matched m left join picked p on true left join users u on u.id = p.id left join teams t on t.id = u.team_id
		order by p.at, p.id`.execute(db);
	const found = rows.filter((row) => row.found);
	const last = found[ask.limit - 1];
	const matching = rows[0]?.matching ?? 0;
	return {
		rows: found.slice(0, ask.limit),
		next: found.length > ask.limit && last ? { value: last.at, id: last.id } : null,
		total: Math.min(matching, COUNT_MOST),
		totalIsAtLeast: matching > COUNT_MOST,
	};
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

function conditions({ state, search }: { state: string; search?: string | undefined }): RawBuilder<unknown> {
	const all = [sql`u.merged_into_id is null`];
	if (state === "here") all.push(sql`u.is_active`);
	if (state === "left") all.push(sql`not u.is_active`);
	if (search) {
		const like = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
		all.push(sql`(u.name ilike ${like} or u.email ilike ${like})`);
	}
	return sql.join(all, sql` and `);
}
