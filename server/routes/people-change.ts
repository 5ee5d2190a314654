import type { Context } from "hono";
import type { Transaction } from "kysely";
import type { JsonValue } from "../../core/model/change.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import type { Tables } from "../db/tables.ts";
import { appendEvent } from "../events/append.ts";

/** What was done to a person or a team, and how the audit calls it. */
export interface PeopleChange {
	action: string;
	entity: "user" | "team" | "invitation";
	entityId: string;
	detail?: { [key: string]: JsonValue };
}

/** Tells open pages and the forecast that people or teams changed, and the audit who did it. Call it last. */
export async function tellOfPeople(
	c: Context<AppEnv>,
	trx: Transaction<Tables>,
	{ action, entity, entityId, detail = {} }: PeopleChange,
): Promise<void> {
	const { principal, requestId } = c.var;
	const { tenantId } = principal;
	await appendEvent(trx, { tenantId, type: "people.changed", entity, entityId, causeId: requestId });
	await recordAudit(trx, {
		tenantId,
		actorId: principal.userId,
		actor: principal.name,
		action,
		entity,
		entityId,
		detail,
		requestId,
	});
}
