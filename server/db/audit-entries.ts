import { type RawBuilder, sql } from "kysely";
import type { JsonValue } from "../../core/model/change.ts";
import type { Instant, PlainDate } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import { endOfDay, likeAnywhere, startOfDay } from "./filters.ts";
import {
	COUNT_MOST,
	type Counted,
	countUpTo,
	type KeyedList,
	type Position,
	pageOfKeys,
	type SortOrder,
} from "./paging.ts";

export const AUDIT_SORTS = ["at"] as const;

/** An entry of the audit as it is read. */
export interface AuditRow {
	id: string;
	seq: bigint;
	at: Instant;
	actorId: string | null;
	actor: string;
	action: string;
	entity: string | null;
	entityId: string | null;
	/** The record's name of today; null where it is gone or has none. */
	entityName: string | null;
	detail: JsonValue;
	requestId: string | null;
	previousHash: Buffer;
	hash: Buffer;
}

/** Which entries: all that are given must hold. */
export interface AuditFilter {
	actorId?: string | undefined;
	/** What it begins with: `deal.` or `deal.updated`. */
	action?: string | undefined;
	entity?: string | undefined;
	entityId?: string | undefined;
	/** Days in the workspace's zone, both included. */
	atFrom?: PlainDate | undefined;
	atTo?: PlainDate | undefined;
	/** In the actor's name, the action or the detail. */
	search?: string | undefined;
}

/** One page of entries to ask for. */
export interface AuditPageAsk {
	filter: AuditFilter;
	sort: SortOrder<(typeof AUDIT_SORTS)[number]>;
	after: Position | null;
	limit: number;
}

// `entity` of an audit entry and where its name is; ids are text because not every entity's is a uuid.
const NAMES = [
	["deal", "deals"],
	["lead", "leads"],
	["territory", "territories"],
	["territory-plan", "territory_plans"],
	["import", "imports"],
	["user", "users"],
	["team", "teams"],
	["role", "roles"],
	["account", "accounts"],
	["competitor", "competitors"],
] as const;
const nameOf = sql`case e.entity ${sql.join(
	NAMES.map(
		([entity, table]) =>
			sql`when ${sql.lit(entity)} then (select n.name from ${sql.table(table)} n where n.id = e.uuid)`,
	),
	sql` `,
)} when 'content' then (select n.title from content n where n.id = e.uuid) end`;
const UUID = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";
const columns = sql`e.id, e.seq, e.occurred_at as at, e.actor_id as "actorId", e.actor, e.action, e.entity,
	e.entity_id as "entityId", ${nameOf} as "entityName", e.detail, e.request_id as "requestId",
	e.previous_hash as "previousHash", e.hash`;
const withUuid = sql`(select x.*, case when x.entity_id ~ ${sql.lit(UUID)} then x.entity_id::uuid end as uuid from audit_entries x)`;

/** Entries in order of time, one page. */
export async function listAudit(
	db: Db,
	{ filter, sort, after, limit }: AuditPageAsk,
): Promise<Counted & { rows: AuditRow[]; next: Position | null }> {
	const where = auditConditions(filter);
	const way = sql.raw(sort.descending ? "desc" : "asc");
	const keys = pageOfKeys(byTime(where), sort, after, limit);
	const { rows } = await sql<AuditRow & { key: string }>`
		with picked as materialized (${keys})
		select p.at::text as key, ${columns} from picked p join ${withUuid} e on e.id = p.id and e.occurred_at = p.at
		order by p.at ${way}, p.id ${way}`.execute(db);
	// A text is looked for in entry after entry: once is enough, so that more than a page is not counted to its end.
	const total = filter.search
		? after
			? limit + 1
			: rows.length
		: await countUpTo(db, sql`from audit_entries x where ${where}`, COUNT_MOST + 1);
	const last = rows[limit - 1];
	return {
		rows: rows.slice(0, limit),
		next: rows.length > limit && last ? { value: last.key, id: last.id } : null,
		total: filter.search ? Math.min(total, limit) : Math.min(total, COUNT_MOST),
		totalIsAtLeast: filter.search ? total > limit : total > COUNT_MOST,
	};
}

const BATCH = 500;

/**
 * Every entry of a list in its order, a batch at a time; `db` must be a transaction. The chain itself goes by `seq`:
 * two entries of one millisecond, or a clock set back, have no order in time.
 */
export async function* allAudit(
	db: Db,
	{ filter, sort }: { filter: AuditFilter; sort: SortOrder<"at" | "seq"> },
): AsyncGenerator<AuditRow[]> {
	const way = sql.raw(sort.descending ? "desc" : "asc");
	const order = sort.key === "seq" ? sql`e.seq ${way}` : sql`e.occurred_at ${way}, e.id ${way}`;
	await sql`declare audit_to_read no scroll cursor for select ${columns}
		from (select x.*, case when x.entity_id ~ ${sql.lit(UUID)} then x.entity_id::uuid end as uuid from audit_entries x
			where ${auditConditions(filter)}) e order by ${order}`.execute(db);
	for (;;) {
		const { rows } = await sql<AuditRow>`fetch ${sql.lit(BATCH)} from audit_to_read`.execute(db);
		if (rows.length > 0) yield rows;
		if (rows.length < BATCH) break;
	}
	await sql`close audit_to_read`.execute(db);
}

/** How many entries a list has, counted up to `most`. */
export async function countAudit(db: Db, filter: AuditFilter, most: number): Promise<number> {
	return countUpTo(db, sql`from audit_entries x where ${auditConditions(filter)}`, most);
}

function byTime(where: RawBuilder<unknown>): KeyedList {
	return {
		from: sql`from audit_entries x`,
		where,
		by: sql`x.occurred_at`,
		type: "timestamptz",
		id: sql`x.id`,
		hasBlanks: false,
	};
}

function auditConditions(filter: AuditFilter): RawBuilder<unknown> {
	const all: RawBuilder<unknown>[] = [sql`true`];
	if (filter.actorId) all.push(sql`x.actor_id = ${filter.actorId}::uuid`);
	// By comparison, not `like`: these may use the index under row-level security.
	if (filter.action) all.push(sql`x.action ~>=~ ${filter.action} and x.action ~<~ ${`${filter.action}\u{10ffff}`}`);
	if (filter.entity) all.push(sql`x.entity = ${filter.entity}`);
	if (filter.entityId) all.push(sql`x.entity_id = ${filter.entityId}`);
	if (filter.atFrom) all.push(sql`x.occurred_at >= ${startOfDay(filter.atFrom)}`);
	if (filter.atTo) all.push(sql`x.occurred_at < ${endOfDay(filter.atTo)}`);
	if (filter.search) {
		const like = likeAnywhere(filter.search);
		all.push(
			sql`(x.actor ilike ${like} or x.action ilike ${like} or x.entity_id ilike ${like} or x.detail::text ilike ${like})`,
		);
	}
	return sql.join(all, sql` and `);
}
