import { sql } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { Writer } from "../db/own-write.ts";
import { timestamp } from "../db/values.ts";
import { type ToldRow, tellOfMany } from "./keep-fix.ts";
import { type MergeBefore, movedDeals } from "./merge.ts";
import { type Merged, movePointersBack, putBack, TABLE_OF } from "./references.ts";
import { type FixedEntity, setFields } from "./set-fields.ts";

interface FixRowStored {
	entity: string;
	entityId: string;
	before: Record<string, JsonValue>;
	after: Record<string, JsonValue>;
}

/**
 * Takes a fix back: fields are as before where nobody changed them since, merged records stand apart again with what was
 * theirs. Null where there is no such fix; throws wrong_state when it was taken back already.
 */
export async function undoFix(
	writer: Writer,
	fixId: string,
): Promise<{ id: string; done: number; left: number } | null> {
	const { trx, now } = writer;
	const fix = await trx
		.selectFrom("quality_fixes")
		.select(["kind", "rows", "undone_at"])
		.where("id", "=", fixId)
		.forUpdate()
		.executeTakeFirst();
	if (!fix) return null;
	if (fix.undone_at !== null) throw new CourtsideError("wrong_state", "This was taken back already.");
	const { rows } = await sql<FixRowStored>`select entity, entity_id as "entityId", before, after from quality_fix_rows
		where fix_id = ${fixId}::uuid order by entity_id`.execute(trx);
	const told: ToldRow[] = [];
	let done = 0;
	for (const row of rows) {
		const back = await undoRow(writer, fix.kind, row);
		if (back === null) continue;
		done++;
		told.push(...back);
	}
	await sql`update quality_fixes set undone_at = ${timestamp(now)}, undone_rows = ${done} where id = ${fixId}::uuid`.execute(
		trx,
	);
	await tellOfMany(writer, "quality.undone", fixId, told);
	return { id: fixId, done, left: rows.length - done };
}

/** What to tell of a row that was taken back; null where somebody changed it since. */
async function undoRow(writer: Writer, kind: string, row: FixRowStored): Promise<ToldRow[] | null> {
	const { trx } = writer;
	if (kind === "merge") return partAgain(writer, row);
	if (kind === "rate") {
		const { from, to, validFrom, rate } = row.after as Record<string, string>;
		const { numAffectedRows } =
			await sql`delete from exchange_rates where from_currency = ${from} and to_currency = ${to}
			and valid_from = ${validFrom}::date and rate = ${rate}::numeric`.execute(trx);
		return numAffectedRows === 1n ? [] : null;
	}
	const isBack = await setFields(trx, row.entity as FixedEntity, row.entityId, row.after, row.before);
	return isBack ? [{ entity: row.entity, id: row.entityId, values: row.before, before: row.after }] : null;
}

async function partAgain({ trx }: Writer, row: FixRowStored): Promise<ToldRow[] | null> {
	const entity = row.entity as Merged;
	const table = TABLE_OF[entity];
	const before = row.before as unknown as MergeBefore;
	const { keepId, pairId } = row.after as { keepId: string; pairId: string };
	await putBack(trx, table, before.row);
	await movePointersBack(trx, row.entityId, keepId, before);
	for (const { source, object, external_id } of before.externalIds) {
		await sql`update external_ids set id = ${row.entityId}::uuid, merged_from = null
			where source = ${source} and object = ${object} and external_id = ${external_id}`.execute(trx);
	}
	await emptyAgain(trx, table, keepId, before.filled);
	await sql`update duplicate_pairs set state = 'open', decided_at = null, decided_by = null where id = ${pairId}::uuid`.execute(
		trx,
	);
	return movedDeals(before.moved).map((id) => ({ entity: "deal", id, values: { accountId: row.entityId } }));
}

/** Takes out of the one that stayed what the other had filled, where it still stands. */
async function emptyAgain(
	trx: Writer["trx"],
	table: string,
	id: string,
	filled: Record<string, JsonValue>,
): Promise<void> {
	for (const [name, value] of Object.entries(filled)) {
		await sql`update ${sql.table(table)} t set ${sql.ref(name)} = null, version = t.version + 1
			where t.id = ${id}::uuid and to_jsonb(t) -> ${name} = ${JSON.stringify(value)}::jsonb`.execute(trx);
	}
}
