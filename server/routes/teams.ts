import { z } from "@hono/zod-openapi";
import { team } from "../../core/contract/people.ts";
import { listTeams } from "../db/people.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults } from "./router.ts";

const list = guardedRoute("people:read", {
	method: "get",
	path: "/teams",
	tags: ["People"],
	summary: "The teams and how they nest",
	responses: { 200: answer(z.object({ items: z.array(team) }), "By name"), ...faults },
});

/** The teams of the workspace. */
export function teamRoutes({ database }: Deps) {
	const routes = createRouter();
	routes.openapi(list, async (c) => {
		const { tenantId } = c.var.principal;
		return c.json({ items: await listTeams(database.reader(tenantId), tenantId) }, 200);
	});
	return routes;
}
