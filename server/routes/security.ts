import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { id } from "../../core/contract/scalars.ts";
import { changePasswordRequest, type PasskeyJson, proveRequest, security } from "../../core/contract/security.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { AppEnv } from "../app-env.ts";
import { browserName } from "../auth/browser-name.ts";
import { changePassword } from "../auth/change-password.ts";
import { noteOnSelf } from "../auth/own-account.ts";
import { passkeyPlace } from "../auth/passkey-place.ts";
import { familyOf, provedUntil, prove as proveSelf } from "../auth/proof.ts";
import { endSignIns, REFRESH_LIFE_MS, revokeFamily } from "../auth/refresh-tokens.ts";
import { hasPassword } from "../db/accounts.ts";
import { type KeptPasskey, readSecondFactors } from "../db/second-factors.ts";
import { listSignIns } from "../db/sign-ins.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Own account"];
const read = guardedRoute("signed-in", {
	method: "get",
	path: "/users/me/security",
	tags,
	summary: "How I am let in, and where I am signed in",
	responses: { 200: answer(security, "As it is now"), ...faults },
});
const password = guardedRoute("signed-in", {
	method: "post",
	path: "/users/me/password",
	tags,
	summary: "Change my password; ends my other sign-ins",
	request: { body: jsonBody(changePasswordRequest) },
	responses: { 204: { description: "Changed" }, ...faults },
});
const prove = guardedRoute("signed-in", {
	method: "post",
	path: "/users/me/proof",
	tags,
	summary: "Prove with password or passkey that it is me; holds for a quarter of an hour",
	request: { body: jsonBody(proveRequest) },
	responses: { 204: { description: "Proved" }, ...faults },
});
const endOne = guardedRoute("signed-in", {
	method: "delete",
	path: "/users/me/sign-ins/{id}",
	tags,
	summary: "End one of my sign-ins",
	request: { params: z.object({ id }) },
	responses: { 204: { description: "Ended" }, ...faults },
});
const endOthers = guardedRoute("signed-in", {
	method: "delete",
	path: "/users/me/sign-ins",
	tags,
	summary: "End all my sign-ins but this one",
	responses: { 204: { description: "Ended" }, ...faults },
});

/** The signed-in person's own password and sign-ins. */
export function securityRoutes(deps: Deps) {
	const { database, auth, settings, now } = deps;
	const routes = createRouter();

	routes.openapi(read, async (c) => {
		const { tenantId } = c.var.principal;
		const db = database.reader(tenantId);
		const until = await provedUntil(c, deps);
		const { totpSince, passkeys, ...factors } = await readSecondFactors(db, c.var.principal);
		return c.json(
			{
				hasPassword: await hasPassword(db, c.var.principal),
				provedUntil: until === null ? null : iso(until),
				signIns: await signInsOf(c),
				...factors,
				totpSince: totpSince === null ? null : iso(totpSince),
				passkeys: passkeys.map(passkeyJson),
				passkeysAt: passkeyPlace(settings.publicUrl)?.origin ?? null,
			},
			200,
		);
	});

	routes.openapi(password, async (c) => {
		await changePassword(c, deps, c.req.valid("json"));
		return c.body(null, 204);
	});

	routes.openapi(prove, async (c) => {
		await proveSelf(c, deps, c.req.valid("json"));
		return c.body(null, 204);
	});

	routes.openapi(endOne, async (c) => {
		const { tenantId } = c.var.principal;
		const familyId = c.req.valid("param").id;
		const open = await listSignIns(database.reader(tenantId), c.var.principal, now() - REFRESH_LIFE_MS);
		found(open.find((signIn) => signIn.id === familyId) ?? null, "sign-in");
		await database.inTenant(tenantId, async (trx) => {
			await revokeFamily(trx, tenantId, familyId, now());
			await noteOnSelf(c, trx, "sign-in.ended", { signIn: familyId });
		});
		auth.forgetFamily(familyId);
		return c.body(null, 204);
	});

	routes.openapi(endOthers, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const ended = await database.inTenant(tenantId, async (trx) => {
			const families = await endSignIns(trx, { tenantId, userId, except: familyOf(c) }, now());
			await noteOnSelf(c, trx, "sign-ins.ended", { count: families.length });
			return families;
		});
		for (const familyId of ended) auth.forgetFamily(familyId);
		return c.body(null, 204);
	});

	async function signInsOf(c: Context<AppEnv>) {
		const { tenantId } = c.var.principal;
		const open = await listSignIns(database.reader(tenantId), c.var.principal, now() - REFRESH_LIFE_MS);
		return open.map(({ userAgent, startedAt, lastUsedAt, ...rest }) => ({
			...rest,
			isThis: rest.id === familyOf(c),
			browser: browserName(userAgent),
			startedAt: iso(startedAt),
			lastUsedAt: iso(lastUsedAt),
		}));
	}

	return routes;
}

function passkeyJson({ id: passkeyId, name, isSynced, createdAt, lastUsedAt }: KeptPasskey): PasskeyJson {
	const used = lastUsedAt === null ? null : iso(lastUsedAt);
	return { id: passkeyId, name, isSynced, createdAt: iso(createdAt), lastUsedAt: used };
}

function iso(at: Instant): string {
	return new Date(at).toISOString();
}
