import { z } from "@hono/zod-openapi";
import type { Transaction } from "kysely";
import {
	optimized,
	optimizeRequest,
	putRoutingPersonRequest,
	putRoutingRequest,
	routing,
	routingTrial,
	tryRoutingRequest,
} from "../../core/contract/lead-routing.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import type { RoutingRule, RoutingSettings } from "../../core/routing/routing-model.ts";
import { checkLeadCondition, type LeadModelFault } from "../../core/scoring/check-lead-model.ts";
import type { LeadCondition } from "../../core/scoring/lead-model.ts";
import { recordAudit } from "../audit/record.ts";
import { countAsked } from "../db/lead-assignments.ts";
import { leadExtraFields } from "../db/lead-grades.ts";
import { saveModel } from "../db/models.ts";
import { countUnowned, listRoutingPeople, saveRoutingPerson } from "../db/routing.ts";
import type { Tables } from "../db/tables.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { guardedRoute } from "../policy/guard.ts";
import { routeBatch } from "../routing/route-batch.ts";
import { routingInUse } from "../routing/routing-ground.ts";
import { tryRouting } from "../routing/try-routing.ts";
import { decisionText, routingJson } from "../views/routing-view.ts";
import { type Viewer, viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { ruleFaults } from "./rule-faults.ts";
import { found } from "./writing.ts";

const tags = ["Leads"];

const read = guardedRoute("leads:route", {
	method: "get",
	path: "/leads/routing",
	tags,
	summary: "Who gets which lead: the rules, and the people with their load",
	responses: { 200: answer(routing, "The routing"), ...faults },
});
const put = guardedRoute("workspace:write", {
	method: "put",
	path: "/leads/routing",
	tags,
	summary: "Replace the rules; leads that arrive from now on go by them",
	request: { body: jsonBody(putRoutingRequest) },
	responses: { 200: answer(routing, "The routing now in use"), ...faults },
});
const preview = guardedRoute("workspace:write", {
	method: "post",
	path: "/leads/routing/preview",
	"x-cost": 20,
	tags,
	summary: "What rules would have done with the leads of the last 30 days; nothing is kept",
	request: { body: jsonBody(tryRoutingRequest) },
	responses: { 200: answer(routingTrial, "What would have been"), ...faults },
});
const putPerson = guardedRoute("leads:route", {
	method: "put",
	path: "/leads/routing/people/{id}",
	tags,
	summary: "Set how somebody takes leads: how many, which, and when they are away",
	request: { params: z.object({ id }), body: jsonBody(putRoutingPersonRequest) },
	responses: { 200: answer(routing, "The routing as it is now"), ...faults },
});
const optimize = guardedRoute("leads:route", {
	method: "post",
	path: "/leads/routing/optimize",
	"x-cost": 20,
	tags,
	summary: "Route the leads that nobody has, together; with `apply` they are given (send an Idempotency-Key)",
	request: { body: jsonBody(optimizeRequest) },
	responses: { 200: answer(optimized, "Who gets which, and why"), ...faults },
});

/** Rules and people of routing, and routing a batch. */
export function leadRoutingRoutes(deps: Deps) {
	const { database, now, solve } = deps;
	const routes = createRouter();

	const shown = async (trx: Transaction<Tables>) =>
		routingJson({
			settings: await routingInUse(trx),
			people: await listRoutingPeople(trx),
			unowned: await countUnowned(trx),
			asked: await countAsked(trx),
			extraFields: await leadExtraFields(trx),
			asOf: (await loadWorkspace(trx, now())).now,
		});

	routes.openapi(read, async (c) => {
		const { tenantId } = c.var.principal;
		const body = await database.inTenant(tenantId, shown);
		c.header("etag", JSON.stringify(body.settings.version));
		return c.json(body, 200);
	});

	routes.openapi(put, async (c) => {
		const { version: read, ...given } = c.req.valid("json");
		const { tenantId, userId, name } = c.var.principal;
		const rules = checkedRules(given.rules, viewerOf(c));
		const version = `lead-routing@${new Date(now()).toISOString()}`;
		const body = await database.inTenant(tenantId, async (trx) => {
			const current = await routingInUse(trx);
			if (current.version !== read) {
				throw new CourtsideError(
					"version_conflict",
					"The rules were changed since you read them. Read them again, and make your change on what they are now.",
				);
			}
			const onSince = given.isOn ? (current.onSince ?? now()) : null;
			const kept = JSON.parse(JSON.stringify({ ...given, rules, onSince }));
			const model = { version, trainedAt: now(), n: 0, body: kept, dataFrom: null, dataTo: null, metrics: {} };
			await saveModel(trx, tenantId, "lead-routing", model);
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor: name,
				action: "lead-routing.changed",
				detail: { from: read, to: version, isOn: given.isOn, rules: rules.length },
				requestId: c.var.requestId,
			});
			return shown(trx);
		});
		return c.json(body, 200);
	});

	routes.openapi(preview, async (c) => {
		const given = c.req.valid("json");
		const settings: RoutingSettings = {
			...given,
			...{ version: "trial", onSince: null, rules: checkedRules(given.rules, viewerOf(c)) },
		};
		const tried = await database.inTenant(c.var.principal.tenantId, async (trx) =>
			tryRouting(trx, settings, await loadWorkspace(trx, now()), solve),
		);
		return c.json(tried, 200);
	});

	routes.openapi(putPerson, async (c) => {
		const person = c.req.valid("json");
		const personId = c.req.valid("param").id;
		const { tenantId, userId, name } = c.var.principal;
		const body = await database.inTenant(tenantId, async (trx) => {
			found((await saveRoutingPerson(trx, tenantId, personId, person)) || null, "person");
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor: name,
				action: "lead-routing.person",
				entity: "user",
				entityId: personId,
				detail: { takesLeads: person.takesLeads, capacity: person.capacity, weight: person.weight },
				requestId: c.var.requestId,
			});
			return shown(trx);
		});
		return c.json(body, 200);
	});

	routes.openapi(optimize, async (c) => {
		const { leadIds, apply } = c.req.valid("json");
		const { tenantId, userId, name } = c.var.principal;
		const viewer = viewerOf(c);
		const made = await idempotent(c, database, async (trx) => {
			const workspace = await loadWorkspace(trx, now());
			const by = apply ? userId : null;
			const causeId = c.var.requestId;
			const routed = await routeBatch(trx, { tenantId, leadIds, by, causeId, solve, workspace, now: now() });
			const { decisions, leads, people, settings, best } = routed;
			const given = decisions.filter((d) => d.userId !== null).length;
			if (apply && given > 0) {
				await recordAudit(trx, {
					tenantId,
					actorId: userId,
					actor: name,
					action: "lead-routing.batch",
					detail: { leads: given, waits: decisions.length - given },
					requestId: causeId,
				});
			}
			const items = decisions.map((decision, k) => {
				const to = people.find((p) => p.id === decision.userId) ?? null;
				const rule = settings.rules.find((r) => r.id === decision.ruleId)?.label ?? "";
				return {
					lead: { id: decision.leadId, name: leads[k]?.lead.name ?? "" },
					to: to && { id: to.id, name: to.name },
					text: decisionText(decision, { name: to?.name ?? null, rule }, viewer),
					chance: decision.chance,
				};
			});
			const waits = decisions.length - given;
			const expected = best?.expected ?? null;
			return {
				status: 200,
				body: { items, given, waits, expected, isProven: best?.isProven ?? false, applied: apply },
			};
		});
		return c.json(made.body, 200);
	});
	return routes;
}

type GivenRule = z.output<typeof tryRoutingRequest>["rules"][number];

/** Rules of a request. Throws invalid_request with every one that is wrong. */
function checkedRules(given: GivenRule[], viewer: Viewer): RoutingRule[] {
	const wrong: LeadModelFault[] = [];
	const ids = new Set<string>();
	const rules = given.map((rule, k) => {
		const when = rule.when.flatMap((raw): LeadCondition[] => {
			const condition = checkLeadCondition(raw, (code, params = {}) => wrong.push({ rule: k, code, params }));
			return condition ? [condition] : [];
		});
		if (ids.has(rule.id)) wrong.push({ rule: k, code: "same_id", params: { id: rule.id } });
		ids.add(rule.id);
		return { ...rule, when };
	});
	if (wrong.length > 0) throw ruleFaults(wrong, viewer, "rules");
	return rules;
}
