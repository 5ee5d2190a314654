import { type RawBuilder, sql } from "kysely";
import type { Instant, PlainDate } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import { COUNT_MOST, type Counted, type Position, pageOfKeys } from "./paging.ts";
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

/** The one order of the list. */
export const IDENTITY_ORDER = { key: "place", descending: false } as const;

/** A page of identities, those that wait for a person first. */
export async function listIdentities(
	db: Db,
	{ filter, after, limit }: { filter: IdentityFilter; after: Position | null; limit: number },
): Promise<Counted & { rows: IdentityRow[]; next: Position | null }> {
	const where = conditions(filter);
	const keys = pageOfKeys(
		{ from: sql`from identities i`, where, by: sql`i.place`, type: "text", id: sql`i.id`, hasBlanks: false },
		IDENTITY_ORDER,
		after,
		limit,
	);
	const { rows } = await sql<JoinedRow & { matching: number; found: boolean; at: string }>`
		with picked as materialized (${keys}),
			matched as (select count(*)::int as n from (select 1 from identities i where ${where} limit ${sql.lit(COUNT_MOST + 1)}) x)
		select m.n as matching, p.id is not null as found, p.at, i.id, i.kind, i.source, i.external_id as "externalId", i.label,
			i.state, i.user_id as "userId", i.matched_by as "matchedBy", i.first_seen as "firstSeen", i.last_seen as "lastSeen",
			u.name as "personName", u.left_on as "personLeft", i.suggested_id as "suggestedId", i.suggested_by as "suggestedBy",
			i.suggested_confidence as "suggestedConfidence", s.name as "suggestedName", s.left_on as "suggestedLeft"
		from matched m left join picked p on true left join identities i on i.id = p.id
			left join users u on u.id = i.user_id and i.state = 'matched'
			left join users s on s.id = i.suggested_id and i.state = 'unmatched'
		order by p.at, p.id`.execute(db);
	const found = rows.filter((row) => row.found);
	const last = found[limit - 1];
	const matching = rows[0]?.matching ?? 0;
	return {
		rows: found.slice(0, limit).map(identityOf),
		next: found.length > limit && last ? { value: last.at, id: last.id } : null,
		total: Math.min(matching, COUNT_MOST),
		totalIsAtLeast: matching > COUNT_MOST,
	};
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
