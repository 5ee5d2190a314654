import { demoDoors, nudgeRequest } from "../../core/contract/demo.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { readWorkspace } from "../db/workspaces.ts";
import { nudgeDeal } from "../demo/nudge.ts";
import type { Deps } from "../deps.ts";
import { findInstallation } from "../hosts/installations.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const nudge = guardedRoute("deals:write", {
	method: "post",
	path: "/demo/nudges",
	tags: ["Demo"],
	summary: "Let a customer reply or a close date slip in the demo, and watch every open page move",
	request: { body: jsonBody(nudgeRequest) },
	responses: { 204: { description: "It has happened" }, ...faults },
});
const doors = guardedRoute("signed-in", {
	method: "get",
	path: "/demo/doors",
	tags: ["Demo"],
	summary: "Where the demo's stand-ins of vendors are looked at",
	responses: { 200: answer(demoDoors, "Their pages"), ...faults },
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

	routes.openapi(doors, async (c) => {
		const { tenantId } = c.var.principal;
		const installation = await findInstallation(deps.database.reader(tenantId), tenantId, "teams");
		const page = installation?.state === "on" ? installation.settings["tryAt"] : null;
		return c.json({ teams: typeof page === "string" ? page : null }, 200);
	});
	return routes;
}
