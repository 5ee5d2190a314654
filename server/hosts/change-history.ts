import { sql, type Transaction } from "kysely";
import type { CanonicalChange } from "../../core/contract/host.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb, timestamp } from "../db/values.ts";

/** Whose changes these are. `source` is the host's id, `causeId` the delivery's. */
export interface ApplyContext {
	trx: Transaction<Tables>;
	tenantId: number;
	source: string;
	causeId: string;
}

/** The fields for which we know something that was recorded later, and whether this very change is known already. */
export async function changedSince(
	{ trx, tenantId }: ApplyContext,
	change: CanonicalChange,
	id: string,
	names: string[],
): Promise<Map<string, { isSame: boolean }>> {
	const rows = await trx
		.selectFrom("field_changes")
		.select(["field", "recorded_at"])
		.where("tenant_id", "=", tenantId)
		.where("entity", "=", change.entity)
		.where("entity_id", "=", id)
		.where("field", "in", [...names, "*"])
		.where("recorded_at", ">=", sql<number>`${timestamp(change.recordedAt)}::timestamptz`)
		.execute();
	const newer = new Map<string, { isSame: boolean }>();
	for (const { field, recorded_at } of rows) {
		const isSame = recorded_at === change.recordedAt;
		// The snapshot that a history begins with speaks of all fields.
		if (field !== "*") newer.set(field, { isSame: isSame || (newer.get(field)?.isSame ?? false) });
		else if (!isSame) for (const name of names) if (!newer.has(name)) newer.set(name, { isSame: false });
	}
	return newer;
}

/** Adds the change's new values to the record's history. */
export async function addHistory(
	{ trx, tenantId, source }: ApplyContext,
	change: CanonicalChange,
	id: string,
	values: Record<string, JsonValue>,
): Promise<void> {
	const at = timestamp(change.recordedAt);
	await trx
		.insertInto("field_changes")
		.values(
			Object.entries(values).map(([field, value]) => ({
				tenant_id: tenantId,
				entity: change.entity,
				entity_id: id,
				field,
				value: jsonb(value),
				valid_at: at,
				recorded_at: at,
				source,
			})),
		)
		.execute();
}
