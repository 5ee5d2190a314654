import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Transaction } from "kysely";
import { passkeyOptions } from "../../core/contract/passkeys.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { totpSetup } from "../../core/contract/second-step.ts";
import { addPasskeyRequest, confirmTotpRequest, recoveryCodes } from "../../core/contract/security.ts";
import type { AppEnv } from "../app-env.ts";
import { noteOnSelf, refuseDemo } from "../auth/own-account.ts";
import { checkCreation, insertPasskey, passkeyCreation, passkeyRequest } from "../auth/passkeys.ts";
import { familyOf, requireProof } from "../auth/proof.ts";
import { makeRecoveryCodes } from "../auth/recovery-codes.ts";
import { endSignIns } from "../auth/refresh-tokens.ts";
import { beginTotp, takeTotp } from "../auth/totp.ts";
import { findAddressee } from "../db/accounts.ts";
import { deletePasskey, deleteTotp, hasSecondFactor, readSecondFactors } from "../db/second-factors.ts";
import type { Tables } from "../db/tables.ts";
import type { Deps } from "../deps.ts";
import { enqueueMail } from "../jobs/send-mail.ts";
import { notify } from "../mail/notify.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Own account"];
const setUpTotp = guardedRoute("signed-in", {
	method: "post",
	path: "/users/me/totp",
	tags,
	summary: "Set an app for codes up; it counts once a code of it was confirmed",
	responses: { 200: answer(totpSetup, "What the app is to be given"), ...faults },
});
const confirmTotp = guardedRoute("signed-in", {
	method: "post",
	path: "/users/me/totp/confirm",
	tags,
	summary: "Confirm the app with a code of it; ends my other sign-ins",
	request: { body: jsonBody(confirmTotpRequest) },
	responses: { 200: answer(recoveryCodes, "On"), ...faults },
});
const removeTotp = guardedRoute("signed-in", {
	method: "delete",
	path: "/users/me/totp",
	tags,
	summary: "Take the app for codes away; ends my other sign-ins",
	responses: { 204: { description: "Off" }, ...faults },
});
const newCodes = guardedRoute("signed-in", {
	method: "post",
	path: "/users/me/recovery-codes",
	tags,
	summary: "New recovery codes in place of the old ones",
	responses: { 200: answer(recoveryCodes, "This once"), ...faults },
});
const passkeyMaking = guardedRoute("signed-in", {
	method: "post",
	path: "/users/me/passkeys/options",
	tags,
	summary: "What the browser is to be given to make a passkey",
	responses: { 200: answer(passkeyOptions, "PublicKeyCredentialCreationOptionsJSON"), ...faults },
});
const passkeyProving = guardedRoute("signed-in", {
	method: "post",
	path: "/users/me/proof/options",
	tags,
	summary: "What the browser is to be given to prove with a passkey that it is me",
	responses: { 200: answer(passkeyOptions, "PublicKeyCredentialRequestOptionsJSON"), ...faults },
});
const addPasskey = guardedRoute("signed-in", {
	method: "post",
	path: "/users/me/passkeys",
	tags,
	summary: "Keep the passkey that the browser made; ends my other sign-ins",
	request: { body: jsonBody(addPasskeyRequest) },
	responses: { 201: answer(recoveryCodes, "Kept"), ...faults },
});
const removePasskey = guardedRoute("signed-in", {
	method: "delete",
	path: "/users/me/passkeys/{id}",
	tags,
	summary: "Take a passkey away; ends my other sign-ins",
	request: { params: z.object({ id }) },
	responses: { 204: { description: "It opens nothing any more" }, ...faults },
});

