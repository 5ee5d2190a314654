import { z } from "@hono/zod-openapi";
import { pipelineHealth as pipelineHealthJson } from "../../core/contract/forecasts.ts";
import { id } from "../../core/contract/scalars.ts";
import { askerOf } from "../answers/asker.ts";
import { pipelineJudge } from "../answers/pipeline.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults } from "./router.ts";

const health = guardedRoute("pipeline:read", {
	method: "get",
	path: "/pipeline/health",
	"x-cost": 10,
	tags: ["Pipeline"],
	summary: "Velocity, conversion, stalled deals with reasons and coverage of the deals in sight",
	request: { query: z.object({ teamId: id.optional(), ownerId: id.optional() }) },
	responses: { 200: answer(pipelineHealthJson, "As of a few seconds ago"), ...faults },
});

/** How the pipeline stands. */
export function pipelineRoutes(deps: Deps) {
	const routes = createRouter();
	const judge = pipelineJudge(deps);
	routes.openapi(health, async (c) => c.json(await judge(askerOf(c), c.req.valid("query")), 200));
	return routes;
}
