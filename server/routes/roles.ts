import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { CourtsideError } from "../../core/contract/problem.ts";
import {
	createRoleRequest,
	permissionGroups,
	role,
	roleDownload,
	roleId,
	rolePage,
	roleQuery,
	updateRoleRequest,
} from "../../core/contract/roles.ts";
import { id } from "../../core/contract/scalars.ts";
import { roleTable } from "../../core/contract/tables/role-table.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import { readCursor } from "../db/paging.ts";
import {
	changeRole,
	countBuiltIn,
	deleteRole,
	findRole,
	insertRole,
	listRoles,
	lockRole,
	ROLE_ORDER,
	storedRights,
} from "../db/roles.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { requireCovers } from "../policy/grants.ts";
import { guardedRoute } from "../policy/guard.ts";
import { permissionSet } from "../policy/permission-set.ts";
import { allPages } from "../tables/all-pages.ts";
import { downloadTable, worded } from "../tables/download.ts";
import { builtInJson, permissionGroupsJson, roleJson } from "../views/role-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { etagOf, versionRead } from "./concurrency.ts";
import { pageAnswer } from "./page-answer.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Roles"];
const list = guardedRoute("roles:read", {
	method: "get",
	path: "/roles",
	tags,
	summary: "The built-in roles, and a page of the workspace's own by name",
	request: { query: roleQuery },
	responses: { 200: answer(rolePage, "A page of roles"), ...faults },
});
const download = guardedRoute("roles:read", {
	method: "get",
	path: "/roles/download",
	"x-cost": 5,
	tags,
	summary: "The workspace's own roles, as CSV or XLSX",
	request: { query: roleDownload },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const listPermissions = guardedRoute("signed-in-or-key", {
	method: "get",
	path: "/permissions",
	tags,
	summary: "Everything a role may hold, in groups, each in a sentence",
	responses: { 200: answer(permissionGroups, "Groups of permissions"), ...faults },
});
const create = guardedRoute("roles:write", {
	method: "post",
	path: "/roles",
	tags,
	summary: "Make a role out of what you hold yourself; send an Idempotency-Key to be safe to repeat",
	request: { body: jsonBody(createRoleRequest) },
	responses: { 201: answer(role, "The new role"), ...faults },
});
const read = guardedRoute("roles:read", {
	method: "get",
	path: "/roles/{id}",
	tags,
	summary: "A role, built in or made; the ETag is its version",
	request: { params: z.object({ id: roleId }) },
	responses: { 200: answer(role, "The role"), ...faults },
});
const update = guardedRoute("roles:write", {
	method: "put",
	path: "/roles/{id}",
	tags,
	summary: "Change what is given of a made role; needs the version that was read. Holds within 30 s everywhere",
	request: { params: z.object({ id }), body: jsonBody(updateRoleRequest) },
	responses: { 200: answer(role, "The role as it is now"), ...faults },
});
const remove = guardedRoute("roles:write", {
	method: "delete",
	path: "/roles/{id}",
	tags,
	summary: "Take away a made role that nobody has any more",
	request: { params: z.object({ id }) },
	responses: { 204: { description: "Gone" }, ...faults },
});

/** Roles: what people may do, as data. Nobody gives more than they hold. */
export function roleRoutes(deps: Deps) {
	const { database, standings } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { limit, cursor, search } = c.req.valid("query");
		const { tenantId } = c.var.principal;
		const db = database.reader(tenantId);
		const after = readCursor(cursor, ROLE_ORDER);
		const [page, people] = await Promise.all([listRoles(db, { search, after, limit }), countBuiltIn(db, tenantId)]);
		return c.json({ builtIn: builtInJson(people, viewerOf(c)), ...pageAnswer(page, ROLE_ORDER, roleJson) }, 200);
	});

	routes.openapi(download, async (c) => {
		const asked = c.req.valid("query");
		const { search } = asked;
		return downloadTable(c, deps, {
			table: roleTable,
			asked,
			rows: (trx) =>
				worded(
					allPages((after, limit) => listRoles(trx, { search, after, limit })),
					roleJson,
				),
		});
	});

	routes.openapi(listPermissions, (c) => c.json(permissionGroupsJson(c.var.principal, viewerOf(c)), 200));

	routes.openapi(create, async (c) => {
		const { permissions, ...body } = c.req.valid("json");
		const held = permissionSet(permissions);
		requireCovers(c.var.principal, { permissions: held, scope: body.scope });
		const made = await idempotent(c, database, async (trx) => {
			const roleId = await insertRole(trx, c.var.principal.tenantId, { ...body, permissions: held });
			await recordAudit(trx, {
				...about(c, roleId),
				action: "role.created",
				detail: { ...body, permissions: [...held] },
			});
			return { status: 201, body: roleJson(found(await findRole(trx, roleId), "role")) };
		});
		c.header("etag", etagOf(made.body.version));
		c.header("location", `/api/v1/roles/${made.body.id}`);
		return c.json(made.body, 201);
	});

	routes.openapi(read, async (c) => {
		const { id: asked } = c.req.valid("param");
		const { tenantId } = c.var.principal;
		const db = database.reader(tenantId);
		const builtIn = builtInJson(await countBuiltIn(db, tenantId), viewerOf(c)).find((one) => one.id === asked);
		const shown = builtIn ?? roleJson(found(await findRole(db, asked), "role"));
		c.header("etag", etagOf(shown.version));
		return c.json(shown, 200);
	});

	routes.openapi(update, async (c) => {
		const body = c.req.valid("json");
		const { id: roleId } = c.req.valid("param");
		const { principal } = c.var;
		const { tenantId } = principal;
		const shown = await database.inTenant(tenantId, async (trx) => {
			const before = found(await lockRole(trx, tenantId, roleId), "role");
			requireCovers(principal, storedRights(before));
			requireCovers(principal, storedRights({ ...before, ...definedOf(body) }));
			const version = versionRead(body.version, c.req.header("if-match"));
			const fields = await changeRole(trx, tenantId, before, body, { read: version, now: deps.now() });
			const after = found(await findRole(trx, roleId), "role");
			if (fields.length > 0) {
				const [had, has] = [new Set(before.permissions), new Set(after.permissions)];
				const given = after.permissions.filter((one) => !had.has(one));
				const taken = before.permissions.filter((one) => !has.has(one));
				await recordAudit(trx, { ...about(c, roleId), action: "role.updated", detail: { fields, given, taken } });
			}
			return roleJson(after);
		});
		standings.forget(tenantId);
		c.header("etag", etagOf(shown.version));
		return c.json(shown, 200);
	});

	routes.openapi(remove, async (c) => {
		const { id: roleId } = c.req.valid("param");
		const { principal } = c.var;
		const { tenantId } = principal;
		await database.inTenant(tenantId, async (trx) => {
			const before = found(await lockRole(trx, tenantId, roleId), "role");
			requireCovers(principal, storedRights(before));
			await requireUnused(trx, roleId);
			await deleteRole(trx, tenantId, roleId);
			await recordAudit(trx, { ...about(c, roleId), action: "role.deleted", detail: { name: before.name } });
		});
		return c.body(null, 204);
	});
	return routes;
}

async function requireUnused(trx: Parameters<typeof lockRole>[0], roleId: string): Promise<void> {
	const having = await trx.selectFrom("users").select("id").where("role_id", "=", roleId).limit(1).execute();
	if (having.length === 0) return;
	throw new CourtsideError("wrong_state", "People still have this role. Give them another one first.");
}

function definedOf({ permissions, scope }: z.output<typeof updateRoleRequest>) {
	return { ...(permissions && { permissions }), ...(scope && { scope }) };
}

function about(c: Context<AppEnv>, roleId: string) {
	const { tenantId, userId, name } = c.var.principal;
	return { tenantId, actorId: userId, actor: name, entity: "role", entityId: roleId, requestId: c.var.requestId };
}
