import { z } from "@hono/zod-openapi";
import { deal } from "../../core/contract/deals.ts";
import { id } from "../../core/contract/scalars.ts";
import { findDeal } from "../db/deals.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { dealJson } from "../views/deal-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { etagOf } from "./concurrency.ts";
import { answer, createRouter, faults } from "./router.ts";
import { found } from "./writing.ts";

const card = guardedRoute("deals:read", {
	method: "get",
	path: "/opportunities/{id}/card",
	tags: ["Deals"],
	summary: "A deal with its number and reasons, without history: what a card in a host shows",
	request: { params: z.object({ id }) },
	responses: { 200: answer(deal, "The deal"), ...faults },
});

/** What is small and asked for often: a host draws a card beside every record that somebody opens. */
export function cardRoutes({ database, now }: Deps) {
	const routes = createRouter();
	routes.openapi(card, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const asked = findDeal(database.reader(tenantId), c.req.valid("param").id, visibleOwners, now());
		const row = found(await asked, "deal");
		c.header("etag", etagOf(row.version));
		return c.json(dealJson(row, viewerOf(c)), 200);
	});
	return routes;
}
