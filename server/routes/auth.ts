import { createRoute, z } from "@hono/zod-openapi";
import { demoSignInRequest, refreshRequest, session, signInRequest } from "../../core/contract/people.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { secondStep } from "../../core/contract/second-step.ts";
import { CAST } from "../../core/demo/cast.ts";
import { recordAudit } from "../audit/record.ts";
import { isFromThisMachine } from "../auth/address.ts";
import type { TokenSubject } from "../auth/auth.ts";
import { userAgentOf } from "../auth/caller.ts";
import { endSignIn, rotate } from "../auth/refresh-tokens.ts";
import { passFirstStep } from "../auth/second-step.ts";
import { dropCookie, nothingPresented, presentedToken, sessionOf, startSession } from "../auth/sessions.ts";
import { checkPassword } from "../auth/sign-in.ts";
import { findDemoTenant } from "../db/workspaces.ts";
import type { Deps } from "../deps.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";

const tags = ["Sign-in"];
const login = createRoute({
	method: "post",
	path: "/auth/login",
	tags,
	summary: "Sign in with e-mail and password",
	request: { body: jsonBody(signInRequest) },
	responses: { 200: answer(session, "Signed in"), 202: answer(secondStep, "The second step is next"), ...faults },
});
const demo = createRoute({
	method: "post",
	path: "/auth/demo",
	tags,
	summary: "Become one of the demo's people; only from this machine",
	request: { body: jsonBody(demoSignInRequest) },
	responses: { 200: answer(session, "Signed in"), ...faults },
});
const refresh = createRoute({
	method: "post",
	path: "/auth/refresh",
	tags,
	summary: "Exchange the refresh token for a new session",
	request: { body: jsonBody(refreshRequest) },
	responses: { 200: answer(session, "Still signed in"), ...faults },
});
const logout = createRoute({
	method: "post",
	path: "/auth/logout",
	tags,
	summary: "End this sign-in",
	request: { body: jsonBody(refreshRequest) },
	responses: { 204: { description: "Signed out" }, ...faults },
});
const jwks = createRoute({
	method: "get",
	path: "/.well-known/jwks.json",
	tags,
	summary: "The public keys of access tokens",
	responses: { 200: answer(z.object({ keys: z.array(z.record(z.string(), z.unknown())) }), "A JWK set"), ...faults },
});

/** Signing in, staying so, and out. */
export function authRoutes(deps: Deps) {
	const routes = createRouter();

	routes.openapi(login, async (c) => {
		const account = await checkPassword(deps, { ...c.req.valid("json"), address: c.var.address });
		const passed = await passFirstStep(c, deps, account, "password");
		return "secondStep" in passed ? c.json(passed, 202) : c.json(passed, 200);
	});

	routes.openapi(demo, async (c) => {
		if (!deps.settings.demo || !isFromThisMachine(c)) {
			throw new CourtsideError("forbidden", "The demo's people sign in only on the machine that runs the demo.");
		}
		const tenantId = await deps.database.asSystem(findDemoTenant);
		if (tenantId === null) throw new CourtsideError("unavailable", "The demo company is still being prepared.");
		const member = CAST[c.req.valid("json").person];
		return c.json(await startSession(c, deps, { tenantId, userId: member.id, name: member.name }, "demo"), 200);
	});

	routes.openapi(refresh, async (c) => {
		const refreshToken = presentedToken(c, c.req.valid("json").refreshToken) ?? nothingPresented();
		const given = { refreshToken, userAgent: userAgentOf(c), now: deps.now() };
		const rotated = await rotate(deps.database, given, async (subject) => {
			deps.auth.forgetFamily(subject.familyId);
			await note(subject, "refresh-token-reused", c.var.requestId);
		});
		return c.json(await sessionOf(c, deps, rotated.subject, rotated.refreshToken), 200);
	});

	routes.openapi(logout, async (c) => {
		const refreshToken = presentedToken(c, c.req.valid("json").refreshToken);
		const subject = refreshToken ? await endSignIn(deps.database, refreshToken, deps.now()) : null;
		if (subject) {
			deps.auth.forgetFamily(subject.familyId);
			await note(subject, "signed-out", c.var.requestId);
		}
		dropCookie(c);
		return c.body(null, 204);
	});

	routes.openapi(jwks, async (c) => c.json((await deps.auth.jwks()) as { keys: Record<string, unknown>[] }, 200));

	async function note({ tenantId, userId }: TokenSubject, action: string, requestId: string): Promise<void> {
		const person = await deps.standings.of(tenantId, userId);
		const actor = person?.name ?? "a former user";
		await deps.database.inTenant(tenantId, (trx) =>
			recordAudit(trx, { tenantId, actorId: userId, actor, action, requestId }),
		);
	}

	return routes;
}
