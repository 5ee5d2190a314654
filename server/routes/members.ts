import { z } from "@hono/zod-openapi";
import { member, memberDownload, memberQuery, updateUserRequest } from "../../core/contract/members.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id, pageOf } from "../../core/contract/scalars.ts";
import { memberTable } from "../../core/contract/tables/member-table.ts";
import { endSignIns } from "../auth/refresh-tokens.ts";
import { deactivate, findMember, listMembers, MEMBER_ORDER, updateUser } from "../db/members.ts";
import { readCursor } from "../db/paging.ts";
import { lockPeople, requireTeam } from "../db/team-writes.ts";
import type { Deps } from "../deps.ts";
import { requireAnotherAdmin, roleOf } from "../policy/give-role.ts";
import { requireCovers } from "../policy/grants.ts";
import { guardedRoute } from "../policy/guard.ts";
import { allPages } from "../tables/all-pages.ts";
import { downloadTable } from "../tables/download.ts";
import { pageAnswer } from "./page-answer.ts";
import { tellOfPeople } from "./people-change.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["People"];
const params = z.object({ id });
const list = guardedRoute("people:write", {
	method: "get",
	path: "/members",
	tags,
	summary: "Who signs in, with role, team, second factor and last sign-in",
	request: { query: memberQuery },
	responses: { 200: answer(pageOf(member), "By name"), ...faults },
});
const download = guardedRoute("people:write", {
	method: "get",
	path: "/members/download",
	"x-cost": 5,
	tags,
	summary: "All members of these filters, as CSV or XLSX",
	request: { query: memberDownload },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const read = guardedRoute("people:write", {
	method: "get",
	path: "/users/{id}",
	tags,
	summary: "A person with how they sign in",
	request: { params },
	responses: { 200: answer(member, "The person"), ...faults },
});
const update = guardedRoute("people:write", {
	method: "patch",
	path: "/users/{id}",
	tags,
	summary: "Change a person's name or team, or let them back in",
	request: { params, body: jsonBody(updateUserRequest) },
	responses: { 200: answer(member, "As they are now"), ...faults },
});
const remove = guardedRoute("people:write", {
	method: "delete",
	path: "/users/{id}",
	tags,
	summary: "Lock a person out: their sign-ins end, their records and history stay",
	request: { params },
	responses: { 204: { description: "They cannot sign in any more" }, ...faults },
});

/** The members of the workspace, for those who let people in and out. Nobody changes somebody who may more than they. */
export function memberRoutes(deps: Deps) {
	const { database, standings, auth, now } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { limit, cursor, ...filter } = c.req.valid("query");
		const { tenantId } = c.var.principal;
		const after = readCursor(cursor, MEMBER_ORDER);
		const page = await listMembers(database.reader(tenantId), tenantId, { filter, after, limit });
		return c.json(
			pageAnswer(page, MEMBER_ORDER, (row) => row),
			200,
		);
	});

	routes.openapi(download, async (c) => {
		const asked = c.req.valid("query");
		const { tenantId } = c.var.principal;
		return downloadTable(c, deps, {
			table: memberTable,
			asked,
			rows: (trx) => allPages((after, limit) => listMembers(trx, tenantId, { filter: asked, after, limit })),
		});
	});

	routes.openapi(read, async (c) => {
		const { tenantId } = c.var.principal;
		return c.json(found(await findMember(database.reader(tenantId), tenantId, c.req.valid("param").id), "person"), 200);
	});

	routes.openapi(update, async (c) => {
		const { principal } = c.var;
		const { tenantId } = principal;
		const userId = c.req.valid("param").id;
		const body = c.req.valid("json");
		const after = await database.inTenant(tenantId, async (trx) => {
			requireCovers(principal, found(await roleOf(trx, tenantId, userId), "person"));
			await requireTeam(trx, tenantId, body.teamId ?? null, "teamId");
			await updateUser(trx, tenantId, userId, body);
			const detail = { fields: Object.keys(body) };
			const person = found(await findMember(trx, tenantId, userId), "person");
			await tellOfPeople(c, trx, { action: "person.updated", entity: "user", entityId: userId, detail });
			return person;
		});
		standings.forget(tenantId);
		return c.json(after, 200);
	});

	routes.openapi(remove, async (c) => {
		const { principal } = c.var;
		const { tenantId } = principal;
		const userId = c.req.valid("param").id;
		const ended = await database.inTenant(tenantId, async (trx) => {
			await lockPeople(trx, tenantId);
			requireCovers(principal, found(await roleOf(trx, tenantId, userId), "person"));
			await requireAnotherAdmin(trx, tenantId, userId);
			if (userId === principal.userId) {
				throw new CourtsideError("wrong_state", "You cannot lock yourself out. Ask another administrator.");
			}
			await deactivate(trx, tenantId, userId);
			const families = await endSignIns(trx, { tenantId, userId }, now());
			await tellOfPeople(c, trx, { action: "person.deactivated", entity: "user", entityId: userId });
			return families;
		});
		standings.forget(tenantId);
		for (const familyId of ended) auth.forgetFamily(familyId);
		return c.body(null, 204);
	});

	return routes;
}
