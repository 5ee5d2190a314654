import type { Context } from "hono";
import type { Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import type { Tables } from "../db/tables.ts";

/** Audits something that the signed-in person did to their own account. Call it last. */
export function noteOnSelf(
	c: Context<AppEnv>,
	trx: Transaction<Tables>,
	action: string,
	detail: { [key: string]: JsonValue } = {},
): Promise<void> {
	const { tenantId, userId, name } = c.var.principal;
	const { requestId } = c.var;
	return recordAudit(trx, {
		tenantId,
		actorId: userId,
		actor: name,
		action,
		entity: "user",
		entityId: userId,
		detail,
		requestId,
	});
}

/** The demo's people are everybody's on this machine: nobody gives them a password or takes them over. */
export async function refuseDemo(trx: Transaction<Tables>, tenantId: number): Promise<void> {
	const row = await trx
		.selectFrom("tenants")
		.select("is_demo")
		.where("tenant_id", "=", tenantId)
		.executeTakeFirstOrThrow();
	if (row.is_demo) {
		throw new CourtsideError(
			"wrong_state",
			"The demo's people sign in with one click and have nothing to set here. Make a workspace of your own to try it.",
		);
	}
}
