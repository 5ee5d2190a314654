import type { Transaction } from "kysely";
import type { WriteBackEntity } from "../../core/contract/host.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb } from "../db/values.ts";
import { externalIdOf, knownThere, MADE_OF, stageName } from "./known-there.ts";
import { runOfNow } from "./run-of-now.ts";
import { planningHosts, type WriteBackSettings } from "./settings.ts";
import { storePlans } from "./store-plans.ts";

/** What a person changed here about one record, by our field names. */
export interface PersonChange {
	tenantId: number;
	entity: WriteBackEntity;
	entityId: string;
	values: Record<string, JsonValue>;
	/** What stood here before. */
	before: Record<string, JsonValue>;
	/** Null: the product did. */
	userId: string | null;
}

/**
 * Plans a person's change at every vendor whose administrator chose its fields, in the transaction that made it. A field
 * is written there only while what we know of still stands, so that nobody's later change is lost. A record or an owner
 * that the vendor does not have is kept as skipped, with the reason.
 */
export async function planChange(trx: Transaction<Tables>, change: PersonChange): Promise<void> {
	const touched = Object.keys(MADE_OF).filter((field) => MADE_OF[field]?.some((part) => part in change.values));
	if (touched.length === 0) return;
	for (const settings of await planningHosts(trx, change.tenantId)) {
		const fields = touched.filter((field) => settings.fields[change.entity][field] !== undefined);
		if (fields.length > 0) await planAt(trx, change, settings, fields);
	}
}

async function planAt(
	trx: Transaction<Tables>,
	change: PersonChange,
	{ host }: WriteBackSettings,
	fields: string[],
): Promise<void> {
	const { tenantId, entity, entityId, userId, before } = change;
	const runId = await runOfNow(trx, tenantId, host);
	const externalId = await externalIdOf(trx, { tenantId, host, object: entity, id: entityId });
	const values = await vendorValues(trx, change, host, { ...before, ...change.values }, fields);
	const skip = (kept: Record<string, JsonValue>, reason: string) =>
		trx
			.insertInto("write_backs")
			.values({
				tenant_id: tenantId,
				host,
				run_id: runId,
				entity,
				entity_id: entityId,
				external_id: externalId,
				cause: "person",
				caused_by: userId,
				fields: jsonb(kept),
				state: "skipped",
				reason,
				settled_at: new Date(),
			})
			.execute();
	if (externalId === null) {
		await skip(values, "not-linked");
		return;
	}
	const owner = change.values["ownerId"];
	if (values["ownerExternalId"] === null && typeof owner === "string") {
		await skip({ ownerExternalId: null }, "owner-not-linked");
		delete values["ownerExternalId"];
		if (Object.keys(values).length === 0) return;
	}
	const names = Object.keys(values);
	const stood = await vendorValues(trx, change, host, before, fields);
	const known = await knownThere(trx, { tenantId, host, entity, entityId, externalId }, fields);
	const expected = Object.fromEntries(names.map((field) => [field, known[field] ?? stood[field] ?? null]));
	const frame = { tenantId, host, runId, entity, cause: "person", causedBy: userId } as const;
	await storePlans(trx, frame, [{ entityId, externalId, fields: values, expected }]);
}

/** Fields of ours as the vendor knows them. */
async function vendorValues(
	trx: Transaction<Tables>,
	{ tenantId }: PersonChange,
	host: string,
	ours: Record<string, JsonValue>,
	fields: readonly string[],
): Promise<Record<string, JsonValue>> {
	const values: Record<string, JsonValue> = {};
	for (const field of fields) {
		if (field === "stageName") values[field] = await stageName(trx, tenantId, ours["stageId"]);
		else if (field === "ownerExternalId") {
			values[field] = await externalIdOf(trx, { tenantId, host, object: "user", id: ours["ownerId"] });
		} else for (const part of MADE_OF[field] ?? []) values[part] = ours[part] ?? null;
	}
	return values;
}
