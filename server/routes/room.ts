import { z } from "@hono/zod-openapi";
import { contentUseRequest, room, setCompetitorsRequest } from "../../core/contract/room.ts";
import { id } from "../../core/contract/scalars.ts";
import { listDocuments } from "../db/room/documents.ts";
import { listPlanSteps } from "../db/room/plan-steps.ts";
import { listPlaybook, listRoomCompetitors, noteContentUse, setCompetitors } from "../db/room/playbook.ts";
import { findRoomDeal, tellOfRoom } from "../db/room/room-deal.ts";
import { listCandidates, listStakeholders } from "../db/room/stakeholders.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { documentJson, fittingJson, gapsOf, planStepJson, stakeholderJson } from "../views/room-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Deal room"];
const params = z.object({ id });

const read = guardedRoute("deals:read", {
	method: "get",
	path: "/opportunities/{id}/room",
	tags,
	summary: "What surrounds a deal: people, plan, documents, competitors and the lines that fit",
	request: { params },
	responses: { 200: answer(room, "The room"), ...faults },
});
const competitors = guardedRoute("deals:write", {
	method: "put",
	path: "/opportunities/{id}/competitors",
	tags,
	summary: "Say which competitors are in the deal",
	request: { params, body: jsonBody(setCompetitorsRequest) },
	responses: { 204: { description: "Said" }, ...faults },
});
const uses = guardedRoute("deals:read", {
	method: "post",
	path: "/opportunities/{id}/content-uses",
	tags,
	summary: "Note that lines were shown, opened or used in this deal; each counts once a day",
	request: { params, body: jsonBody(contentUseRequest) },
	responses: { 204: { description: "Noted" }, ...faults },
});

/** The room around a deal. Whoever sees the deal sees it; whoever may change deals may change it. */
export function roomRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();

	routes.openapi(read, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const dealId = c.req.valid("param").id;
		const viewer = viewerOf(c);
		const made = await database.inTenant(tenantId, async (trx) => {
			const deal = found(await findRoomDeal(trx, dealId, visibleOwners), "deal");
			const workspace = await loadWorkspace(trx, now());
			const people = await listStakeholders(trx, dealId, workspace.now);
			const rivals = await listRoomCompetitors(trx, deal);
			const playbook = await listPlaybook(trx, deal, rivals, viewer.locale.split("-")[0] ?? viewer.locale);
			return {
				people: people.map((row) => stakeholderJson(row, workspace.now, deal.status === "open")),
				gaps: gapsOf(people),
				candidates: await listCandidates(trx, deal),
				plan: (await listPlanSteps(trx, dealId)).map((row) => planStepJson(row, workspace.today)),
				documents: (await listDocuments(trx, dealId)).map(documentJson),
				competitors: rivals,
				playbook: playbook.map(fittingJson),
			};
		});
		return c.json(made, 200);
	});

	routes.openapi(competitors, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const dealId = c.req.valid("param").id;
		await database.inTenant(tenantId, async (trx) => {
			found(await findRoomDeal(trx, dealId, visibleOwners), "deal");
			await setCompetitors(await writerOf(c, trx, deps), dealId, c.req.valid("json").competitorIds);
		});
		return c.body(null, 204);
	});

	routes.openapi(uses, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const { contentIds, kind } = c.req.valid("json");
		const dealId = c.req.valid("param").id;
		await database.inTenant(tenantId, async (trx) => {
			found(await findRoomDeal(trx, dealId, visibleOwners), "deal");
			const writer = await writerOf(c, trx, deps);
			const noted = await noteContentUse(writer, dealId, contentIds, kind);
			// That a page was opened is counted; that a line was used is a deed.
			if (kind === "used" && noted > 0) await tellOfRoom(writer, dealId, "deal.content_used", { contentIds });
		});
		return c.body(null, 204);
	});
	return routes;
}
