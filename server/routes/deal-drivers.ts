import { dealDriversPage } from "../../core/contract/deal-drivers.ts";
import type { Deps } from "../deps.ts";
import { driversInUse } from "../jobs/keep-drivers.ts";
import { guardedRoute } from "../policy/guard.ts";
import { dealDriversJson } from "../views/deal-drivers-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults } from "./router.ts";

const read = guardedRoute("deals:read", {
	method: "get",
	path: "/deals/drivers",
	tags: ["Deals"],
	summary: "What separated won deals from lost ones, over the whole company, with how sure that is",
	responses: { 200: answer(dealDriversPage, "The drivers, strongest first"), ...faults },
});

/** What separates won from lost. */
export function dealDriverRoutes({ database }: Deps) {
	const routes = createRouter();
	routes.openapi(read, async (c) => {
		const { found, hasLooked } = await driversInUse(database.reader(c.var.principal.tenantId));
		return c.json(dealDriversJson(found, hasLooked, viewerOf(c)), 200);
	});
	return routes;
}
