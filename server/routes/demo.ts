import { nudgeRequest } from "../../core/contract/demo.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { readWorkspace } from "../db/workspaces.ts";
import { nudgeDeal } from "../demo/nudge.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { createRouter, faults, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const nudge = guardedRoute("deals:write", {
	method: "post",
	path: "/demo/nudges",
	tags: ["Demo"],
	summary: "Let a customer reply or a close date slip in the demo, and watch every open page move",
	request: { body: jsonBody(nudgeRequest) },
	responses: { 204: { description: "It has happened" }, ...faults },
});

/** What one can make happen in the demo workspace, and only there. */
export function demoRoutes(deps: Deps) {
	const routes = createRouter();
	routes.openapi(nudge, async (c) => {
		const { tenantId } = c.var.principal;
		const { dealId, kind } = c.req.valid("json");
		await deps.database.inTenant(tenantId, async (trx) => {
			if (!(await readWorkspace(trx, tenantId)).isDemo) {
				throw new CourtsideError("wrong_state", "This is for the demo company. In your own, change the deal itself.");
			}
			found((await nudgeDeal(await writerOf(c, trx, deps), dealId, kind)) || null, "open deal");
		});
		return c.body(null, 204);
	});
	return routes;
}
