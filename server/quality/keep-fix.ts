import { createHash } from "node:crypto";
import type { JsonValue } from "../../core/model/change.ts";
import { recordAudit } from "../audit/record.ts";
import { recordChanges } from "../db/history.ts";
import type { Writer } from "../db/own-write.ts";
import { jsonb } from "../db/values.ts";
import { appendEvents } from "../events/append.ts";
import { planChange } from "../write-back/plan-change.ts";

/** What was done to one record, as it is kept for taking it back. */
export interface KeptRow {
	entity: string;
	id: string;
	before: Record<string, JsonValue>;
	after: Record<string, JsonValue>;
}

/** Keeps a fix with all its rows, and gives its id. */
export async function keepFix(
	{ trx, principal }: Writer,
	fix: { kind: string; rule: string | null; given: Record<string, JsonValue> },
	rows: readonly KeptRow[],
): Promise<string> {
	const { tenantId, userId } = principal;
	const { id } = await trx
		.insertInto("quality_fixes")
		.values({
			tenant_id: tenantId,
			kind: fix.kind,
			rule: fix.rule,
			given: jsonb(fix.given),
			rows: rows.length,
			created_by: userId,
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	for (let from = 0; from < rows.length; from += 1000) {
		await trx
			.insertInto("quality_fix_rows")
			.values(
				rows.slice(from, from + 1000).map((row) => ({
					tenant_id: tenantId,
					fix_id: id,
					entity: row.entity,
					entity_id: row.id,
					before: jsonb(row.before),
					after: jsonb(row.after),
				})),
			)
			.execute();
	}
	return id;
}

/** One record that a fix changed; with `before` what it had, the change is also planned to be written back. */
export interface ToldRow {
	entity: string;
	id: string;
	values: Record<string, JsonValue>;
	before?: Record<string, JsonValue>;
}

/**
 * Tells of fields that many records got at once: their histories, an event for each deal and lead, what is to be written
 * back, one audit entry.
 */
export async function tellOfMany(
	writer: Writer,
	action: string,
	fixId: string,
	rows: readonly ToldRow[],
): Promise<void> {
	const { trx, principal, workspace, requestId } = writer;
	const { tenantId, userId, name } = principal;
	for (const { entity, id, values } of rows) {
		await recordChanges(trx, {
			tenantId,
			entity: entity as "deal" | "lead" | "contact" | "account",
			entityId: id,
			values,
			recordedAt: workspace.recordedAt,
			isPast: workspace.isStanding,
			changedBy: userId,
		});
	}
	await appendEvents(
		trx,
		rows.flatMap(({ entity, id }) =>
			entity === "deal" || entity === "lead"
				? [{ tenantId, type: `${entity}.changed` as const, entity, entityId: id, causeId: fixId }]
				: [],
		),
	);
	for (const { entity, id: entityId, values, before } of rows) {
		if (!before || (entity !== "deal" && entity !== "lead")) continue;
		await planChange(trx, { tenantId, entity, entityId, values, before, userId });
	}
	const changes = rows.map((row) => JSON.stringify([row.entity, row.id, row.values])).sort();
	await recordAudit(trx, {
		tenantId,
		actorId: userId,
		actor: name,
		action,
		entity: "quality-fix",
		entityId: fixId,
		detail: { rows: rows.length, sha256: createHash("sha256").update(changes.join("\n")).digest("hex") },
		requestId,
	});
}
