import type { Context } from "hono";
import type { Transaction } from "kysely";
import type { JsonValue } from "../../core/model/change.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import type { Tables } from "../db/tables.ts";
import { appendEvent } from "../events/append.ts";

/** Tells open pages of a change to an address, and last the audit, whose lock then is short. */
export async function tellOfWebhook(
	trx: Transaction<Tables>,
	c: Context<AppEnv>,
	action: string,
	entityId: string,
	detail: Record<string, JsonValue> = {},
): Promise<void> {
	const { principal, requestId } = c.var;
	const { tenantId, userId, name } = principal;
	const what = { tenantId, entity: "webhook", entityId };
	await appendEvent(trx, { ...what, type: "webhook.changed", causeId: requestId });
	await recordAudit(trx, { ...what, actorId: userId, actor: name, action, detail, requestId });
}
