import { z } from "@hono/zod-openapi";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { signInPolicy } from "../../core/contract/security.ts";
import { recordAudit } from "../audit/record.ts";
import { endSignIns } from "../auth/refresh-tokens.ts";
import {
	deleteSecondFactors,
	hasSecondFactor,
	readSecondFactors,
	requireSecondFactors,
	withoutSecondFactor,
} from "../db/second-factors.ts";
import type { Deps } from "../deps.ts";
import { enqueueMail } from "../jobs/send-mail.ts";
import { notify } from "../mail/notify.ts";
import { roleOf } from "../policy/give-role.ts";
import { requireCovers } from "../policy/grants.ts";
import { guardedRoute } from "../policy/guard.ts";
import { tellOfPeople } from "./people-change.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["People"];
const read = guardedRoute("people:write", {
	method: "get",
	path: "/workspace/sign-in-policy",
	tags,
	summary: "How everyone of the workspace is let in",
	responses: { 200: answer(signInPolicy, "As it is now"), ...faults },
});
const change = guardedRoute("people:write", {
	method: "put",
	path: "/workspace/sign-in-policy",
	tags,
	summary: "Ask everyone with a password for a second factor, or no longer; ends the sign-ins of those without",
	request: { body: jsonBody(signInPolicy) },
	responses: { 200: answer(signInPolicy, "As it is now"), ...faults },
});
const reset = guardedRoute("people:write", {
	method: "delete",
	path: "/users/{id}/second-factor",
	tags,
	summary: "Take every second factor off somebody who lost theirs; ends their sign-ins and mails them",
	request: { params: z.object({ id }) },
	responses: { 204: { description: "They sign in with their password" }, ...faults },
});

/** What administrators decide about second factors. */
export function signInPolicyRoutes(deps: Deps) {
	const { database, vault, auth, jobs, now } = deps;
	const routes = createRouter();

	routes.openapi(read, async (c) => {
		const { principal } = c.var;
		const { required } = await readSecondFactors(database.reader(principal.tenantId), principal);
		return c.json({ requiresSecondFactor: required }, 200);
	});

	routes.openapi(change, async (c) => {
		const { principal, requestId } = c.var;
		const { tenantId } = principal;
		const { requiresSecondFactor } = c.req.valid("json");
		const ended = await database.inTenant(tenantId, async (trx) => {
			const own = await readSecondFactors(trx, principal);
			if (requiresSecondFactor && !hasSecondFactor(own)) {
				throw new CourtsideError(
					"wrong_state",
					"Set up a second factor for yourself first, under Sign-in and security.",
				);
			}
			await requireSecondFactors(trx, tenantId, requiresSecondFactor);
			const families: string[] = [];
			for (const userId of requiresSecondFactor ? await withoutSecondFactor(trx, tenantId) : []) {
				families.push(...(await endSignIns(trx, { tenantId, userId }, now())));
			}
			await recordAudit(trx, {
				tenantId,
				actorId: principal.userId,
				actor: principal.name,
				action: "sign-in-policy.changed",
				entity: "workspace",
				entityId: String(tenantId),
				detail: { requiresSecondFactor, endedSignIns: families.length },
				requestId,
			});
			return families;
		});
		for (const familyId of ended) auth.forgetFamily(familyId);
		return c.json({ requiresSecondFactor }, 200);
	});

	routes.openapi(reset, async (c) => {
		const { principal } = c.var;
		const { tenantId } = principal;
		const userId = c.req.valid("param").id;
		if (userId === principal.userId) {
			throw new CourtsideError("wrong_state", "Your own second factors are changed under Sign-in and security.");
		}
		const done = await database.inTenant(tenantId, async (trx) => {
			requireCovers(principal, found(await roleOf(trx, tenantId, userId), "person"));
			if (!hasSecondFactor(await readSecondFactors(trx, { tenantId, userId }))) {
				throw new CourtsideError("wrong_state", "They have no second factor; there is nothing to take off.");
			}
			await deleteSecondFactors(trx, tenantId, userId);
			const ended = await endSignIns(trx, { tenantId, userId }, now());
			const whom = { tenantId, userId };
			const mailId = await notify(trx, vault, whom, "second-factor-reset", () => ({ params: { by: principal.name } }));
			await tellOfPeople(c, trx, { action: "person.second-factor-reset", entity: "user", entityId: userId });
			return { ended, mailId };
		});
		for (const familyId of done.ended) auth.forgetFamily(familyId);
		if (done.mailId) await enqueueMail(jobs, tenantId, done.mailId);
		return c.body(null, 204);
	});

	return routes;
}
