import { createRoute, z } from "@hono/zod-openapi";
import { cardAction, cardRouted, workflowCall } from "../../core/contract/cards.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { recordAudit } from "../audit/record.ts";
import { ourIdOf } from "../db/card-records.ts";
import { findLead } from "../db/leads.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { readSignedCall } from "../hosts/signed-caller.ts";
import { idempotent } from "../idempotency.ts";
import { rescoreDeal } from "../jobs/rescore-deal.ts";
import { rescoreLead } from "../jobs/rescore-lead.ts";
import { requirePermission } from "../policy/guard.ts";
import { routeArrived } from "../routing/route-arrived.ts";
import { routeBatch } from "../routing/route-batch.ts";
import { decisionText } from "../views/routing-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Hosts"];
const host = z.string().regex(/^[a-z0-9-]{1,40}$/);

const route = createRoute({
	method: "post",
	path: "/cards/{host}/route",
	tags,
	summary: "Give the lead beside whose record a card stands to somebody, by the rules in use",
	request: { params: z.object({ host }), body: jsonBody(cardAction) },
	middleware: requirePermission("leads:route"),
	responses: { 200: answer(cardRouted, "To whom it went, and why"), ...faults },
});
const workflow = createRoute({
	method: "post",
	path: "/cards/{host}/workflow/{action}",
	tags,
	summary: "An action of the vendor's workflows: score a record, or route a lead. Said twice it is done once",
	request: { params: z.object({ host, action: z.enum(["score", "route"]) }), body: jsonBody(workflowCall) },
	responses: {
		200: answer(z.object({ outputFields: z.record(z.string(), z.unknown()) }), "What the workflow goes on with"),
		...faults,
	},
});

/** What cards and workflows of a vendor have us do. */
export function hostActionRoutes(deps: Deps) {
	const { database, now, solve } = deps;
	const routes = createRouter();

	routes.openapi(route, async (c) => {
		const { requestId, recordId: externalId } = c.req.valid("json");
		const source = c.req.valid("param").host;
		const { tenantId, userId, name, visibleOwners } = c.var.principal;
		const work = async (trx: Parameters<Parameters<typeof idempotent>[2]>[0]) => {
			const id = found(await ourIdOf(trx, { source, object: "lead", externalId }), "lead");
			found(await findLead(trx, id, visibleOwners, now()), "lead");
			const workspace = await loadWorkspace(trx, now());
			const causeId = c.var.requestId;
			const given = { tenantId, leadIds: [id], by: userId, causeId, solve, workspace, now: now() };
			const { decisions, people, settings } = await routeBatch(trx, given);
			const [decision] = decisions;
			if (!decision) throw new CourtsideError("unprocessable", "Nothing was decided of this lead.");
			const to = people.find((one) => one.id === decision.userId)?.name ?? null;
			const rule = settings.rules.find((one) => one.id === decision.ruleId)?.label ?? "";
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor: name,
				action: to === null ? "lead.waits" : "lead.routed",
				entity: "lead",
				entityId: id,
				detail: { to: decision.userId, rule: decision.ruleId, from: source },
				requestId: causeId,
			});
			return {
				status: 200 as const,
				body: { owner: to, text: decisionText(decision, { name: to, rule }, viewerOf(c)) },
			};
		};
		const { body } = await idempotent(c, database, work, undefined, `card ${requestId}`);
		deps.wakeRelay();
		return c.json(body, 200);
	});

	routes.openapi(workflow, async (c) => {
		const { host: called, tenantId } = await readSignedCall(deps, c);
		const { action } = c.req.valid("param");
		const { objectId, objectType } = c.req.valid("json").object;
		const isDeal = /deal/i.test(objectType);
		const db = database.reader(tenantId);
		const at = { source: called.id, object: isDeal ? ("deal" as const) : ("lead" as const), externalId: objectId };
		const id = await ourIdOf(db, at);
		// Not an error of ours: the workflow goes on, and says what was missing.
		if (!id)
			return c.json(outcome("FAIL_CONTINUE", { courtside_reason: "Courtside does not know this record yet." }), 200);
		if (action === "route") return c.json(await routed(tenantId, isDeal ? null : id), 200);
		if (isDeal) await rescoreDeal(deps, { tenantId, dealId: id });
		else await rescoreLead(deps, { tenantId, leadId: id });
		const { views } = deps.portsOf(called.id, tenantId);
		const view = isDeal ? await views.deal(id) : await views.lead(id);
		if (view?.value == null)
			return c.json(
				outcome("FAIL_CONTINUE", { courtside_reason: "This record is done with: it bears no score." }),
				200,
			);
		const value = Number(view.value);
		return c.json(
			outcome("SUCCESS", {
				courtside_score: Math.round(isDeal ? value * 100 : value),
				courtside_reason: view.parts[0] ? `${view.parts[0].amount} ${view.parts[0].text}` : "",
				courtside_as_of: Date.parse(view.asOf),
			}),
			200,
		);
	});

	async function routed(tenantId: number, leadId: string | null) {
		if (!leadId) return outcome("FAIL_CONTINUE", { courtside_reason: "Only leads are routed." });
		await routeArrived(deps, { tenantId, leadId });
		const lead = await findLead(database.reader(tenantId), leadId, "all", now());
		return lead?.ownerName
			? outcome("SUCCESS", { courtside_owner: lead.ownerName, courtside_reason: "" })
			: outcome("FAIL_CONTINUE", {
					courtside_owner: "",
					courtside_reason: "Routing is off, or nobody has room for it.",
				});
	}

	return routes;
}

function outcome(state: "SUCCESS" | "FAIL_CONTINUE", fields: Record<string, JsonValue>) {
	return { outputFields: { ...fields, hs_execution_state: state } };
}
