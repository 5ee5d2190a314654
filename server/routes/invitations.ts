import { createRoute, z } from "@hono/zod-openapi";
import {
	invitation,
	invitationInfo,
	invitationLink,
	invited,
	inviteRequest,
	readInvitationRequest,
	registerRequest,
} from "../../core/contract/invitations.ts";
import { session } from "../../core/contract/people.ts";
import { id } from "../../core/contract/scalars.ts";
import { secondStep } from "../../core/contract/second-step.ts";
import { inviteAll, mailInvitation, renew } from "../auth/invite.ts";
import { readInvitation, register } from "../auth/register.ts";
import { passFirstStep } from "../auth/second-step.ts";
import { listInvitations, withdrawInvitation } from "../db/invitations.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { enqueueMail } from "../jobs/send-mail.ts";
import { guardedRoute } from "../policy/guard.ts";
import { tellOfPeople } from "./people-change.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["People"];
const params = z.object({ id });
const list = guardedRoute("people:write", {
	method: "get",
	path: "/invitations",
	tags,
	summary: "Invitations that were neither accepted nor withdrawn",
	responses: { 200: answer(z.object({ items: z.array(invitation) }), "Newest first"), ...faults },
});
const invite = guardedRoute("people:write", {
	method: "post",
	path: "/invitations",
	tags,
	summary: "Invite people by e-mail; send an Idempotency-Key to be safe to repeat",
	request: { body: jsonBody(inviteRequest) },
	responses: { 201: answer(invited, "What came of each"), ...faults },
});
const resend = guardedRoute("people:write", {
	method: "post",
	path: "/invitations/{id}/resend",
	tags,
	summary: "Mail an invitation again with a new link; the old one stops holding",
	request: { params },
	responses: { 204: { description: "It is on its way" }, ...faults },
});
const link = guardedRoute("people:write", {
	method: "post",
	path: "/invitations/{id}/link",
	tags,
	summary: "A new link to hand over oneself; the mailed one stops holding",
	request: { params },
	responses: { 200: answer(invitationLink, "The link, this once"), ...faults },
});
const withdraw = guardedRoute("people:write", {
	method: "delete",
	path: "/invitations/{id}",
	tags,
	summary: "Withdraw an invitation",
	request: { params },
	responses: { 204: { description: "Its link does not hold any more" }, ...faults },
});
const look = createRoute({
	method: "post",
	path: "/auth/invitation",
	tags: ["Sign-in"],
	summary: "What an invitation says, by the token of its link",
	request: { body: jsonBody(readInvitationRequest) },
	responses: { 200: answer(invitationInfo, "The invitation"), ...faults },
});
const accept = createRoute({
	method: "post",
	path: "/auth/register",
	tags: ["Sign-in"],
	summary: "Accept an invitation: name and password, and in",
	request: { body: jsonBody(registerRequest) },
	responses: { 201: answer(session, "Signed in"), 202: answer(secondStep, "The second step is next"), ...faults },
});

/** Letting people in. */
export function invitationRoutes(deps: Deps) {
	const { database, vault, jobs, limits, settings, now } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { tenantId } = c.var.principal;
		return c.json({ items: await listInvitations(database.reader(tenantId), tenantId, now()) }, 200);
	});

	routes.openapi(invite, async (c) => {
		const { principal } = c.var;
		const { people } = c.req.valid("json");
		let mailIds: string[] = [];
		const made = await idempotent(c, database, async (trx) => {
			const all = await inviteAll({ trx, vault, principal, now: now() }, people);
			mailIds = all.mailIds;
			const emails = all.items.filter(({ outcome }) => outcome === "invited").map(({ email }) => email);
			if (emails.length > 0) {
				const detail = { count: emails.length, emails };
				await tellOfPeople(c, trx, { action: "people.invited", entity: "invitation", entityId: "*", detail });
			}
			return { status: 201, body: { items: all.items } };
		});
		for (const mailId of mailIds) await enqueueMail(jobs, principal.tenantId, mailId);
		return c.json(made.body, 201);
	});

	routes.openapi(resend, async (c) => {
		const { principal } = c.var;
		const { tenantId } = principal;
		const entityId = c.req.valid("param").id;
		const mailId = await database.inTenant(tenantId, async (trx) => {
			const renewed = found(await renew({ trx, vault, principal, now: now() }, entityId), "open invitation");
			const mail = await mailInvitation({ trx, vault, principal }, renewed);
			const detail = { email: renewed.email };
			await tellOfPeople(c, trx, { action: "invitation.resent", entity: "invitation", entityId, detail });
			return mail;
		});
		if (mailId) await enqueueMail(jobs, tenantId, mailId);
		return c.body(null, 204);
	});

	routes.openapi(link, async (c) => {
		const { principal } = c.var;
		const { tenantId } = principal;
		const entityId = c.req.valid("param").id;
		const renewed = await database.inTenant(tenantId, async (trx) => {
			const made = found(await renew({ trx, vault, principal, now: now() }, entityId), "open invitation");
			const detail = { email: made.email };
			await tellOfPeople(c, trx, { action: "invitation.link-taken", entity: "invitation", entityId, detail });
			return made;
		});
		const expiresAt = new Date(renewed.expiresAt).toISOString();
		return c.json({ link: `${settings.publicUrl}/start/join#${renewed.token}`, expiresAt }, 200);
	});

	routes.openapi(withdraw, async (c) => {
		const { tenantId } = c.var.principal;
		const entityId = c.req.valid("param").id;
		await database.inTenant(tenantId, async (trx) => {
			const email = found(await withdrawInvitation(trx, tenantId, entityId, now()), "open invitation");
			const detail = { email };
			await tellOfPeople(c, trx, { action: "invitation.withdrawn", entity: "invitation", entityId, detail });
		});
		return c.body(null, 204);
	});

	routes.openapi(look, async (c) => {
		await limits.token(c.var.address);
		const { workspace, invitedBy, email, name, expiresAt } = await readInvitation(deps, c.req.valid("json").token);
		return c.json({ workspace, invitedBy, email, name, expiresAt: new Date(expiresAt).toISOString() }, 200);
	});

	routes.openapi(accept, async (c) => {
		await limits.token(c.var.address);
		const account = await register(deps, { ...c.req.valid("json"), requestId: c.var.requestId });
		const passed = await passFirstStep(c, deps, account, "invitation");
		return "secondStep" in passed ? c.json(passed, 202) : c.json(passed, 201);
	});

	return routes;
}
