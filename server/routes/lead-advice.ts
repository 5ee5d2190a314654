import { z } from "@hono/zod-openapi";
import {
	acceptOwnerRequest,
	leadAdviceQuery,
	leadAdvices,
	leadRecommendation,
	nurtureTriggered,
	triggerNurtureRequest,
} from "../../core/contract/lead-advice.ts";
import { leadAssignment } from "../../core/contract/lead-routing.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { recordAudit } from "../audit/record.ts";
import { findAssignment } from "../db/lead-assignments.ts";
import { findLead, findLeads, OPEN_LEAD } from "../db/leads.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { adviseLeads } from "../nurture/lead-advice.ts";
import { sequencesFor } from "../nurture/sequences-for.ts";
import { triggerNurture } from "../nurture/trigger-nurture.ts";
import { guardedRoute } from "../policy/guard.ts";
import { acceptOwner } from "../routing/accept-owner.ts";
import { proposeOwners } from "../routing/propose-owners.ts";
import { routingInUse } from "../routing/routing-ground.ts";
import { adviceBrief, adviceWhy, recommendationJson } from "../views/lead-advice-view.ts";
import { leadAction } from "../views/lead-view.ts";
import { assignmentJson } from "../views/routing-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Leads"];
const params = z.object({ id });

const recommend = guardedRoute("leads:read", {
	method: "get",
	path: "/leads/{id}/nurturing/recommendations",
	tags,
	summary: "How, when and with what an open lead is best reached next, with the reasons",
	request: { params },
	responses: { 200: answer(leadRecommendation, "The advice"), ...faults },
});
const trigger = guardedRoute("leads:write", {
	method: "post",
	path: "/leads/nurturing/campaigns/trigger",
	tags,
	summary: "Put leads into a sequence that runs; chance holds its share out. Each lead is taken once",
	request: { body: jsonBody(triggerNurtureRequest) },
	responses: { 200: answer(nurtureTriggered, "What became of them; tasks follow in a moment"), ...faults },
});
const advise = guardedRoute("leads:read", {
	method: "get",
	path: "/leads/advice",
	"x-cost": 5,
	tags,
	summary: "What to do next with each of these open leads, and who should have those that nobody has",
	request: { query: leadAdviceQuery },
	responses: {
		200: answer(leadAdvices, "Advice in the order asked for; leads not open or not in sight are left out"),
		...faults,
	},
});
const accept = guardedRoute("leads:route", {
	method: "post",
	path: "/leads/{id}/routing/accept",
	tags,
	summary: "Give a lead that nobody has to whom the rules named (send an Idempotency-Key)",
	request: { params, body: jsonBody(acceptOwnerRequest) },
	responses: { 200: answer(leadAssignment, "The assignment, with why"), ...faults },
});

/** What to do next with leads, and the doors to do it by. */
export function leadAdviceRoutes({ database, jobs, now }: Deps) {
	const routes = createRouter();

	routes.openapi(recommend, async (c) => {
		const leadId = c.req.valid("param").id;
		const { tenantId, visibleOwners } = c.var.principal;
		const viewer = viewerOf(c);
		const body = await database.inTenant(tenantId, async (trx) => {
			const row = found(await findLead(trx, leadId, visibleOwners, now()), "lead");
			if (!OPEN_LEAD.includes(row.status)) {
				throw new CourtsideError("unprocessable", "This lead has ended. Only leads that are still worked get advice.");
			}
			const workspace = await loadWorkspace(trx, now());
			const advice = found((await adviseLeads(trx, [leadId], workspace, viewer.locale)).get(leadId) ?? null, "lead");
			const sequences = await sequencesFor(trx, leadId, workspace);
			return recommendationJson(row, advice, sequences, viewer, workspace.zone);
		});
		return c.json(body, 200);
	});

	routes.openapi(trigger, async (c) => {
		const { campaignId, leadIds } = c.req.valid("json");
		const { tenantId, userId, name, visibleOwners } = c.var.principal;
		const made = await idempotent(c, database, async (trx) => {
			const rows = await findLeads(trx, leadIds, visibleOwners, now());
			const open = rows.filter((row) => OPEN_LEAD.includes(row.status)).map((row) => row.id);
			const workspace = await loadWorkspace(trx, now());
			const given = { sequenceId: campaignId, leadIds: [...new Set(open)], now: workspace.now };
			const { name: campaign, ...done } = found(await triggerNurture(trx, tenantId, given), "sequence");
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor: name,
				action: "lead-nurture.triggered",
				detail: { id: campaignId, name: campaign, leads: done.taken.length + done.heldOut.length },
				requestId: c.var.requestId,
			});
			const leftOut = leadIds.filter((leadId) => !open.includes(leadId));
			return { status: 200, body: { campaign: { id: campaignId, name: campaign }, ...done, leftOut } };
		});
		await jobs.enqueueCoalesced("run-nurture", `run-nurture-${tenantId}`, { tenantId }, 0);
		return c.json(made.body, 200);
	});

	routes.openapi(advise, async (c) => {
		const { ids } = c.req.valid("query");
		const { tenantId, visibleOwners } = c.var.principal;
		const viewer = viewerOf(c);
		const body = await database.inTenant(tenantId, async (trx) => {
			const rows = (await findLeads(trx, ids, visibleOwners, now())).filter((row) => OPEN_LEAD.includes(row.status));
			const workspace = await loadWorkspace(trx, now());
			const leadIds = rows.map((row) => row.id);
			const advice = await adviseLeads(trx, leadIds, workspace, viewer.locale);
			const unowned = rows.filter((row) => row.ownerId === null).map((row) => row.id);
			const owners = await proposeOwners(trx, unowned, workspace, viewer);
			const items = rows.flatMap((row) => {
				const own = advice.get(row.id);
				if (!own) return [];
				// What is on record comes first: an answer that is owed, a deal to be made of it.
				const action = leadAction(row, viewer);
				const why = adviceWhy(row, own, viewer, workspace.zone);
				const next = action && action.code !== "decide_lead" && action.code !== "take_up_lead" ? action : null;
				const text = next?.text ?? adviceBrief(row, own, viewer, workspace.zone);
				return [{ leadId: row.id, next: { text, why: next?.why ?? why }, owner: owners.get(row.id) ?? null }];
			});
			return { items, asOf: new Date(workspace.now).toISOString() };
		});
		return c.json(body, 200);
	});

	routes.openapi(accept, async (c) => {
		const leadId = c.req.valid("param").id;
		const { toId } = c.req.valid("json");
		const { tenantId, userId, name, visibleOwners } = c.var.principal;
		const made = await idempotent(c, database, async (trx) => {
			found(await findLead(trx, leadId, visibleOwners, now()), "lead");
			const workspace = await loadWorkspace(trx, now());
			const causeId = c.var.requestId;
			const given = { tenantId, leadId, toId, by: userId, causeId, workspace, now: now() };
			const assignmentId = await acceptOwner(trx, given);
			// The lead may be out of sight now that it has an owner; who gave it away is still told.
			const row = found(await findAssignment(trx, assignmentId, "all"), "assignment");
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor: name,
				action: "lead.handed",
				entity: "lead",
				entityId: leadId,
				detail: { from: null, to: toId, assignment: assignmentId },
				requestId: causeId,
			});
			return { status: 200, body: assignmentJson(row, await routingInUse(trx), viewerOf(c)) };
		});
		return c.json(made.body, 200);
	});
	return routes;
}
