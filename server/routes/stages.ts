import { z } from "@hono/zod-openapi";
import { id } from "../../core/contract/scalars.ts";
import { listStages } from "../db/stages.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults } from "./router.ts";

const stage = z
	.object({ id, pipelineId: id, name: z.string(), position: z.number().int(), kind: z.enum(["open", "won", "lost"]) })
	.meta({ id: "Stage" });

const list = guardedRoute("deals:read", {
	method: "get",
	path: "/stages",
	tags: ["Deals"],
	summary: "The stages of every pipeline, the default pipeline first",
	responses: { 200: answer(z.object({ items: z.array(stage) }), "In order"), ...faults },
});

/** Stages of the workspace's pipelines. */
export function stageRoutes({ database }: Deps) {
	const routes = createRouter();
	routes.openapi(list, async (c) => {
		return c.json({ items: await listStages(database.reader(c.var.principal.tenantId)) }, 200);
	});
	return routes;
}
