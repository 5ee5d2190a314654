import { z } from "@hono/zod-openapi";
import { me, person } from "../../core/contract/people.ts";
import { listPeople, readMe } from "../db/people.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults } from "./router.ts";

const tags = ["People"];
const readSelf = guardedRoute("signed-in-or-key", {
	method: "get",
	path: "/users/me",
	tags,
	summary: "Who I am and what I may do",
	responses: { 200: answer(me, "The signed-in person"), ...faults },
});
const list = guardedRoute("people:read", {
	method: "get",
	path: "/users",
	tags,
	summary: "Everyone in the workspace",
	responses: { 200: answer(z.object({ items: z.array(person) }), "By name"), ...faults },
});

/** The people of the workspace. */
export function userRoutes({ database }: Deps) {
	const routes = createRouter();
	routes.openapi(readSelf, async (c) => {
		const { principal } = c.var;
		return c.json(await readMe(database.reader(principal.tenantId), principal), 200);
	});
	routes.openapi(list, async (c) => {
		const { tenantId } = c.var.principal;
		return c.json({ items: await listPeople(database.reader(tenantId), tenantId) }, 200);
	});
	return routes;
}
