import { type RawBuilder, sql, type Transaction } from "kysely";
import type { Instant, PlainDate } from "../../core/model/instant.ts";
import type {
	MatchState,
	MeetingConsent,
	MeetingKind,
	MeetingSource,
	MeetingStage,
	MeetingState,
} from "../../core/model/meeting.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";
import type { Db } from "./connect.ts";
import { endOfDay, likeAnywhere, startOfDay } from "./filters.ts";
import {
	allIds,
	COUNT_MOST,
	type Counted,
	countUpTo,
	type KeyedList,
	type Position,
	pageOfKeys,
	type SortOrder,
} from "./paging.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

export const MEETING_SORTS = ["startsAt", "title", "durationSec"] as const;
export type MeetingSort = (typeof MEETING_SORTS)[number];

/** Why a meeting is at its deal: codes with what they rest on; and deals that fit alike. */
export interface StoredMatch {
	reasons?: { code: string; params: Record<string, string | number> }[];
	rivals?: { dealId: string; reasons: { code: string; params: Record<string, string | number> }[] }[];
}

/** What its numbers say, as of when. */
export interface MeetingScore {
	value: number | null;
	criteria: Record<string, number | null>;
	modelVersion: string;
	asOf: Instant;
	/** Some words have no times of their own. */
	isEstimated: boolean;
}

/** A meeting with the names around it. */
export interface MeetingRow {
	id: string;
	title: string;
	customerName: string | null;
	kind: MeetingKind;
	stage: MeetingStage | null;
	state: MeetingState;
	source: MeetingSource;
	lang: string | null;
	startsAt: Instant;
	endedAt: Instant | null;
	durationSec: number | null;
	owner: { id: string; name: string } | null;
	account: { id: string; name: string } | null;
	deal: { id: string; name: string } | null;
	matchState: MatchState;
	match: StoredMatch;
	consent: MeetingConsent;
	score: MeetingScore | null;
	sharedAt: Instant | null;
	transcriptRev: number;
	isKept: boolean;
	version: number;
	createdAt: Instant;
	updatedAt: Instant;
}

/** Which meetings: all that are given must hold. */
export interface MeetingFilter {
	kind?: MeetingKind | undefined;
	state?: MeetingState | undefined;
	match?: MatchState | undefined;
	ownerId?: string | undefined;
	dealId?: string | undefined;
	accountId?: string | undefined;
	lang?: string | undefined;
	startsFrom?: PlainDate | undefined;
	startsTo?: PlainDate | undefined;
	search?: string | undefined;
}

/** One page of meetings to ask for. */
export interface MeetingPageAsk {
	filter: MeetingFilter;
	visibleOwners: VisibleOwners;
	sort: SortOrder<MeetingSort>;
	after: Position | null;
	limit: number;
}

const named = (alias: string) =>
	sql.raw(`case when ${alias}.id is not null then jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name) end`);
const columns = sql`m.id, m.title, m.customer_name as "customerName", m.kind, m.stage, m.state, m.source, m.lang,
	m.starts_at as "startsAt", m.ended_at as "endedAt", m.duration_sec as "durationSec", ${named("o")} as owner,
	${named("a")} as account, ${named("d")} as deal, m.match_state as "matchState", m.match, m.consent,
	case when n.meeting_id is not null then jsonb_build_object('value', n.score, 'criteria', n.criteria,
		'modelVersion', n.model_version, 'asOf', extract(epoch from n.as_of) * 1000, 'isEstimated', n.is_estimated) end as score,
	m.shared_at as "sharedAt", m.transcript_rev as "transcriptRev", m.is_kept as "isKept", m.version,
	m.created_at as "createdAt", m.updated_at as "updatedAt"`;
const joins = sql`left join users o on o.id = m.owner_id left join accounts a on a.id = m.account_id
	left join deals d on d.id = m.deal_id left join meeting_numbers n on n.meeting_id = m.id`;

/** The condition that a meeting `m` is in sight: its rep's own, their leaders', or everybody's. */
export function meetingVisibleTo(visibleOwners: VisibleOwners): RawBuilder<unknown> {
	return ownedInSight(sql`m.owner_id`, visibleOwners);
}

/** Meetings in order, one page. */
export async function listMeetings(
	db: Db,
	ask: MeetingPageAsk,
): Promise<Counted & { rows: MeetingRow[]; next: Position | null }> {
	const where = conditions(ask.filter, ask.visibleOwners);
	const keys = pageOfKeys(orderedBy(ask.sort.key, where), ask.sort, ask.after, ask.limit);
	const way = sql.raw(ask.sort.descending ? "desc" : "asc");
	const { rows } = await sql<MeetingRow & { at: string | null }>`with picked as materialized (${keys})
		select p.at::text as at, ${columns} from picked p join meetings m on m.id = p.id ${joins}
		order by p.is_blank, p.at ${way}, p.id ${way}`.execute(db);
	const matching = await countUpTo(
		db,
		sql`1 from meetings m left join deals d on d.id = m.deal_id where ${where}`,
		COUNT_MOST + 1,
	);
	const last = rows[ask.limit - 1];
	return {
		rows: rows.slice(0, ask.limit).map(({ at: _, ...row }) => row),
		next: rows.length > ask.limit && last ? { value: last.at, id: last.id } : null,
		total: Math.min(matching, COUNT_MOST),
		totalIsAtLeast: matching > COUNT_MOST,
	};
}

