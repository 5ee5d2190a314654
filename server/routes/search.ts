import { SEARCH_KINDS, type SearchKind, searchAnswer, searchQuery } from "../../core/contract/search.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import type { Permission } from "../policy/permissions.ts";
import { search } from "../search/search.ts";
import { viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults } from "./router.ts";

/** What one must be allowed to read for a kind to be looked for. */
const NEEDS: Readonly<Record<SearchKind, Permission>> = {
	deal: "deals:read",
	account: "deals:read",
	contact: "deals:read",
	lead: "leads:read",
	person: "people:read",
};

const find = guardedRoute("signed-in-or-key", {
	method: "get",
	path: "/search",
	"x-cost": 2,
	tags: ["Search"],
	summary: "Deals, accounts, contacts, leads and people in sight, by any part of their names and addresses",
	request: { query: searchQuery },
	responses: { 200: answer(searchAnswer, "The best of each kind"), ...faults },
});

/** One search over everything with a name. */
export function searchRoutes({ database }: Deps) {
	const routes = createRouter();
	routes.openapi(find, async (c) => {
		const { tenantId, permissions, visibleOwners } = c.var.principal;
		const { q, kind, limit } = c.req.valid("query");
		const kinds = SEARCH_KINDS.filter((k) => (kind === undefined || k === kind) && permissions.has(NEEDS[k]));
		return c.json(await search(database, { tenantId, text: q, kinds, visibleOwners, limit }, viewerOf(c)), 200);
	});
	return routes;
}
