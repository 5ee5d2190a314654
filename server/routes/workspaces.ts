import { createRoute } from "@hono/zod-openapi";
import {
	createWorkspaceRequest,
	DEMO_PEOPLE,
	session,
	startInfo,
	updateWorkspaceRequest,
	workspace,
} from "../../core/contract/people.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { CAST } from "../../core/demo/cast.ts";
import { pickLocale } from "../../core/words/locales.ts";
import { word } from "../../core/words/word.ts";
import { recordAudit } from "../audit/record.ts";
import { isFromThisMachine } from "../auth/address.ts";
import { passkeyPlace } from "../auth/passkey-place.ts";
import { hashPassword } from "../auth/passwords.ts";
import { startSession } from "../auth/sessions.ts";
import { offeredSso } from "../db/single-sign-on.ts";
import { createWorkspace, findDemoTenant, readWorkspace, updateWorkspace } from "../db/workspaces.ts";
import { storySteps } from "../demo/story.ts";
import type { Deps } from "../deps.ts";
import { appendEvent } from "../events/append.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";

const tags = ["Workspace"];
const start = createRoute({
	method: "get",
	path: "/start",
	tags,
	summary: "What the start page may offer before anyone has signed in",
	responses: { 200: answer(startInfo, "What is offered"), ...faults },
});
const create = createRoute({
	method: "post",
	path: "/workspaces",
	tags,
	summary: "Use my own data: an empty workspace and its first administrator",
	request: { body: jsonBody(createWorkspaceRequest) },
	responses: { 201: answer(session, "Made, and signed in"), ...faults },
});
const read = guardedRoute("workspace:read", {
	method: "get",
	path: "/workspace",
	tags,
	summary: "The workspace's settings",
	responses: { 200: answer(workspace, "The settings"), ...faults },
});
const update = guardedRoute("workspace:write", {
	method: "patch",
	path: "/workspace",
	tags,
	summary: "Change the workspace's settings",
	request: { body: jsonBody(updateWorkspaceRequest) },
	responses: { 200: answer(workspace, "As they are now"), ...faults },
});

/** The start page, new workspaces and their settings. */
export function workspaceRoutes(deps: Deps) {
	const { database, settings } = deps;
	const routes = createRouter();

	routes.openapi(start, async (c) => {
		const offered = settings.demo && isFromThisMachine(c);
		const demoTenant = offered ? await database.asSystem(findDemoTenant) : null;
		const isThere = demoTenant !== null;
		const people = DEMO_PEOPLE.map((key) => {
			const { name, role, title } = CAST[key];
			return { key, name, role, says: title };
		});
		const preparing = offered && !isThere ? deps.preparing() : null;
		const locale = pickLocale(c.req.header("accept-language") ?? "en");
		return c.json(
			{
				demo: isThere,
				people: isThere ? people : [],
				story: demoTenant === null ? [] : await storySteps(database.reader(demoTenant), { locale }),
				preparing: preparing && { text: word(locale, preparing.step), share: preparing.share },
				singleSignOn: await database.asSystem(offeredSso),
				signUp: settings.signUp,
				mailbox: settings.mail === "mailbox",
				passkeysAt: passkeyPlace(settings.publicUrl)?.origin ?? null,
				version: settings.version,
			},
			200,
		);
	});

	routes.openapi(create, async (c) => {
		if (!settings.signUp) {
			throw new CourtsideError("forbidden", "New workspaces are not open here. Ask whoever runs this server.");
		}
		await deps.limits.signUp(c.var.address);
		const request = c.req.valid("json");
		const passwordHash = await hashPassword(request.password);
		const made = await database.asSystem((trx) => createWorkspace(trx, request, passwordHash));
		return c.json(await startSession(c, deps, { ...made, name: request.name }, "new-workspace"), 201);
	});

	routes.openapi(read, async (c) => {
		const { tenantId } = c.var.principal;
		return c.json(await readWorkspace(database.reader(tenantId), tenantId), 200);
	});

	routes.openapi(update, async (c) => {
		const { tenantId, userId, name } = c.var.principal;
		const { clockAt, ...rest } = c.req.valid("json");
		const clock = clockAt === undefined || clockAt === null ? clockAt : Date.parse(clockAt);
		const { requestId } = c.var;
		const changed = await database.inTenant(tenantId, async (trx) => {
			const after = await updateWorkspace(trx, tenantId, { ...rest, clockAt: clock });
			const entityId = String(tenantId);
			const cause = { tenantId, entity: "workspace", entityId };
			await appendEvent(trx, { ...cause, type: "workspace.changed", causeId: requestId });
			const fields = Object.keys(c.req.valid("json"));
			const detail = { fields };
			await recordAudit(trx, {
				...cause,
				actorId: userId,
				actor: name,
				action: "workspace.updated",
				detail,
				requestId,
			});
			return after;
		});
		deps.standings.forget(tenantId);
		return c.json(changed, 200);
	});

	return routes;
}