/** The signed-in person's own second factors. Each change asks for a fresh proof that it is them. */
export function secondFactorRoutes(deps: Deps) {
	const { database, vault, auth, jobs, now } = deps;
	const routes = createRouter();

	routes.openapi(setUpTotp, async (c) => {
		const { principal } = c.var;
		await requireProof(c, deps);
		const setup = await database.inTenant(principal.tenantId, async (trx) => {
			await refuseDemo(trx, principal.tenantId);
			const person = await findAddressee(trx, principal.tenantId, principal.userId);
			const label = { workspace: person?.workspaceName ?? "", email: person?.email ?? principal.name };
			return beginTotp(trx, vault, principal, label);
		});
		if (!setup) throw new CourtsideError("wrong_state", "An app is on already. Take it away first to set up another.");
		return c.json(setup, 200);
	});

	routes.openapi(confirmTotp, async (c) => {
		const { principal } = c.var;
		await deps.limits.signIn(`own app ${principal.tenantId}:${principal.userId}`, c.var.address);
		const { code } = c.req.valid("json");
		const codes = await change(c, "second-factor-on", "totp.added", async (trx) => {
			if (await takeTotp(trx, vault, principal, { code, now: now(), confirmed: false })) return codesIfNone(trx, c);
			throw new CourtsideError("unprocessable", "This code does not fit. Wait for the next one, then try again.");
		});
		return c.json({ recoveryCodes: codes }, 200);
	});

	routes.openapi(removeTotp, async (c) => {
		const { tenantId, userId } = c.var.principal;
		await change(c, "second-factor-off", "totp.removed", async (trx) => {
			found((await deleteTotp(trx, tenantId, userId)) || null, "app for codes");
			await refuseToBeWithout(trx, c);
		});
		return c.body(null, 204);
	});

	routes.openapi(newCodes, async (c) => {
		const { principal } = c.var;
		await requireProof(c, deps);
		const codes = await database.inTenant(principal.tenantId, async (trx) => {
			if (!hasSecondFactor(await readSecondFactors(trx, principal))) {
				throw new CourtsideError("wrong_state", "Recovery codes stand in for a second factor. Set one up first.");
			}
			const made = await makeRecoveryCodes(trx, principal);
			await noteOnSelf(c, trx, "recovery-codes.made");
			return made;
		});
		return c.json({ recoveryCodes: codes }, 200);
	});

	routes.openapi(passkeyMaking, async (c) => {
		const { principal } = c.var;
		await requireProof(c, deps);
		const person = await database.inTenant(principal.tenantId, async (trx) => {
			await refuseDemo(trx, principal.tenantId);
			return findAddressee(trx, principal.tenantId, principal.userId);
		});
		const called = { name: principal.name, email: person?.email ?? principal.name };
		return c.json(await passkeyCreation(deps, principal, called), 200);
	});

	routes.openapi(passkeyProving, async (c) => c.json(await passkeyRequest(deps, c.var.principal), 200));

	routes.openapi(addPasskey, async (c) => {
		const { principal } = c.var;
		const { name, passkey } = c.req.valid("json");
		await requireProof(c, deps);
		const made = await checkCreation(deps, principal, passkey);
		const codes = await change(c, "second-factor-on", "passkey.added", async (trx) => {
			await refuseDemo(trx, principal.tenantId);
			await insertPasskey(trx, principal, made, name);
			return codesIfNone(trx, c);
		});
		return c.json({ recoveryCodes: codes }, 201);
	});

	routes.openapi(removePasskey, async (c) => {
		const { tenantId, userId } = c.var.principal;
		await change(c, "second-factor-off", "passkey.removed", async (trx) => {
			found(await deletePasskey(trx, { tenantId, userId, id: c.req.valid("param").id }), "passkey of yours");
			await refuseToBeWithout(trx, c);
		});
		return c.body(null, 204);
	});

	/** One change of factors: asks for proof, ends the other sign-ins, mails and audits it. */
	async function change<T>(
		c: Context<AppEnv>,
		kind: "second-factor-on" | "second-factor-off",
		action: string,
		work: (trx: Transaction<Tables>) => Promise<T>,
	): Promise<T> {
		const { tenantId, userId } = c.var.principal;
		await requireProof(c, deps);
		const done = await database.inTenant(tenantId, async (trx) => {
			const result = await work(trx);
			const ended = await endSignIns(trx, { tenantId, userId, except: familyOf(c) }, now());
			const mailId = await notify(trx, vault, { tenantId, userId }, kind);
			await noteOnSelf(c, trx, action, { endedSignIns: ended.length });
			return { result, ended, mailId };
		});
		for (const familyId of done.ended) auth.forgetFamily(familyId);
		if (done.mailId) await enqueueMail(jobs, tenantId, done.mailId);
		return done.result;
	}

	return routes;
}

async function codesIfNone(trx: Transaction<Tables>, c: Context<AppEnv>): Promise<string[] | null> {
	const { recoveryCodesLeft } = await readSecondFactors(trx, c.var.principal);
	return recoveryCodesLeft > 0 ? null : makeRecoveryCodes(trx, c.var.principal);
}

async function refuseToBeWithout(trx: Transaction<Tables>, c: Context<AppEnv>): Promise<void> {
	const factors = await readSecondFactors(trx, c.var.principal);
	if (hasSecondFactor(factors)) return;
	if (factors.required) {
		throw new CourtsideError(
			"wrong_state",
			"Your workspace asks for a second factor. Add another before you take this away.",
		);
	}
	await trx
		.deleteFrom("recovery_codes")
		.where("tenant_id", "=", c.var.principal.tenantId)
		.where("user_id", "=", c.var.principal.userId)
		.execute();
}
