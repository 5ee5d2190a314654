import { z } from "@hono/zod-openapi";
import { pipelineHealth as pipelineHealthJson, pipelineVelocity } from "../../core/contract/forecasts.ts";
import { id } from "../../core/contract/scalars.ts";
import { stageTable, stalledTable } from "../../core/contract/tables/pipeline-tables.ts";
import { askerOf } from "../answers/asker.ts";
import { pipelineJudge } from "../answers/pipeline.ts";
import { whosePipeline } from "../answers/pipeline-whose.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { downloadWhole, wholeTableQuery } from "../tables/whole-table.ts";
import { answer, createRouter, faults, fileAnswer } from "./router.ts";

const whose = z.object({ teamId: id.optional(), ownerId: id.optional() });

const health = guardedRoute("pipeline:read", {
	method: "get",
	path: "/pipeline/health",
	"x-cost": 10,
	tags: ["Pipeline"],
	summary: "Velocity, conversion, stalled deals with reasons and coverage of the deals in sight",
	request: { query: whose },
	responses: { 200: answer(pipelineHealthJson, "As of a few seconds ago"), ...faults },
});

const entity = { params: z.object({ entityId: z.string().min(1).max(64) }) };
const healthOf = guardedRoute("pipeline:read", {
	method: "get",
	path: "/pipeline/health/{entityId}",
	"x-cost": 10,
	tags: ["Pipeline"],
	summary: "The same of a person, a team or the company, by its id in the forecast",
	request: entity,
	responses: { 200: answer(pipelineHealthJson, "As of a few seconds ago"), ...faults },
});
const velocityOf = guardedRoute("pipeline:read", {
	method: "get",
	path: "/pipeline/velocity/{entityId}",
	"x-cost": 10,
	tags: ["Pipeline"],
	summary:
		"How fast the pipeline of a person, a team or the company moves, and what makes it so: win rate, cycle, stages",
	request: entity,
	responses: { 200: answer(pipelineVelocity, "As of a few seconds ago"), ...faults },
});

const stages = guardedRoute("pipeline:read", {
	method: "get",
	path: "/pipeline/stages/download",
	"x-cost": 10,
	tags: ["Pipeline"],
	summary: "The stages of the deals in sight, as CSV or XLSX",
	request: { query: wholeTableQuery(stageTable).extend(whose.shape) },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const stalled = guardedRoute("pipeline:read", {
	method: "get",
	path: "/pipeline/stalled/download",
	"x-cost": 10,
	tags: ["Pipeline"],
	summary: "Every deal in sight that stands still, as CSV or XLSX",
	request: { query: wholeTableQuery(stalledTable).extend(whose.shape) },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});

/** How the pipeline stands. */
export function pipelineRoutes(deps: Deps) {
	const routes = createRouter();
	const judge = pipelineJudge(deps);
	routes.openapi(health, async (c) => c.json(await judge(askerOf(c), c.req.valid("query")), 200));
	routes.openapi(healthOf, async (c) => {
		const asker = askerOf(c);
		return c.json(await judge(asker, await whosePipeline(deps, asker, c.req.valid("param").entityId)), 200);
	});
	routes.openapi(velocityOf, async (c) => {
		const asker = askerOf(c);
		const { velocity, winRate, cycle, stages } = await judge(
			asker,
			await whosePipeline(deps, asker, c.req.valid("param").entityId),
		);
		return c.json({ velocity, winRate, cycle, stages }, 200);
	});
	routes.openapi(stages, async (c) => {
		const { teamId, ownerId, ...asked } = c.req.valid("query");
		const { stages: rows } = await judge(askerOf(c), { teamId, ownerId });
		return downloadWhole(c, deps, stageTable, asked, rows);
	});
	routes.openapi(stalled, async (c) => {
		const { teamId, ownerId, ...asked } = c.req.valid("query");
		const { stalled: rows } = await judge(askerOf(c), { teamId, ownerId }, { allStalled: true });
		return downloadWhole(c, deps, stalledTable, asked, rows);
	});
	return routes;
}
