import { z } from "@hono/zod-openapi";
import { leadScore, leadScores, leadScoresQuery } from "../../core/contract/lead-score.ts";
import { id } from "../../core/contract/scalars.ts";
import { findLead, findLeads } from "../db/leads.ts";
import type { Deps } from "../deps.ts";
import { rescoreLead } from "../jobs/rescore-lead.ts";
import { guardedRoute } from "../policy/guard.ts";
import { leadScoreJson } from "../views/lead-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Leads"];

const score = guardedRoute("leads:write", {
	method: "post",
	path: "/leads/{id}/score",
	"x-cost": 10,
	tags,
	summary: "Score a lead now, and say its score with the parts it is made of",
	request: { params: z.object({ id }) },
	responses: { 200: answer(leadScore, "The score"), ...faults },
});
const batch = guardedRoute("leads:read", {
	method: "get",
	path: "/leads/scores/batch",
	"x-cost": 5,
	tags,
	summary: "Scores of up to 200 leads, in the order asked for; those not in sight are left out",
	request: { query: leadScoresQuery },
	responses: { 200: answer(leadScores, "The scores"), ...faults },
});

/** Scores of leads alone, one or many. */
export function leadScoresRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();

	routes.openapi(score, async (c) => {
		const leadId = c.req.valid("param").id;
		const { tenantId, visibleOwners } = c.var.principal;
		const db = database.reader(tenantId);
		found(await findLead(db, leadId, visibleOwners, now()), "lead");
		await rescoreLead(deps, { tenantId, leadId });
		const row = found(await findLead(db, leadId, visibleOwners, now()), "lead");
		return c.json(leadScoreJson(row, viewerOf(c)), 200);
	});

	routes.openapi(batch, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const rows = await findLeads(database.reader(tenantId), c.req.valid("query").ids, visibleOwners, now());
		const viewer = viewerOf(c);
		return c.json({ items: rows.map((row) => leadScoreJson(row, viewer)) }, 200);
	});
	return routes;
}
