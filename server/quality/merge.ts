import { sql, type Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { Writer } from "../db/own-write.ts";
import { pairInSight } from "../db/quality.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";
import { type KeptRow, keepFix, type ToldRow, tellOfMany } from "./keep-fix.ts";
import { type Dropped, type Merged, type Moved, movePointers, TABLE_OF } from "./references.ts";

/** Which pair to merge, and which of the two stays. */
export interface MergeOrder {
	pairId: string;
	/** Unless given, the elder one. */
	keepId?: string | undefined;
}

/** What a merge leaves for taking it back. */
export type MergeBefore = {
	row: JsonValue;
	/** Blanks of the one that stayed which were filled from the other. */
	filled: Record<string, JsonValue>;
	moved: Moved[];
	dropped: Dropped[];
	externalIds: { source: string; object: string; external_id: string }[];
};

/** Fields of the one that stays that are filled from the other where they are blank. */
const FILLED: Readonly<Record<Merged, readonly string[]>> = {
	account: ["domain", "industry", "employees", "annual_revenue_minor", "country", "region", "parent_id", "owner_id"],
	contact: ["account_id", "email", "phone", "title"],
};

/**
 * Merges pairs: the other's deals, contacts, activities and everything else that points to it go to the one that stays,
 * whose blanks it fills; sources that tell of the other lead to the one that stays. Gives the fix that can be taken back
 * and how many were merged. A pair of which one is gone by now is passed over.
 */
export async function mergePairs(writer: Writer, orders: readonly MergeOrder[]): Promise<{ id: string; done: number }> {
	const rows: KeptRow[] = [];
	const deals: ToldRow[] = [];
	for (const order of orders) {
		const merged = await mergeOne(writer, order);
		if (!merged) continue;
		rows.push(merged.row);
		const { moved } = merged.row.before as unknown as MergeBefore;
		deals.push(...movedDeals(moved).map((id) => ({ entity: "deal", id, values: { accountId: merged.keepId } })));
	}
	const id = await keepFix(writer, { kind: "merge", rule: null, given: {} }, rows);
	await tellOfMany(writer, "quality.merged", id, deals);
	return { id, done: rows.length };
}

/** The deals that went from one account to another. */
export function movedDeals(moved: readonly Moved[]): string[] {
	const deals = moved.filter(({ table, column }) => table === "deals" && column === "account_id");
	return deals.flatMap(({ keys }) => keys.map((key) => String(key["id"])));
}

async function mergeOne(writer: Writer, order: MergeOrder): Promise<{ row: KeptRow; keepId: string } | null> {
	const { trx, principal, now } = writer;
	const pair = await lockPair(writer, order.pairId);
	if (!pair) return null;
	const { entity } = pair;
	const keepId = order.keepId ?? pair.keep_id;
	if (keepId !== pair.keep_id && keepId !== pair.other_id) {
		throw new CourtsideError("unprocessable", "keepId: choose one of the two records of the pair.");
	}
	const otherId = keepId === pair.keep_id ? pair.other_id : pair.keep_id;
	const table = TABLE_OF[entity];
	const both = await lockBoth(trx, table, keepId, otherId);
	if (!both) return null;

	const filled = Object.fromEntries(
		FILLED[entity]
			.filter((name) => (both.keep[name] ?? null) === null && (both.other[name] ?? null) !== null)
			// An account is not its own parent, nor that of the one it takes in.
			.filter((name) => name !== "parent_id" || both.other[name] !== keepId)
			.map((name) => [name, both.other[name] as JsonValue]),
	);
	const { moved, dropped } = await movePointers(trx, entity, otherId, keepId);
	const { rows: externalIds } = await sql<MergeBefore["externalIds"][number]>`update external_ids
		set id = ${keepId}::uuid, merged_from = ${otherId}::uuid where object = ${entity} and id = ${otherId}::uuid
		returning source, object, external_id`.execute(trx);
	await sql`delete from ${sql.table(table)} where id = ${otherId}::uuid`.execute(trx);
	await fill(trx, table, keepId, filled);
	await sql`update duplicate_pairs set state = 'merged', decided_at = ${timestamp(now)}, decided_by = ${principal.userId}::uuid
		where id = ${pair.id}::uuid`.execute(trx);
	await sql`delete from duplicate_pairs where state = 'open' and entity = ${entity}
		and (keep_id = ${otherId}::uuid or other_id = ${otherId}::uuid)`.execute(trx);
	const before: MergeBefore = { row: both.other, filled, moved, dropped, externalIds };
	return {
		keepId,
		row: { entity, id: otherId, before: before as unknown as KeptRow["before"], after: { keepId, pairId: pair.id } },
	};
}

/** An open pair of which both are seen, locked. */
async function lockPair({ trx, principal }: Writer, pairId: string) {
	const { rows } = await sql<{ id: string; entity: Merged; keep_id: string; other_id: string }>`
		select p.id, p.entity, p.keep_id, p.other_id from duplicate_pairs p
		where p.id = ${pairId}::uuid and p.state = 'open'
			and (p.entity <> 'account' or ${pairInSight("account", principal.visibleOwners)})
			and (p.entity <> 'contact' or ${pairInSight("contact", principal.visibleOwners)})
		for update of p`.execute(trx);
	return rows[0] ?? null;
}

type Row = { [column: string]: JsonValue };

/** Both rows, locked in one order whoever merges; null where one is gone. */
async function lockBoth(
	trx: Transaction<Tables>,
	table: string,
	keepId: string,
	otherId: string,
): Promise<{ keep: Row; other: Row } | null> {
	const { rows } = await sql<{ id: string; row: Row }>`select t.id, to_jsonb(t) as row from ${sql.table(table)} t
		where t.id in (${keepId}::uuid, ${otherId}::uuid) order by t.id for update`.execute(trx);
	const [keep, other] = [keepId, otherId].map((id) => rows.find((row) => row.id === id)?.row);
	return keep && other ? { keep, other } : null;
}

/** Fills blanks of a row from JSON values, each read as its column's type. */
export async function fill(trx: Transaction<Tables>, table: string, id: string, values: Row): Promise<void> {
	const names = Object.keys(values);
	if (names.length === 0) return;
	const sets = names.map((name) => sql`${sql.ref(name)} = v.${sql.ref(name)}`);
	await sql`update ${sql.table(table)} t set ${sql.join(sets)}, version = t.version + 1
		from jsonb_populate_record(null::${sql.table(table)}, ${JSON.stringify(values)}::jsonb) v
		where t.id = ${id}::uuid`.execute(trx);
}
