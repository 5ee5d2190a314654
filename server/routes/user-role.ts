import { z } from "@hono/zod-openapi";
import { giveRoleRequest } from "../../core/contract/roles.ts";
import { id } from "../../core/contract/scalars.ts";
import { recordAudit } from "../audit/record.ts";
import type { Deps } from "../deps.ts";
import { giveRole, readGivable, roleOf } from "../policy/give-role.ts";
import { requireCovers } from "../policy/grants.ts";
import { guardedRoute } from "../policy/guard.ts";
import { createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const give = guardedRoute("people:write", {
	method: "put",
	path: "/users/{id}/role",
	tags: ["People"],
	summary:
		"Give somebody a role, built in or made; nobody gives or takes more than they hold. Holds within 30 s everywhere",
	request: { params: z.object({ id }), body: jsonBody(giveRoleRequest) },
	responses: { 204: { description: "Given" }, ...faults },
});

/** Giving roles. */
export function userRoleRoutes({ database, standings }: Deps) {
	const routes = createRouter();
	routes.openapi(give, async (c) => {
		const { principal, requestId } = c.var;
		const { tenantId } = principal;
		const { id: userId } = c.req.valid("param");
		await database.inTenant(tenantId, async (trx) => {
			const before = found(await roleOf(trx, tenantId, userId), "person");
			const after = await readGivable(trx, tenantId, c.req.valid("json").roleId);
			requireCovers(principal, before);
			requireCovers(principal, after);
			if (before.base === after.base && before.madeId === after.madeId) return;
			await giveRole(trx, tenantId, userId, after);
			await recordAudit(trx, {
				tenantId,
				actorId: principal.userId,
				actor: principal.name,
				action: "person.role-given",
				entity: "user",
				entityId: userId,
				detail: { before: before.name, after: after.name },
				requestId,
			});
		});
		standings.forget(tenantId);
		return c.body(null, 204);
	});
	return routes;
}
