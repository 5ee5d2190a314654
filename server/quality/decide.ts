import type { QualityRule } from "../../core/quality/rules.ts";
import { recordAudit } from "../audit/record.ts";
import type { Writer } from "../db/own-write.ts";
import { timestamp } from "../db/values.ts";

/** Says of records that they are right as they are: they no longer count as faults of that rule. */
export async function dismissFaults(writer: Writer, rule: QualityRule, ids: readonly string[]): Promise<void> {
	const { trx, principal } = writer;
	await trx
		.insertInto("quality_dismissals")
		.values(
			ids.map((id) => ({
				tenant_id: principal.tenantId,
				rule: rule.code,
				entity_id: id,
				dismissed_by: principal.userId,
			})),
		)
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	await note(writer, "quality.dismissed", { rule: rule.code, rows: ids.length });
}

/** Says of pairs that they are two; they are not proposed again. */
export async function sayDifferent(writer: Writer, pairIds: readonly string[]): Promise<void> {
	const { trx, principal, now } = writer;
	const { numUpdatedRows } = await trx
		.updateTable("duplicate_pairs")
		.set({ state: "different", decided_at: timestamp(now), decided_by: principal.userId })
		.where("id", "in", pairIds)
		.where("state", "=", "open")
		.executeTakeFirst();
	await note(writer, "quality.told-apart", { rows: Number(numUpdatedRows) });
}

async function note(
	{ trx, principal, requestId }: Writer,
	action: string,
	detail: { rule?: string; rows: number },
): Promise<void> {
	const { tenantId, userId, name } = principal;
	await recordAudit(trx, { tenantId, actorId: userId, actor: name, action, entity: "quality", detail, requestId });
}
