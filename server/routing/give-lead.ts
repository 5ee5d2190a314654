import { sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import { recordChanges } from "../db/history.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";
import type { Workspace } from "../db/workspace.ts";
import { appendEvent } from "../events/append.ts";
import { planChange } from "../write-back/plan-change.ts";

/** A lead that gets another owner; `by` null: by the workspace's rules. */
export interface Handing {
	tenantId: number;
	leadId: string;
	fromId: string | null;
	toId: string;
	by: string | null;
	causeId?: string;
	workspace: Workspace;
	now: Instant;
}

/** Gives a lead to somebody, with history, event and write-back as of any change of owner. The audit is the caller's. */
export async function giveLead(trx: Transaction<Tables>, given: Handing): Promise<void> {
	const { tenantId, leadId, fromId, toId, by, workspace, now } = given;
	await sql`update leads set owner_id = ${toId}::uuid, version = version + 1, updated_at = ${timestamp(now)}
		where id = ${leadId}::uuid`.execute(trx);
	const values = { ownerId: toId };
	await recordChanges(trx, {
		tenantId,
		entity: "lead",
		entityId: leadId,
		values,
		recordedAt: workspace.recordedAt,
		isPast: workspace.isStanding,
		changedBy: by,
	});
	await appendEvent(trx, {
		tenantId,
		type: "lead.changed",
		entity: "lead",
		entityId: leadId,
		...(given.causeId !== undefined && { causeId: given.causeId }),
	});
	await planChange(trx, {
		tenantId,
		entity: "lead",
		entityId: leadId,
		values,
		before: { ownerId: fromId },
		userId: by,
	});
}
