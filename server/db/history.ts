import { sql, type Transaction } from "kysely";
import type { Entity, FieldChange, JsonValue } from "../../core/model/change.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import { ensurePartitions } from "./partitions.ts";
import type { Tables } from "./tables.ts";
import { jsonb, timestamp } from "./values.ts";

/** The source that stands on changes made here by people. */
export const OWN_SOURCE = "courtside";

/** What somebody changed about one record. */
export interface OwnChanges {
	tenantId: number;
	entity: Entity;
	entityId: string;
	/** New values by camelCase field; `*` for the snapshot a history begins with. Money is minor units as text. */
	values: Record<string, JsonValue>;
	recordedAt: Instant;
	/** Whether `recordedAt` may lie in a quarter that has no partition yet. */
	isPast: boolean;
	/** Null: the product did. */
	changedBy: string | null;
}

/** Adds changes to the record's history, in the business transaction. */
export async function recordChanges(trx: Transaction<Tables>, changes: OwnChanges): Promise<void> {
	const at = timestamp(changes.recordedAt);
	const rows = Object.entries(changes.values).map(([field, value]) => ({
		tenant_id: changes.tenantId,
		recorded_at: at,
		valid_at: at,
		entity: changes.entity,
		entity_id: changes.entityId,
		field,
		value: jsonb(value),
		source: OWN_SOURCE,
		changed_by: changes.changedBy,
	}));
	if (rows.length === 0) return;
	if (changes.isPast) await ensurePartitions(trx, "field_changes", changes.recordedAt, changes.recordedAt);
	await trx.insertInto("field_changes").values(rows).execute();
}

/** A change of a record's past as its page tells it. */
export interface PastChange {
	field: string;
	value: JsonValue;
	recordedAt: Instant;
	source: string;
	inferred: boolean;
	changedBy: string | null;
}

/** A record's changes as engines read them: all recorded before `origin`, in order. */
export async function changesBefore(db: Db, entity: Entity, ids: string[], origin: Instant): Promise<FieldChange[]> {
	const rows = await db
		.selectFrom("field_changes")
		.select(["entity_id", "field", "value", "valid_at", "recorded_at", "source", "inferred"])
		.where("entity", "=", entity)
		.where("entity_id", "=", sql<string>`any(${ids}::uuid[])`)
		.where("recorded_at", "<", sql<number>`${timestamp(origin)}::timestamptz`)
		.orderBy("entity_id")
		.orderBy("recorded_at")
		.orderBy("id")
		.execute();
	return rows.map((r) => ({
		entity,
		entityId: r.entity_id,
		field: r.field,
		value: r.value,
		validAt: r.valid_at,
		recordedAt: r.recorded_at,
		source: r.source,
		inferred: r.inferred,
	}));
}

/** How many changes of deals were recorded before `origin` and came here only after `arrivedBy`. */
export async function lateChanges(db: Db, origin: Instant, arrivedBy: Instant): Promise<number> {
	const { rows } = await sql<{ n: number }>`select count(*)::int as n from field_changes
		where entity = 'deal' and recorded_at < ${timestamp(origin)} and ingested_at > ${timestamp(arrivedBy)}`.execute(db);
	return rows[0]?.n ?? 0;
}

const MOST_PAST = 200;

/** A record's past, newest first, as far as `clock`, cut at what a page can hold. */
export async function pastOf(db: Db, entity: Entity, id: string, clock: Instant): Promise<PastChange[]> {
	const rows = await db
		.selectFrom("field_changes as f")
		.leftJoin("users as u", "u.id", "f.changed_by")
		.select(["f.field", "f.value", "f.recorded_at", "f.source", "f.inferred", "u.name"])
		.where("f.entity", "=", entity)
		.where("f.entity_id", "=", id)
		.where("f.recorded_at", "<=", sql<number>`${timestamp(clock)}::timestamptz`)
		.orderBy("f.recorded_at", "desc")
		.orderBy("f.id", "desc")
		.limit(MOST_PAST)
		.execute();
	return rows.map(({ recorded_at, name, ...row }) => ({ ...row, recordedAt: recorded_at, changedBy: name }));
}
