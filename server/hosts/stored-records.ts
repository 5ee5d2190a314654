import { sql, type Transaction } from "kysely";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";
import type { ApplyContext } from "./apply-changes.ts";
import { ENTITY_COLUMNS, type StoredEntity } from "./entity-columns.ts";
import { type FoldedRecord, plain } from "./fold-change.ts";

/** Who gets in, and under which address, is decided here: no vendor's key takes that from somebody who signs in. */
const SIGN_IN_FIELDS: readonly string[] = ["email", "role", "isActive"];

/** The rows of one kind as they stand, held until the transaction ends, with what is known of them since `since`. */
export async function readRecords(
	{ trx, tenantId }: ApplyContext,
	entity: StoredEntity,
	ids: readonly string[],
	since: number,
): Promise<Map<string, FoldedRecord>> {
	if (ids.length === 0) return new Map();
	const { table, fields } = ENTITY_COLUMNS[entity];
	// What was done stays done: of an activity it is enough to know that it is here.
	if (entity === "activity") return new Map(ids.map((id) => [id, standing(entity, id)]));
	const columns = sql.join(Object.values(fields).map(({ column }) => sql.ref(column)));
	const signsIn = entity === "user" ? sql`password_hash is not null` : sql`false`;
	const { rows } = await sql<Record<string, unknown>>`select id, ${columns}, ${signsIn} as signs_in
		from ${sql.table(table)} where tenant_id = ${tenantId} and id = any(${ids}::uuid[]) order by id for update`.execute(
		trx,
	);
	const records = new Map(
		rows.map((row) => {
			const record = standing(entity, String(row["id"]));
			for (const [field, column] of Object.entries(fields)) record.values[field] = plain(column, row[column.column]);
			if (row["signs_in"] === true) record.kept = SIGN_IN_FIELDS;
			return [record.id, record];
		}),
	);
	const history = await trx
		.selectFrom("field_changes")
		.select(["entity_id", "field", "recorded_at"])
		.where("tenant_id", "=", tenantId)
		.where("entity", "=", entity)
		.where("entity_id", "=", sql<string>`any(${ids}::uuid[])`)
		.where("recorded_at", ">=", sql<number>`${timestamp(since)}::timestamptz`)
		.execute();
	for (const { entity_id, field, recorded_at } of history) {
		records.get(entity_id)?.known.push({ field, at: recorded_at });
	}
	return records;
}

function standing(entity: StoredEntity, id: string): FoldedRecord {
	return { ...freshRecord(entity, id), isNew: false };
}

/** A record that is not stored yet. */
export function freshRecord(entity: StoredEntity, id: string): FoldedRecord {
	return {
		entity,
		id,
		isNew: true,
		values: {},
		told: [],
		isChanged: false,
		links: new Map(),
		known: [],
		kept: [],
	};
}

/** Writes the rows and histories of one kind: a handful of statements, however many records. */
export async function writeRecords(
	context: ApplyContext,
	entity: StoredEntity,
	records: readonly FoldedRecord[],
): Promise<void> {
	const { trx, tenantId, source } = context;
	const { table, fields } = ENTITY_COLUMNS[entity];
	const columns = Object.entries(fields);
	const names = sql.join(columns.map(([, { column }]) => sql.ref(column)));
	const incoming = (some: readonly FoldedRecord[]) => {
		const rows = some.map(({ id, values }) => ({
			id,
			...Object.fromEntries(columns.map(([field, { column }]) => [column, values[field] ?? null])),
		}));
		const types = sql.join([sql`id uuid`, ...columns.map(([, c]) => sql`${sql.ref(c.column)} ${sql.raw(c.type)}`)]);
		return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${types})`;
	};
	const fresh = records.filter((record) => record.isNew);
	if (fresh.length > 0) {
		await sql`insert into ${sql.table(table)} (tenant_id, id, ${names})
			select ${tenantId}, r.id, ${sql.join(columns.map(([, c]) => sql`r.${sql.ref(c.column)}`))} from ${incoming(fresh)}`.execute(
			trx,
		);
	}
	const changed = records.filter((record) => !record.isNew && record.isChanged);
	if (changed.length > 0) {
		const sets = columns.map(([, { column }]) => sql`${sql.ref(column)} = r.${sql.ref(column)}`);
		if (entity !== "user" && entity !== "line_item") sets.push(sql`version = t.version + 1`);
		if (entity === "deal" || entity === "lead") sets.push(sql`updated_at = now()`);
		await sql`update ${sql.table(table)} t set ${sql.join(sets)} from ${incoming(changed)}
			where t.tenant_id = ${tenantId} and t.id = r.id`.execute(trx);
	}
	if (entity !== "activity") await writeHistory(trx, { tenantId, source, entity }, records);
}

async function writeHistory(
	trx: Transaction<Tables>,
	{ tenantId, source, entity }: { tenantId: number; source: string; entity: StoredEntity },
	records: readonly FoldedRecord[],
): Promise<void> {
	const rows = records.flatMap(({ id, told }) =>
		told.map(({ field, value, at }) => ({ id, field, value, at: new Date(at).toISOString() })),
	);
	if (rows.length === 0) return;
	await sql`insert into field_changes (tenant_id, entity, entity_id, field, value, valid_at, recorded_at, source)
		select ${tenantId}, ${entity}, r.id, r.field, coalesce(r.value, 'null'), r.at, r.at, ${source}
		from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, field text, value jsonb, at timestamptz)`.execute(
		trx,
	);
}
