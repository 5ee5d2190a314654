import { z } from "@hono/zod-openapi";
import {
	assignmentPage,
	assignmentQuery,
	decideAssignmentRequest,
	leadAssignment,
	reassignRequest,
} from "../../core/contract/lead-routing.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { recordAudit } from "../audit/record.ts";
import { addAssignment, findAssignment, listAssignments, settleAssignment } from "../db/lead-assignments.ts";
import { findLead, OPEN_LEAD } from "../db/leads.ts";
import { findPeople } from "../db/people.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { guardedRoute } from "../policy/guard.ts";
import { giveLead } from "../routing/give-lead.ts";
import { routingInUse } from "../routing/routing-ground.ts";
import { assignmentJson } from "../views/routing-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Leads"];
const params = z.object({ id });

const list = guardedRoute("leads:read", {
	method: "get",
	path: "/leads/routing/assignments",
	tags,
	summary: "Which lead went to whom and why, newest first",
	request: { query: assignmentQuery },
	responses: { 200: answer(assignmentPage, "Assignments"), ...faults },
});
const reassign = guardedRoute("leads:write", {
	method: "post",
	path: "/leads/{id}/reassign",
	tags,
	summary: "Hand a lead to somebody else; where the workspace wants it, somebody who leads must agree first",
	request: { params, body: jsonBody(reassignRequest) },
	responses: { 200: answer(leadAssignment, "Given, or asked for"), ...faults },
});
const decide = guardedRoute("leads:route", {
	method: "post",
	path: "/lead-assignments/{id}/decide",
	tags,
	summary: "Agree that a lead changes hands, or decline",
	request: { params, body: jsonBody(decideAssignmentRequest) },
	responses: { 200: answer(leadAssignment, "The assignment"), ...faults },
});

/** Leads that change hands, and the log of who got which. */
export function leadAssignmentRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { state, limit, cursor: before } = c.req.valid("query");
		const { tenantId, visibleOwners } = c.var.principal;
		const viewer = viewerOf(c);
		const body = await database.inTenant(tenantId, async (trx) => {
			const rows = await listAssignments(trx, { visibleOwners, state, before, limit: limit + 1 });
			const settings = await routingInUse(trx);
			const items = rows.slice(0, limit).map((row) => assignmentJson(row, settings, viewer));
			return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
		});
		return c.json(body, 200);
	});

	routes.openapi(reassign, async (c) => {
		const { toId, reason } = c.req.valid("json");
		const leadId = c.req.valid("param").id;
		const { tenantId, userId, name, visibleOwners, permissions } = c.var.principal;
		const made = await idempotent(c, database, async (trx) => {
			const lead = found(await findLead(trx, leadId, visibleOwners, now()), "lead");
			if (!OPEN_LEAD.includes(lead.status) || lead.ownerId === toId) {
				throw new CourtsideError("unprocessable", "This lead has ended, or is theirs already.");
			}
			const [to] = await findPeople(trx, tenantId, [toId]);
			if (!to?.isActive) {
				throw new CourtsideError("unprocessable", "toId: choose somebody who is here.", {
					errors: [{ path: "toId", message: "nobody who is here" }],
				});
			}
			const settings = await routingInUse(trx);
			const isAsked = settings.needsApproval && !permissions.has("leads:route");
			const state = isAsked ? "asked" : "given";
			const wish = { leadId, cause: "person", state, fromId: lead.ownerId, toId, reason, askedBy: userId } as const;
			const assignmentId = await addAssignment(trx, tenantId, wish, now());
			if (assignmentId === null) {
				throw new CourtsideError("unprocessable", "Somebody has asked already that this lead changes hands.");
			}
			const row = found(await findAssignment(trx, assignmentId, visibleOwners), "assignment");
			if (!isAsked) {
				const workspace = await loadWorkspace(trx, now());
				const handing = { tenantId, leadId, fromId: lead.ownerId, toId, by: userId, causeId: c.var.requestId };
				await giveLead(trx, { ...handing, workspace, now: now() });
			}
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor: name,
				action: isAsked ? "lead.handing-asked" : "lead.handed",
				entity: "lead",
				entityId: leadId,
				detail: { from: lead.ownerId, to: toId, reason },
				requestId: c.var.requestId,
			});
			return { status: 200, body: assignmentJson(row, settings, viewerOf(c)) };
		});
		return c.json(made.body, 200);
	});

	routes.openapi(decide, async (c) => {
		const { agree, note } = c.req.valid("json");
		const assignmentId = c.req.valid("param").id;
		const { tenantId, userId, name, visibleOwners } = c.var.principal;
		const body = await database.inTenant(tenantId, async (trx) => {
			const wish = found(await findAssignment(trx, assignmentId, visibleOwners, true), "assignment");
			if (wish.state !== "asked" || wish.toId === null) {
				throw new CourtsideError("unprocessable", "This was decided already.");
			}
			const { leadId, fromId, toId } = wish;
			const state = agree ? "given" : "declined";
			await settleAssignment(trx, assignmentId, { state, by: userId, note: note ?? null, at: now() });
			const settled = found(await findAssignment(trx, assignmentId, visibleOwners), "assignment");
			if (agree) {
				const workspace = await loadWorkspace(trx, now());
				const handing = { tenantId, leadId, fromId, toId, by: userId, causeId: c.var.requestId };
				await giveLead(trx, { ...handing, workspace, now: now() });
			}
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor: name,
				action: agree ? "lead.handed" : "lead.handing-declined",
				entity: "lead",
				entityId: leadId,
				detail: { from: fromId, to: toId, ...(note && { note }) },
				requestId: c.var.requestId,
			});
			return assignmentJson(settled, await routingInUse(trx), viewerOf(c));
		});
		return c.json(body, 200);
	});
	return routes;
}
