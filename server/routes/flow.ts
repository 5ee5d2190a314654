import { flowQuery, pipelineFlow } from "../../core/contract/flow.ts";
import { flowStageTable, loadTable } from "../../core/contract/tables/flow-tables.ts";
import { askerOf } from "../answers/asker.ts";
import { flowAnswers } from "../answers/flow.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { downloadWhole, wholeTableQuery } from "../tables/whole-table.ts";
import { answer, createRouter, faults, fileAnswer } from "./router.ts";

const tags = ["Pipeline"];

const show = guardedRoute("pipeline:read", {
	method: "get",
	path: "/pipeline/flow",
	"x-cost": 10,
	tags,
	summary:
		"New deals, where deals go from each stage and how long it takes, what the quarter still needs, who has room",
	request: { query: flowQuery },
	responses: { 200: answer(pipelineFlow, "As of a few seconds ago"), ...faults },
});
const stages = guardedRoute("pipeline:read", {
	method: "get",
	path: "/pipeline/flow/stages/download",
	"x-cost": 10,
	tags,
	summary: "Where deals go from each stage, as CSV or XLSX",
	request: { query: wholeTableQuery(flowStageTable).extend(flowQuery.shape) },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const capacity = guardedRoute("pipeline:read", {
	method: "get",
	path: "/pipeline/flow/capacity/download",
	"x-cost": 10,
	tags,
	summary: "What each rep has open against what they close, as CSV or XLSX",
	request: { query: wholeTableQuery(loadTable).extend(flowQuery.shape) },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});

/** How deals flow through the pipeline. */
export function flowRoutes(deps: Deps) {
	const routes = createRouter();
	const flow = flowAnswers(deps);
	routes.openapi(show, async (c) => c.json(await flow(askerOf(c), c.req.valid("query")), 200));
	routes.openapi(stages, async (c) => {
		const { node, grain, ...asked } = c.req.valid("query");
		return downloadWhole(c, deps, flowStageTable, asked, (await flow(askerOf(c), { node, grain })).stages);
	});
	routes.openapi(capacity, async (c) => {
		const { node, grain, ...asked } = c.req.valid("query");
		return downloadWhole(c, deps, loadTable, asked, (await flow(askerOf(c), { node, grain })).capacity);
	});
	return routes;
}
