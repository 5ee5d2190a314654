import { createRoute } from "@hono/zod-openapi";
import { passkeyOptions } from "../../core/contract/passkeys.ts";
import { session } from "../../core/contract/people.ts";
import {
	passkeyOptionsRequest,
	passkeySignInRequest,
	pendingRequest,
	stepTaken,
	takeStepRequest,
	totpSetup,
} from "../../core/contract/second-step.ts";
import { checkPasskey, passkeyRequest } from "../auth/passkeys.ts";
import { beginTotpInStep, passkeyForStep, takeSecondStep } from "../auth/second-step.ts";
import { startSession } from "../auth/sessions.ts";
import type { Deps } from "../deps.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";

const tags = ["Sign-in"];
const take = createRoute({
	method: "post",
	path: "/auth/second-step",
	tags,
	summary: "Take the second step of a sign-in: a code, a recovery code or a passkey",
	request: { body: jsonBody(takeStepRequest) },
	responses: { 200: answer(stepTaken, "Signed in"), ...faults },
});
const setUp = createRoute({
	method: "post",
	path: "/auth/second-step/totp",
	tags,
	summary: "Set an app for codes up within the second step, where the workspace asks for one and there is none",
	request: { body: jsonBody(pendingRequest) },
	responses: { 200: answer(totpSetup, "What the app is to be given; confirm with a code of it"), ...faults },
});
const options = createRoute({
	method: "post",
	path: "/auth/passkey/options",
	tags,
	summary: "What the browser is to be given to sign with a passkey",
	request: { body: jsonBody(passkeyOptionsRequest) },
	responses: { 200: answer(passkeyOptions, "PublicKeyCredentialRequestOptionsJSON"), ...faults },
});
const signIn = createRoute({
	method: "post",
	path: "/auth/passkey",
	tags,
	summary: "Sign in with a passkey alone",
	request: { body: jsonBody(passkeySignInRequest) },
	responses: { 200: answer(session, "Signed in"), ...faults },
});

/** The second step of a sign-in, and signing in with a passkey, which is two in one. */
export function secondStepRoutes(deps: Deps) {
	const { limits } = deps;
	const routes = createRouter();

	routes.openapi(take, async (c) => {
		await limits.token(c.var.address);
		return c.json(await takeSecondStep(c, deps, c.req.valid("json")), 200);
	});

	routes.openapi(setUp, async (c) => {
		await limits.token(c.var.address);
		return c.json(await beginTotpInStep(deps, c.req.valid("json").token), 200);
	});

	routes.openapi(options, async (c) => {
		await limits.token(c.var.address);
		const { token } = c.req.valid("json");
		const asked = token === undefined ? await passkeyRequest(deps, null) : await passkeyForStep(deps, token);
		return c.json(asked, 200);
	});

	routes.openapi(signIn, async (c) => {
		await limits.token(c.var.address);
		const account = await checkPasskey(deps, null, c.req.valid("json").passkey);
		return c.json(await startSession(c, deps, account, "passkey"), 200);
	});

	return routes;
}
