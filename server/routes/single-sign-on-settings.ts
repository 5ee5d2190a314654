import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import type { Transaction } from "kysely";
import { session } from "../../core/contract/people.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import {
	finishSingleSignOnRequest,
	singleSignOn,
	singleSignOnTest,
	updateSingleSignOnRequest,
} from "../../core/contract/single-sign-on.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import { startSession } from "../auth/sessions.ts";
import type { Db } from "../db/connect.ts";
import { requireVersion } from "../db/own-write.ts";
import { findSsoConnection, type SsoConnection, saveSsoConnection } from "../db/single-sign-on.ts";
import type { Tables } from "../db/tables.ts";
import type { Deps } from "../deps.ts";
import { readGivable } from "../policy/give-role.ts";
import { requireCovers } from "../policy/grants.ts";
import { guardedRoute } from "../policy/guard.ts";
import { admit } from "../single-sign-on/admit.ts";
import { changedConnection, noConnection, singleSignOnJson } from "../single-sign-on/change.ts";
import { openConnection, secretPlace } from "../single-sign-on/connections.ts";
import { takeTicket } from "../single-sign-on/requests.ts";
import { testConnection } from "../single-sign-on/test-connection.ts";
import { viewerOf } from "../views/viewer.ts";
import { etagOf, versionRead } from "./concurrency.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { SSO_COOKIE } from "./single-sign-on.ts";

const tags = ["Single sign-on"];
const finish = createRoute({
	method: "post",
	path: "/auth/single-sign-on",
	tags,
	summary: "The last step of a single sign-on: exchange the ticket, in the browser that began",
	request: { body: jsonBody(finishSingleSignOnRequest) },
	responses: { 200: answer(session.extend({ returnTo: z.string() }), "Signed in, and where to go now"), ...faults },
});
const read = guardedRoute("sign-in:write", {
	method: "get",
	path: "/single-sign-on",
	tags,
	summary: "How people are let in by their company's identity provider; the ETag is its version",
	responses: { 200: answer(singleSignOn, "As it is now; never its secret"), ...faults },
});
const update = guardedRoute("sign-in:write", {
	method: "put",
	path: "/single-sign-on",
	tags,
	summary: "Set it up, switch it on or off; needs the version that was read",
	request: { body: jsonBody(updateSingleSignOnRequest) },
	responses: { 200: answer(singleSignOn, "As it is now"), ...faults },
});
const test = guardedRoute("sign-in:write", {
	method: "post",
	path: "/single-sign-on/test",
	tags,
	summary: "See from here whether the provider answers and how long its certificates hold; signs nobody in",
	"x-cost": 10,
	responses: { 200: answer(singleSignOnTest, "What was found"), ...faults },
});

/** Setting single sign-on up, and its last step. */
export function singleSignOnSettingsRoutes(deps: Deps) {
	const { database, standings, settings, vault, now } = deps;
	const routes = createRouter();

	routes.openapi(finish, async (c) => {
		await deps.limits.singleSignOn(c.var.address);
		const { ticket } = c.req.valid("json");
		const browser = getCookie(c, SSO_COOKIE) ?? null;
		const { tenantId, identity, returnTo } = await database.asSystem((trx) =>
			takeTicket(trx, { ticket, browser, now: now() }),
		);
		const person = await database.inTenant(tenantId, async (trx) => {
			const connection = await openConnection(trx, tenantId);
			if (!connection) throw new CourtsideError("forbidden", "Single sign-on was switched off meanwhile.");
			return admit(trx, { connection, identity, now: now(), requestId: c.var.requestId });
		});
		standings.forget(tenantId);
		const started = await startSession(c, deps, { tenantId, ...person }, "single-sign-on");
		return c.json({ ...started, returnTo }, 200);
	});

	routes.openapi(read, async (c) => {
		const { tenantId } = c.var.principal;
		const shown = await shownOf(database.reader(tenantId), tenantId);
		c.header("etag", etagOf(shown.version));
		return c.json(shown, 200);
	});

	routes.openapi(update, async (c) => {
		const body = c.req.valid("json");
		const { tenantId } = c.var.principal;
		const shown = await database.inTenant(tenantId, async (trx) => {
			const before = await lockConnection(trx, tenantId);
			requireVersion(versionRead(body.version, c.req.header("if-match")), before.version, "single sign-on");
			const next = changedConnection(before, body);
			for (const roleId of new Set([next.defaultRole, ...next.groupRoles.map((one) => one.roleId)])) {
				requireCovers(c.var.principal, await readGivable(trx, tenantId, roleId));
			}
			const secret = body.oidc?.clientSecret;
			const secretSealed = secret ? await vault.seal(trx, secret, secretPlace(tenantId)) : next.secretSealed;
			await saveSsoConnection(trx, { ...next, secretSealed }, now());
			await recordAudit(trx, { ...about(c), action: "single-sign-on.updated", detail: told(next, Boolean(secret)) });
			return shownOf(trx, tenantId);
		});
		c.header("etag", etagOf(shown.version));
		return c.json(shown, 200);
	});

	routes.openapi(test, async (c) => {
		const { tenantId } = c.var.principal;
		const db = database.reader(tenantId);
		const connection = await findSsoConnection(db, tenantId);
		if (!connection) throw new CourtsideError("unprocessable", "Save the provider's settings first, then test them.");
		return c.json(await testConnection(deps, db, connection, viewerOf(c)), 200);
	});

	async function shownOf(db: Db, tenantId: number) {
		const { slug } = await db
			.selectFrom("tenants")
			.select("slug")
			.where("tenant_id", "=", tenantId)
			.executeTakeFirstOrThrow();
		const connection = (await findSsoConnection(db, tenantId)) ?? noConnection(tenantId);
		return singleSignOnJson(connection, settings.publicUrl, slug);
	}
	return routes;
}

/** The connection, held until the transaction ends. */
async function lockConnection(trx: Transaction<Tables>, tenantId: number): Promise<SsoConnection> {
	// The workspace's own row is there before the first connection is.
	await trx.selectFrom("tenants").select("tenant_id").where("tenant_id", "=", tenantId).forNoKeyUpdate().execute();
	return (await findSsoConnection(trx, tenantId)) ?? noConnection(tenantId);
}

function told(next: SsoConnection, isNewSecret: boolean) {
	const { state, kind, name, isRequired, domains, letsIn, defaultRole } = next;
	const provider = next[kind]?.issuer ?? null;
	return {
		state,
		kind,
		name,
		provider,
		isRequired,
		domains,
		letsIn,
		defaultRole,
		...(isNewSecret && { newSecret: true }),
	};
}

function about(c: Context<AppEnv>) {
	const { tenantId, userId, name } = c.var.principal;
	return { tenantId, actorId: userId, actor: name, entity: "single-sign-on", requestId: c.var.requestId };
}
