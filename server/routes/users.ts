import { z } from "@hono/zod-openapi";
import { updateMeRequest } from "../../core/contract/members.ts";
import { me, person } from "../../core/contract/people.ts";
import { updateUser } from "../db/members.ts";
import { listPeople, readMe } from "../db/people.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { tellOfPeople } from "./people-change.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";

const tags = ["People"];
const readSelf = guardedRoute("signed-in-or-key", {
	method: "get",
	path: "/users/me",
	tags,
	summary: "Who I am and what I may do",
	responses: { 200: answer(me, "The signed-in person"), ...faults },
});
const updateSelf = guardedRoute("signed-in", {
	method: "patch",
	path: "/users/me",
	tags,
	summary: "Change my name, language or time zone",
	request: { body: jsonBody(updateMeRequest) },
	responses: { 200: answer(me, "As I am now"), ...faults },
});
const list = guardedRoute("people:read", {
	method: "get",
	path: "/users",
	tags,
	summary: "Everyone in the workspace",
	responses: { 200: answer(z.object({ items: z.array(person) }), "By name"), ...faults },
});

/** The people of the workspace. */
export function userRoutes({ database, standings }: Deps) {
	const routes = createRouter();
	routes.openapi(readSelf, async (c) => {
		const { principal } = c.var;
		return c.json(await readMe(database.reader(principal.tenantId), principal), 200);
	});
	routes.openapi(updateSelf, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const body = c.req.valid("json");
		await database.inTenant(tenantId, async (trx) => {
			await updateUser(trx, tenantId, userId, body);
			const detail = { fields: Object.keys(body) };
			await tellOfPeople(c, trx, { action: "person.updated", entity: "user", entityId: userId, detail });
		});
		standings.forget(tenantId);
		const principal = (await standings.of(tenantId, userId)) ?? c.var.principal;
		return c.json(await readMe(database.reader(tenantId), principal), 200);
	});
	routes.openapi(list, async (c) => {
		const { tenantId } = c.var.principal;
		return c.json({ items: await listPeople(database.reader(tenantId), tenantId) }, 200);
	});
	return routes;
}
