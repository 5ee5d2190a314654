import type { Context } from "hono";
import type { z } from "zod";
import { dealEndings, endingQuery } from "../../core/contract/deal-endings.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { endingTable } from "../../core/contract/tables/ending-table.ts";
import { askerOf } from "../answers/asker.ts";
import { dealEndingsFor } from "../answers/deal-endings.ts";
import type { AppEnv } from "../app-env.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { downloadWhole, wholeTableQuery } from "../tables/whole-table.ts";
import { say, viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults, fileAnswer } from "./router.ts";

const tags = ["Deals"];

const show = guardedRoute("deals:read", {
	method: "get",
	path: "/deals/endings",
	"x-cost": 10,
	tags,
	summary: "How deals ended: share won, days to the win and amounts by size, competitor, reason, product, territory, …",
	request: { query: endingQuery },
	responses: { 200: answer(dealEndings, "The deals you may see that ended in these months"), ...faults },
});
const download = guardedRoute("deals:read", {
	method: "get",
	path: "/deals/endings/download",
	"x-cost": 10,
	tags,
	summary: "The same as CSV or XLSX",
	request: { query: wholeTableQuery(endingTable).extend(endingQuery.shape) },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});

/** What was won and lost, and how long it took. */
export function dealEndingRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();
	const endings = (c: Context<AppEnv>, asked: z.output<typeof endingQuery>) => {
		if (asked.from && asked.to && asked.from > asked.to) {
			throw new CourtsideError("invalid_request", say(viewerOf(c), "endings.wrongWayRound"));
		}
		return database.inTenant(c.var.principal.tenantId, (trx) => dealEndingsFor(trx, asked, askerOf(c), now()));
	};
	routes.openapi(show, async (c) => c.json(await endings(c, c.req.valid("query")), 200));
	routes.openapi(download, async (c) => {
		const { from, to, by, teamId, ownerId, ...asked } = c.req.valid("query");
		const { rows } = await endings(c, { from, to, by, teamId, ownerId });
		return downloadWhole(c, deps, endingTable, asked, rows);
	});
	return routes;
}
