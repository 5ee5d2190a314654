import { type RawBuilder, sql } from "kysely";
import type { Instant, PlainDate } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
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
import type { Tables } from "./tables.ts";

type Row = Tables["identities"];

/** A person as an identity points to them. */
export interface PersonRef {
	id: string;
	name: string;
	leftOn: PlainDate | null;
}

/** A name, address or record with the person it finds. */
export interface IdentityRow {
	id: string;
	kind: Row["kind"];
	source: string;
	externalId: string;
	label: string;
	state: Row["state"];
	/** Who holds its records, matched or not. */
	userId: string | null;
	person: PersonRef | null;
	matchedBy: "itself" | "email" | "exact-name" | "by-hand" | null;
	suggestion: { person: PersonRef; by: string; confidence: number } | null;
	firstSeen: Instant;
	lastSeen: Instant;
}

/** Which identities: all that are given must hold. */
export interface IdentityFilter {
	state?: Row["state"] | undefined;
	kind?: Row["kind"] | undefined;
	suggested?: boolean | undefined;
	search?: string | undefined;
	userId?: string | undefined;
}

/** `place`: what waits for a person first, then by name. */
export const IDENTITY_SORTS = ["place"] as const;

const columns = sql`i.id, i.kind, i.source, i.external_id as "externalId", i.label,
	i.state, i.user_id as "userId", i.matched_by as "matchedBy", i.first_seen as "firstSeen", i.last_seen as "lastSeen",
	u.name as "personName", u.left_on as "personLeft", i.suggested_id as "suggestedId", i.suggested_by as "suggestedBy",
	i.suggested_confidence as "suggestedConfidence", s.name as "suggestedName", s.left_on as "suggestedLeft"`;
const joins = sql`left join users u on u.id = i.user_id and i.state = 'matched'
	left join users s on s.id = i.suggested_id and i.state = 'unmatched'`;

/** A page of identities. */
export async function listIdentities(
	db: Db,
	ask: { filter: IdentityFilter; sort: SortOrder; after: Position | null; limit: number },
): Promise<Counted & { rows: IdentityRow[]; next: Position | null }> {
	const list = keyed(ask.filter);
	const way = sql.raw(ask.sort.descending ? "desc" : "asc");
	const { rows } = await sql<JoinedRow & { matching: number; found: boolean; at: string }>`
		with picked as materialized (${pageOfKeys(list, ask.sort, ask.after, ask.limit)}),
			matched as (select count(*)::int as n from (select 1 ${list.from} where ${list.where} limit ${sql.lit(COUNT_MOST + 1)}) x)
		select m.n as matching, p.id is not null as found, p.at, ${columns}
		from matched m left join picked p on true left join identities i on i.id = p.id ${joins}
		order by p.at ${way}, p.id ${way}`.execute(db);
	const page = pageOf(rows, ask.limit);
	return { ...page, rows: page.rows.map(identityOf) };
}

/** Every identity of a list in its order, a batch at a time; `db` must be a transaction. */
export async function* allIdentities(db: Db, filter: IdentityFilter, sort: SortOrder): AsyncGenerator<IdentityRow[]> {
	for await (const ids of allIds(db, keyed(filter), sort)) {
		const { rows } = await sql<JoinedRow>`select ${columns} from identities i ${joins}
			where i.id = any(${ids}::uuid[])`.execute(db);
		const byId = new Map(rows.map((row) => [row.id, identityOf(row)]));
		yield ids.flatMap((id) => byId.get(id) ?? []);
	}
}

/** How many a list has, counted up to `most`. */
export async function countListed(db: Db, filter: IdentityFilter, most: number): Promise<number> {
	const { from, where } = keyed(filter);
	return countUpTo(db, sql`${from} where ${where}`, most);
}

function keyed(filter: IdentityFilter): KeyedList {
	const where = conditions(filter);
	return { from: sql`from identities i`, where, by: sql`i.place`, type: "text", id: sql`i.id`, hasBlanks: false };
}

/** How many there are of each state, and how many that wait have somebody suggested. */
export async function countIdentities(
	db: Db,
): Promise<{ unmatched: number; suggested: number; matched: number; ignored: number }> {
	const { rows } = await sql<{ unmatched: number; suggested: number; matched: number; ignored: number }>`select
			count(*) filter (where state = 'unmatched')::int as unmatched,
			count(*) filter (where state = 'unmatched' and suggested_id is not null)::int as suggested,
			count(*) filter (where state = 'matched')::int as matched,
			count(*) filter (where state = 'ignored')::int as ignored
		from identities`.execute(db);
	return rows[0] ?? { unmatched: 0, suggested: 0, matched: 0, ignored: 0 };
}

interface JoinedRow extends Omit<IdentityRow, "person" | "suggestion"> {
	personName: string | null;
	personLeft: PlainDate | null;
	suggestedId: string | null;
	suggestedBy: string | null;
	suggestedConfidence: number | null;
	suggestedName: string | null;
	suggestedLeft: PlainDate | null;
}

function identityOf(row: JoinedRow): IdentityRow {
	const { userId, suggestedId } = row;
	return {
		id: row.id,
		kind: row.kind,
		source: row.source,
		externalId: row.externalId,
		label: row.label,
		state: row.state,
		userId,
		person:
			row.personName === null || userId === null ? null : { id: userId, name: row.personName, leftOn: row.personLeft },
		matchedBy: row.matchedBy,
		suggestion:
			row.suggestedName === null || suggestedId === null
				? null
				: {
						person: { id: suggestedId, name: row.suggestedName, leftOn: row.suggestedLeft },
						by: row.suggestedBy ?? "",
						confidence: row.suggestedConfidence ?? 0,
					},
		firstSeen: row.firstSeen,
		lastSeen: row.lastSeen,
	};
}

const PLACE = { unmatched: "0", matched: "1", ignored: "2" } as const;

function conditions(filter: IdentityFilter): RawBuilder<unknown> {
	const all = [sql`true`];
	// By the beginning of its place, which the index is in order of.
	if (filter.state) {
		const begins = PLACE[filter.state];
		all.push(sql`i.place >= ${begins} and i.place < ${String(Number(begins) + 1)}`);
	}
	if (filter.kind) all.push(sql`i.kind = ${filter.kind}`);
	if (filter.suggested) all.push(sql`i.suggested_id is not null`);
	if (filter.userId) all.push(sql`i.user_id = ${filter.userId}::uuid`);
	if (filter.search) {
		const like = `%${filter.search.replace(/[\\%_]/g, "\\$&")}%`;
		all.push(sql`(i.label ilike ${like} or i.external_id ilike ${like}
			or exists (select from users n where n.id = i.user_id and n.name ilike ${like}))`);
	}
	return sql.join(all, sql` and `);
}
