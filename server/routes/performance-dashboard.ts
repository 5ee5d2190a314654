import { z } from "@hono/zod-openapi";
import { forecastQuery } from "../../core/contract/forecasts.ts";
import { performanceDashboard } from "../../core/contract/performance.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { askerOf } from "../answers/asker.ts";
import { attainmentOf, performanceOf, pipelineOfNode } from "../answers/performance.ts";
import { pipelineJudge } from "../answers/pipeline.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults } from "./router.ts";

const dashboard = guardedRoute("forecasts:read", {
	method: "get",
	path: "/performance/dashboard/{userId}",
	"x-cost": 10,
	tags: ["Performance"],
	summary: "How a person, a team or the company does: the forecast against the quota, attainment, and the pipeline",
	request: { params: z.object({ userId: z.string().min(1).max(64) }), query: forecastQuery },
	responses: { 200: answer(performanceDashboard, "Of the period asked for, else the running quarter"), ...faults },
});

/** How somebody does, by the id of the forecast's node. */
export function performanceDashboardRoutes(deps: Deps) {
	const routes = createRouter();
	const judge = pipelineJudge(deps);
	routes.openapi(dashboard, async (c) => {
		const asker = askerOf(c);
		const { userId } = c.req.valid("param");
		const { entityId, period, forecast } = await performanceOf(deps, asker, userId, c.req.valid("query"));
		if (!forecast) {
			throw new CourtsideError("not_found", "There is no forecast of such a team or person among those you may see.");
		}
		const mayJudge = asker.principal.permissions.has("pipeline:read");
		const filter = mayJudge ? pipelineOfNode(forecast.kind, entityId) : null;
		return c.json(
			{
				entityId,
				period,
				forecast,
				attainment: attainmentOf(forecast),
				pipeline: filter && (await judge(asker, filter)),
			},
			200,
		);
	});
	return routes;
}
