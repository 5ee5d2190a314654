import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Transaction } from "kysely";
import { id } from "../../core/contract/scalars.ts";
import {
	addMemberRequest,
	createTeamRequest,
	teamNode,
	teamPage,
	updateTeamRequest,
} from "../../core/contract/teams.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { AppEnv } from "../app-env.ts";
import type { Tables } from "../db/tables.ts";
import { createTeam, deleteTeam, moveMember, updateTeam } from "../db/team-writes.ts";
import { findTeamPage, listTeamNodes } from "../db/teams.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { guardedRoute } from "../policy/guard.ts";
import { tellOfPeople } from "./people-change.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["People"];
const params = z.object({ id });
const list = guardedRoute("people:read", {
	method: "get",
	path: "/teams",
	tags,
	summary: "The teams and how they nest",
	responses: { 200: answer(z.object({ items: z.array(teamNode) }), "By name"), ...faults },
});
const create = guardedRoute("people:write", {
	method: "post",
	path: "/teams",
	tags,
	summary: "Make a team; send an Idempotency-Key to be safe to repeat",
	request: { body: jsonBody(createTeamRequest) },
	responses: { 201: answer(teamPage, "The new team"), ...faults },
});
const read = guardedRoute("people:read", {
	method: "get",
	path: "/teams/{id}",
	tags,
	summary: "A team, its place and its people",
	request: { params },
	responses: { 200: answer(teamPage, "The team"), ...faults },
});
const update = guardedRoute("people:write", {
	method: "patch",
	path: "/teams/{id}",
	tags,
	summary: "Rename a team, move it in the tree, or give it another manager",
	request: { params, body: jsonBody(updateTeamRequest) },
	responses: { 200: answer(teamPage, "As it is now"), ...faults },
});
const remove = guardedRoute("people:write", {
	method: "delete",
	path: "/teams/{id}",
	tags,
	summary: "Take a team away; its people and teams go to the one above",
	request: { params },
	responses: { 204: { description: "Gone" }, ...faults },
});
const addMember = guardedRoute("people:write", {
	method: "post",
	path: "/teams/{id}/members",
	tags,
	summary: "Put a person into the team; they leave the one they were in",
	request: { params, body: jsonBody(addMemberRequest) },
	responses: { 200: answer(teamPage, "The team with them"), ...faults },
});
const removeMember = guardedRoute("people:write", {
	method: "delete",
	path: "/teams/{id}/members/{uid}",
	tags,
	summary: "Take a person out of the team",
	request: { params: params.extend({ uid: id }) },
	responses: { 204: { description: "They are in no team" }, ...faults },
});

/** The teams of the workspace: a tree of any depth. */
export function teamRoutes(deps: Deps) {
	const { database, standings } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { tenantId } = c.var.principal;
		return c.json({ items: await listTeamNodes(database.reader(tenantId), tenantId) }, 200);
	});

	routes.openapi(create, async (c) => {
		const { tenantId } = c.var.principal;
		const body = c.req.valid("json");
		const made = await idempotent(c, database, async (trx) => {
			const teamId = await createTeam(trx, tenantId, body);
			const page = found(await findTeamPage(trx, tenantId, teamId), "team");
			await tell(c, trx, "team.created", teamId, { name: body.name });
			return { status: 201, body: page };
		});
		standings.forget(tenantId);
		c.header("location", `/api/v1/teams/${made.body.id}`);
		return c.json(made.body, 201);
	});

	routes.openapi(read, async (c) => {
		const { tenantId } = c.var.principal;
		return c.json(found(await findTeamPage(database.reader(tenantId), tenantId, c.req.valid("param").id), "team"), 200);
	});

	routes.openapi(update, async (c) => {
		const { tenantId } = c.var.principal;
		const teamId = c.req.valid("param").id;
		const body = c.req.valid("json");
		const page = await database.inTenant(tenantId, async (trx) => {
			found((await updateTeam(trx, tenantId, teamId, body)) || null, "team");
			const after = found(await findTeamPage(trx, tenantId, teamId), "team");
			await tell(c, trx, "team.updated", teamId, { fields: Object.keys(body) });
			return after;
		});
		standings.forget(tenantId);
		return c.json(page, 200);
	});

	routes.openapi(remove, async (c) => {
		const { tenantId } = c.var.principal;
		const teamId = c.req.valid("param").id;
		await database.inTenant(tenantId, async (trx) => {
			const name = found(await deleteTeam(trx, tenantId, teamId), "team");
			await tell(c, trx, "team.deleted", teamId, { name });
		});
		standings.forget(tenantId);
		return c.body(null, 204);
	});

	routes.openapi(addMember, async (c) => {
		const { tenantId } = c.var.principal;
		const teamId = c.req.valid("param").id;
		const { userId } = c.req.valid("json");
		const page = await database.inTenant(tenantId, async (trx) => {
			found(await findTeamPage(trx, tenantId, teamId), "team");
			found((await moveMember(trx, tenantId, userId, { from: null, to: teamId })) || null, "person");
			const after = found(await findTeamPage(trx, tenantId, teamId), "team");
			await tell(c, trx, "team.member-added", teamId, { userId });
			return after;
		});
		standings.forget(tenantId);
		return c.json(page, 200);
	});

	routes.openapi(removeMember, async (c) => {
		const { tenantId } = c.var.principal;
		const { id: teamId, uid } = c.req.valid("param");
		await database.inTenant(tenantId, async (trx) => {
			found((await moveMember(trx, tenantId, uid, { from: teamId, to: null })) || null, "member of this team");
			await tell(c, trx, "team.member-removed", teamId, { userId: uid });
		});
		standings.forget(tenantId);
		return c.body(null, 204);
	});

	return routes;
}

function tell(
	c: Context<AppEnv>,
	trx: Transaction<Tables>,
	action: string,
	entityId: string,
	detail: { [key: string]: JsonValue },
): Promise<void> {
	return tellOfPeople(c, trx, { action, entity: "team", entityId, detail });
}
