import { type RawBuilder, sql } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Db } from "./connect.ts";

/** How a list is ordered: by one of its known keys, ties by id, blanks last whichever the direction. */
export interface SortOrder<K extends string = string> {
	key: K;
	descending: boolean;
}

/** Where a page ended: the sort value (null: among the blanks) and id of its last row. */
export interface Position {
	value: string | number | null;
	id: string;
}

/** What a list holds beyond one page of rows. */
export interface Counted {
	/** Rows that match, counted up to COUNT_MOST. */
	total: number;
	totalIsAtLeast: boolean;
}

/** Rows are counted up to here; past it the answer says "at least". */
export const COUNT_MOST = 10_000;

/** `-amount` → amount, descending. Throws invalid_request on a key the list does not know. */
export function parseSort<K extends string>(text: string | undefined, keys: readonly K[], usual: string): SortOrder<K> {
	const given = text ?? usual;
	const descending = given.startsWith("-");
	const name = descending ? given.slice(1) : given;
	const key = keys.find((k) => k === name);
	if (!key)
		throw new CourtsideError(
			"invalid_request",
			`sort: choose one of ${keys.join(", ")}, with - in front for descending.`,
		);
	return { key, descending };
}

/** The opaque cursor of a position in an order. It carries no rights: the next page applies filters and visibility anew. */
export function writeCursor(sort: SortOrder, { value, id }: Position): string {
	return Buffer.from(JSON.stringify([sort.key, sort.descending ? 1 : 0, value, id])).toString("base64url");
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The position a cursor stands for; null without one. Throws invalid_request when it is not one of this order. */
export function readCursor(cursor: string | undefined, sort: SortOrder): Position | null {
	if (cursor === undefined) return null;
	const wrong = () =>
		new CourtsideError("invalid_request", "cursor: use nextCursor of the page before, with the same sort.");
	let parts: unknown;
	try {
		parts = JSON.parse(Buffer.from(cursor, "base64url").toString());
	} catch {
		throw wrong();
	}
	if (!Array.isArray(parts) || parts.length !== 4) throw wrong();
	const [key, descending, value, id] = parts as unknown[];
	if (key !== sort.key || descending !== (sort.descending ? 1 : 0)) throw wrong();
	if (typeof id !== "string" || !UUID.test(id)) throw wrong();
	if (value !== null && typeof value !== "string" && typeof value !== "number") throw wrong();
	return { value, id };
}

/** What a page of keys is picked from. */
export interface KeyedList {
	/** `from …` with all its joins. */
	from: RawBuilder<unknown>;
	/** The conditions of the list. */
	where: RawBuilder<unknown>;
	/** The sort expression with its Postgres type, and the id it is tied by. */
	by: RawBuilder<unknown>;
	type: "date" | "timestamptz" | "float8" | "text";
	id: RawBuilder<unknown>;
	/** Whether the expression can be null. */
	hasBlanks: boolean;
	/** Where the blanks are found, when that is not `by is null` in the same place. */
	blanks?: { from: RawBuilder<unknown>; where: RawBuilder<unknown>; id: RawBuilder<unknown> };
}

/**
 * One more than `limit` keys as rows `(id, at, is_blank)` in order, picking up after `after`. Values and blanks are two
 * branches so that each can walk an index and stop; the second is not even started when the first fills the page.
 */
export function pageOfKeys(
	list: KeyedList,
	sort: SortOrder,
	after: Position | null,
	limit: number,
): RawBuilder<unknown> {
	const way = sql.raw(sort.descending ? "desc" : "asc");
	const past = sql.raw(sort.descending ? "<" : ">");
	const type = sql.raw(list.type);
	const most = sql.lit(limit + 1);
	const valued = sql`(select ${list.id} as id, ${list.by} as at, false as is_blank ${list.from}
		where ${list.where} and ${list.by} is not null
		${after && after.value !== null ? sql`and (${list.by}, ${list.id}) ${past} (${after.value}::${type}, ${after.id}::uuid)` : sql``}
		order by ${list.by} ${way}, ${list.id} ${way} limit ${most})`;
	if (!list.hasBlanks) return valued;
	const { from, where, id } = list.blanks ?? { ...list, where: sql`${list.where} and ${list.by} is null` };
	const blank = sql`(select ${id} as id, null::${type} as at, true as is_blank ${from}
		where ${where} ${after && after.value === null ? sql`and ${id} ${past} ${after.id}::uuid` : sql``}
		order by ${id} ${way} limit ${most})`;
	return after && after.value === null ? blank : sql`(${valued} union all ${blank} limit ${most})`;
}

/** A row as one page is read with its count in one round trip: where nothing is on the page, one row that is not `found`. */
export interface ReadRow {
	id: string;
	/** The sort value. */
	at: string | null;
	/** Rows of the list, counted up to one more than COUNT_MOST. */
	matching: number;
	found: boolean;
}

/** What was read for a page of `limit` rows, one more than these where there are more: the page, its count, where the next begins. */
export function pageOf<Row extends ReadRow>(
	read: readonly Row[],
	limit: number,
): Counted & { rows: Row[]; next: Position | null } {
	const found = read.filter((row) => row.found);
	const matching = read[0]?.matching ?? 0;
	const last = found[limit - 1];
	return {
		rows: found.slice(0, limit),
		next: found.length > limit && last ? { value: last.at, id: last.id } : null,
		total: Math.min(matching, COUNT_MOST),
		totalIsAtLeast: matching > COUNT_MOST,
	};
}

const BATCH = 500;

/**
 * Every id of a list in its order, a batch at a time, from a cursor: however long the list, neither side holds it.
 * `db` must be a transaction.
 */
export async function* allIds(db: Db, list: KeyedList, sort: SortOrder): AsyncGenerator<string[]> {
	const way = sql.raw(sort.descending ? "desc" : "asc");
	const { from, where, id } = list.blanks ?? { ...list, where: sql`${list.where} and ${list.by} is null` };
	const valued = sql`(select ${list.id} as id ${list.from} where ${list.where} and ${list.by} is not null
		order by ${list.by} ${way}, ${list.id} ${way})`;
	const blank = sql`(select ${id} as id ${from} where ${where} order by ${id} ${way})`;
	for (const query of list.hasBlanks ? [valued, blank] : [valued]) {
		await sql`declare rows_of_list no scroll cursor for ${query}`.execute(db);
		for (;;) {
			const { rows } = await sql<{ id: string }>`fetch ${sql.lit(BATCH)} from rows_of_list`.execute(db);
			if (rows.length > 0) yield rows.map((row) => row.id);
			if (rows.length < BATCH) break;
		}
		await sql`close rows_of_list`.execute(db);
	}
}

/** How many rows there are, counted up to `most`. `rows` is `from … where …`. */
export async function countUpTo(db: Db, rows: RawBuilder<unknown>, most: number): Promise<number> {
	const counted = await sql<{
		n: number;
	}>`select count(*)::int as n from (select ${rows} limit ${sql.lit(most)}) x`.execute(db);
	return counted.rows[0]?.n ?? 0;
}