/** All meetings in order, a batch at a time. */
export async function* allMeetings(
	db: Db,
	{ filter, visibleOwners, sort }: Omit<MeetingPageAsk, "after" | "limit">,
): AsyncGenerator<MeetingRow[]> {
	const list = orderedBy(sort.key, conditions(filter, visibleOwners));
	for await (const ids of allIds(db, list, sort)) {
		const { rows } = await sql<MeetingRow>`select ${columns} from meetings m ${joins}
			where m.id = any(${ids}::uuid[])`.execute(db);
		const byId = new Map(rows.map((row) => [row.id, row]));
		yield ids.flatMap((id) => byId.get(id) ?? []);
	}
}

/** How many meetings a list has, counted up to `most`. */
export async function countMeetings(
	db: Db,
	{ filter, visibleOwners }: Pick<MeetingPageAsk, "filter" | "visibleOwners">,
	most: number,
): Promise<number> {
	return countUpTo(
		db,
		sql`from meetings m left join deals d on d.id = m.deal_id where ${conditions(filter, visibleOwners)}`,
		most,
	);
}

/** One meeting in sight; null when there is none. With `forUpdate` it is held. */
export async function findMeeting(
	db: Db,
	id: string,
	visibleOwners: VisibleOwners,
	forUpdate = false,
): Promise<MeetingRow | null> {
	const { rows } = await sql<MeetingRow>`select ${columns} from meetings m ${joins}
		where m.id = ${id}::uuid and ${meetingVisibleTo(visibleOwners)} ${forUpdate ? sql`for update of m` : sql``}`.execute(
		db,
	);
	return rows[0] ?? null;
}

/** A meeting to be made; ids of others must be of the workspace. */
export interface NewMeeting {
	/** Where something of it lies already under its id. */
	id?: string;
	tenantId: number;
	title: string;
	customerName: string | null;
	kind: MeetingKind;
	state: MeetingState;
	source: MeetingSource;
	sourceKey: string | null;
	lang: string | null;
	startsAt: Instant;
	ownerId: string | null;
	createdBy: string | null;
}

/** Makes a meeting; the one that its source made already is found again, and `isNew` says so. */
export async function insertMeeting(
	trx: Transaction<Tables>,
	given: NewMeeting,
): Promise<{ id: string; isNew: boolean }> {
	const row = await trx
		.insertInto("meetings")
		.values({
			tenant_id: given.tenantId,
			...(given.id !== undefined && { id: given.id }),
			title: given.title,
			customer_name: given.customerName,
			kind: given.kind,
			state: given.state,
			source: given.source,
			source_key: given.sourceKey,
			lang: given.lang,
			starts_at: timestamp(given.startsAt),
			owner_id: given.ownerId,
			created_by: given.createdBy,
		})
		.onConflict((conflict) =>
			conflict.columns(["tenant_id", "source", "source_key"]).where("source_key", "is not", null).doNothing(),
		)
		.returning("id")
		.executeTakeFirst();
	if (row) return { id: row.id, isNew: true };
	const known = await trx
		.selectFrom("meetings")
		.select("id")
		.where("source", "=", given.source)
		.where("source_key", "=", given.sourceKey)
		.executeTakeFirstOrThrow();
	return { id: known.id, isNew: false };
}

function conditions(filter: MeetingFilter, visibleOwners: VisibleOwners): RawBuilder<unknown> {
	const parts: RawBuilder<unknown>[] = [meetingVisibleTo(visibleOwners)];
	const equal = (column: string, value: string | undefined, type = "text") => {
		if (value !== undefined) parts.push(sql`${sql.ref(`m.${column}`)} = ${value}::${sql.raw(type)}`);
	};
	equal("kind", filter.kind);
	equal("state", filter.state);
	equal("match_state", filter.match);
	equal("lang", filter.lang);
	equal("owner_id", filter.ownerId, "uuid");
	equal("deal_id", filter.dealId, "uuid");
	equal("account_id", filter.accountId, "uuid");
	if (filter.startsFrom) parts.push(sql`m.starts_at >= ${startOfDay(filter.startsFrom)}`);
	if (filter.startsTo) parts.push(sql`m.starts_at < ${endOfDay(filter.startsTo)}`);
	if (filter.search) {
		const like = likeAnywhere(filter.search);
		parts.push(sql`(m.title ilike ${like} or m.customer_name ilike ${like} or d.name ilike ${like})`);
	}
	return sql.join(parts, sql` and `);
}

function orderedBy(key: MeetingSort, where: RawBuilder<unknown>): KeyedList {
	const from = sql`from meetings m left join deals d on d.id = m.deal_id`;
	const list = { from, where, id: sql`m.id` };
	if (key === "title") return { ...list, by: sql`lower(m.title)`, type: "text", hasBlanks: false };
	if (key === "durationSec") return { ...list, by: sql`m.duration_sec::float8`, type: "float8", hasBlanks: true };
	return { ...list, by: sql`m.starts_at`, type: "timestamptz", hasBlanks: false };
}
