import { sql, type Transaction } from "kysely";
import type { Tables } from "../db/tables.ts";

/** Whose records become whose. With `source` only those that came from there. */
export interface Move {
	fromId: string;
	toId: string;
	source: string | null;
}

/** What moving came to: rows by place, and one hash over all of them (sha256 of the sorted rows). */
export interface Moved {
	rows: number;
	sha256: string;
	/** Of their records how many of each kind: deals, leads, accounts, activities, … */
	byPlace: Record<string, number>;
}

/** Where a person stands as the one responsible. `at` is part of the key of partitioned tables. */
const PLACES: readonly { table: string; column: string; sets: string; at?: string; object?: string }[] = [
	{ table: "deals", column: "owner_id", sets: ", version = t.version + 1, updated_at = now()", object: "deal" },
	{ table: "leads", column: "owner_id", sets: ", version = t.version + 1, updated_at = now()", object: "lead" },
	{ table: "accounts", column: "owner_id", sets: ", version = t.version + 1", object: "account" },
	{ table: "activities", column: "owner_id", sets: "", at: "occurred_at", object: "activity" },
	{ table: "territories", column: "owner_id", sets: ", version = t.version + 1, updated_at = now()" },
	{ table: "territory_plan_districts", column: "owner_id", sets: "" },
	{ table: "meetings", column: "owner_id", sets: ", version = t.version + 1, updated_at = now()" },
	{ table: "plan_steps", column: "owner_id", sets: ", version = t.version + 1" },
	{ table: "teams", column: "manager_id", sets: "" },
	{ table: "quotas", column: "user_id", sets: "" },
];

/** The tables and columns that {@link moveRecords} moves, for the test that looks for ones that were forgotten. */
export const MOVED_COLUMNS: readonly string[] = PLACES.map(({ table, column }) => `${table}.${column}`);

/**
 * Makes records one person's that were kept under another's: the rows, and what their history says of owners, since the
 * one was the other all along. Every moved row is kept with the change, so that it can be moved back. A quota for a
 * period in which the person has one already stays where it is.
 */
export async function moveRecords(
	trx: Transaction<Tables>,
	tenantId: number,
	changeId: string,
	moves: readonly Move[],
): Promise<Moved> {
	const list = sql`jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as m("fromId" uuid, "toId" uuid, source text)`;
	for (const { table, column, sets, at, object } of PLACES) {
		const key = at ? sql`t.${sql.id(at)}` : sql`'-infinity'::timestamptz`;
		const fromThere = object
			? sql`(m.source is null or exists (select from external_ids e where e.tenant_id = t.tenant_id and e.id = t.id
				and e.object = ${sql.lit(object)} and e.source = m.source))`
			: sql`m.source is null`;
		const isFree =
			table === "quotas"
				? sql`and not exists (select from quotas q where q.tenant_id = t.tenant_id and q.user_id = m."toId" and q.period = t.period)`
				: sql``;
		await sql`with moved as (
				update ${sql.table(table)} t set ${sql.id(column)} = m."toId" ${sql.raw(sets)} from ${list}
				where t.tenant_id = ${tenantId} and t.${sql.id(column)} = m."fromId" and ${fromThere} ${isFree}
				returning t.id, ${key} as at, m."fromId", m."toId")
			insert into people_moves (tenant_id, change_id, place, record_id, at, from_id, to_id)
			select ${tenantId}, ${changeId}::uuid, ${table}, id, at, "fromId", "toId" from moved`.execute(trx);
	}
	for (const [place, held, next] of HISTORY) {
		await sql`with moved as (
				update field_changes t set value = ${sql.raw(next('m."toId"'))} from ${list}
				where t.tenant_id = ${tenantId} and ${sql.raw(held)} = m."fromId"::text and (m.source is null or t.source = m.source)
				returning t.id, t.recorded_at as at, m."fromId", m."toId")
			insert into people_moves (tenant_id, change_id, place, record_id, at, from_id, to_id)
			select ${tenantId}, ${changeId}::uuid, ${place}, id, at, "fromId", "toId" from moved`.execute(trx);
	}
	return sumUp(trx, tenantId, changeId);
}

/** Moves everything back that nobody has moved on since, and says how many rows stayed because somebody had. */
export async function moveBack(
	trx: Transaction<Tables>,
	tenantId: number,
	changeId: string,
): Promise<{ back: number; left: number }> {
	let back = 0;
	const mine = (place: string) =>
		sql`from people_moves m where m.tenant_id = ${tenantId} and m.change_id = ${changeId}::uuid and m.place = ${place}
			and t.tenant_id = m.tenant_id and t.id = m.record_id`;
	for (const { table, column, sets, at } of PLACES) {
		const done =
			await sql`update ${sql.table(table)} t set ${sql.id(column)} = m.from_id ${sql.raw(sets)} ${mine(table)}
			${at ? sql`and t.${sql.id(at)} = m.at` : sql``} and t.${sql.id(column)} = m.to_id`.execute(trx);
		back += Number(done.numAffectedRows ?? 0);
	}
	for (const [place, held, next] of HISTORY) {
		const done = await sql`update field_changes t set value = ${sql.raw(next("m.from_id"))} ${mine(place)}
			and t.recorded_at = m.at and ${sql.raw(held)} = m.to_id::text`.execute(trx);
		back += Number(done.numAffectedRows ?? 0);
	}
	// A hand-over told of itself; taken back, it never was.
	const told = await sql`delete from field_changes t using people_moves m where m.tenant_id = ${tenantId}
		and m.change_id = ${changeId}::uuid and m.place = 'history.added'
		and t.tenant_id = m.tenant_id and t.id = m.record_id and t.recorded_at = m.at`.execute(trx);
	back += Number(told.numAffectedRows ?? 0);
	const { rows } = await sql<{ n: number }>`select count(*)::int as n from people_moves
		where tenant_id = ${tenantId} and change_id = ${changeId}::uuid`.execute(trx);
	return { back, left: (rows[0]?.n ?? 0) - back };
}

/** What history says of owners: its place, the owner it tells of, and that value told of another. */
const HISTORY: readonly [string, string, (id: string) => string][] = [
	["history.owner", "t.field = 'ownerId' and t.value #>> '{}'", (id) => `to_jsonb(${id}::text)`],
	[
		"history.begin",
		"t.field = '*' and t.value ->> 'ownerId'",
		(id) => `jsonb_set(t.value, '{ownerId}', to_jsonb(${id}::text))`,
	],
];

/** Counts and hashes what a change moved. */
export async function sumUp(trx: Transaction<Tables>, tenantId: number, changeId: string): Promise<Moved> {
	const { rows } = await sql<{ place: string; n: number }>`select place, count(*)::int as n from people_moves
		where tenant_id = ${tenantId} and change_id = ${changeId}::uuid group by place order by place`.execute(trx);
	const { rows: hashes } = await sql<{ hash: string }>`select encode(sha256(coalesce(string_agg(
			place || ' ' || record_id || ' ' || from_id || ' ' || to_id, e'\\n' order by place, record_id, at), '')::bytea), 'hex') as hash
		from people_moves where tenant_id = ${tenantId} and change_id = ${changeId}::uuid`.execute(trx);
	return {
		rows: rows.reduce((sum, { n }) => sum + n, 0),
		sha256: hashes[0]?.hash ?? "",
		byPlace: Object.fromEntries(rows.map(({ place, n }) => [place, n])),
	};
}
