import { waterfallTable } from "../../core/contract/tables/waterfall-table.ts";
import {
	waterfallDeals,
	waterfallDealsQuery,
	waterfall as waterfallJson,
	waterfallQuery,
} from "../../core/contract/waterfall.ts";
import { askerOf } from "../answers/asker.ts";
import { waterfalls } from "../answers/waterfall.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { downloadWhole, wholeTableQuery } from "../tables/whole-table.ts";
import { answer, createRouter, faults, fileAnswer } from "./router.ts";

const tags = ["Forecasts"];

const show = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/waterfall",
	"x-cost": 10,
	tags,
	summary: "How a period's open pipeline came from what it was on one day to what it is on another, step by step",
	request: { query: waterfallQuery },
	responses: { 200: answer(waterfallJson, "The steps add up to the cent"), ...faults },
});
const deals = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/waterfall/deals",
	"x-cost": 10,
	tags,
	summary: "The deals behind one of its steps, largest first",
	request: { query: waterfallDealsQuery },
	responses: { 200: answer(waterfallDeals, "Their shares add up to the step"), ...faults },
});
const download = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/waterfall/deals/download",
	"x-cost": 10,
	tags,
	summary: "The deals behind one of its steps, as CSV or XLSX",
	request: { query: wholeTableQuery(waterfallTable).extend(waterfallDealsQuery.shape) },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});

/** How the pipeline moved between two days. */
export function waterfallRoutes(deps: Deps) {
	const routes = createRouter();
	const answers = waterfalls(deps);
	routes.openapi(show, async (c) => c.json(await answers.show(askerOf(c), c.req.valid("query")), 200));
	routes.openapi(deals, async (c) => c.json(await answers.deals(askerOf(c), c.req.valid("query")), 200));
	routes.openapi(download, async (c) => {
		const { period, grain, node, from, to, kind, ...asked } = c.req.valid("query");
		const { items } = await answers.deals(askerOf(c), { period, grain, node, from, to, kind }, { all: true });
		return downloadWhole(c, deps, waterfallTable, asked, items);
	});
	return routes;
}
