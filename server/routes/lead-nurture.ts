import { z } from "@hono/zod-openapi";
import type { Transaction } from "kysely";
import {
	createNurtureRequest,
	nurtureList,
	nurtureSequence,
	nurtureTrial,
	setNurtureStateRequest,
	tryNurtureRequest,
	updateNurtureRequest,
} from "../../core/contract/nurture.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { checkLeadCondition, type LeadModelFault } from "../../core/scoring/check-lead-model.ts";
import type { LeadCondition } from "../../core/scoring/lead-model.ts";
import type { NurtureRules } from "../../core/scoring/nurture/nurture-step.ts";
import { recordAudit } from "../audit/record.ts";
import { leadExtraFields } from "../db/lead-grades.ts";
import { changeNurture, countNurtures, findNurture, hasTaken, insertNurture, listNurtures } from "../db/nurture.ts";
import type { Tables } from "../db/tables.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { tryNurture } from "../nurture/try-nurture.ts";
import { guardedRoute } from "../policy/guard.ts";
import { nurtureJson } from "../views/nurture-view.ts";
import { type Viewer, viewerOf } from "../views/viewer.ts";
import { versionRead } from "./concurrency.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { ruleFaults } from "./rule-faults.ts";
import { found } from "./writing.ts";

const tags = ["Leads"];
const params = z.object({ id });
const list = guardedRoute("leads:read", {
	method: "get",
	path: "/leads/nurturing/campaigns",
	tags,
	summary: "Sequences that keep leads warm: whom they take, how far they are, what they changed",
	responses: { 200: answer(nurtureList, "The sequences"), ...faults },
});
const create = guardedRoute("leads:route", {
	method: "post",
	path: "/leads/nurturing/campaigns",
	tags,
	summary: "Add a sequence as a draft; it takes nobody before it is started",
	request: { body: jsonBody(createNurtureRequest) },
	responses: { 201: answer(nurtureSequence, "The sequence"), ...faults },
});
const update = guardedRoute("leads:route", {
	method: "put",
	path: "/leads/nurturing/campaigns/{id}",
	tags,
	summary: "Change a sequence; what its effect is measured by stands once it has taken somebody",
	request: { params, body: jsonBody(updateNurtureRequest) },
	responses: { 200: answer(nurtureSequence, "The sequence"), ...faults },
});
const setState = guardedRoute("leads:route", {
	method: "post",
	path: "/leads/nurturing/campaigns/{id}/state",
	tags,
	summary: "Start, pause or resume a sequence",
	request: { params, body: jsonBody(setNurtureStateRequest) },
	responses: { 200: answer(nurtureSequence, "The sequence; its tasks follow in a moment"), ...faults },
});
const preview = guardedRoute("leads:route", {
	method: "post",
	path: "/leads/nurturing/campaigns/preview",
	"x-cost": 10,
	tags,
	summary: "Whom a sequence would take today; nothing is kept",
	request: { body: jsonBody(tryNurtureRequest) },
	responses: { 200: answer(nurtureTrial, "Whom it would take"), ...faults },
});

/** Sequences for leads, measured against leads that chance held out. */
export function leadNurtureRoutes(deps: Deps) {
	const { database, jobs, now } = deps;
	const routes = createRouter();

	const sequenceJson = async (trx: Transaction<Tables>, sequenceId: string) => {
		const counts = await countNurtures(trx, (await loadWorkspace(trx, now())).now);
		return nurtureJson(found(await findNurture(trx, sequenceId), "sequence"), counts.get(sequenceId));
	};

	routes.openapi(list, async (c) => {
		const shown = await database.inTenant(c.var.principal.tenantId, async (trx) => {
			const workspace = await loadWorkspace(trx, now());
			const counts = await countNurtures(trx, workspace.now);
			const items = (await listNurtures(trx)).map((stored) => nurtureJson(stored, counts.get(stored.id)));
			return { items, extraFields: await leadExtraFields(trx), asOf: new Date(workspace.now).toISOString() };
		});
		return c.json(shown, 200);
	});

	routes.openapi(create, async (c) => {
		const { name, ...given } = c.req.valid("json");
		const { tenantId, userId, name: actor } = c.var.principal;
		const rules = { ...given, when: checkedConditions(given.when, viewerOf(c)) };
		const made = await idempotent(c, database, async (trx) => {
			await requireContent(trx, rules);
			const sequenceId = await insertNurture(trx, { tenantId, name, rules });
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor,
				action: "lead-nurture.created",
				detail: { id: sequenceId, name, steps: rules.steps.length },
				requestId: c.var.requestId,
			});
			return { status: 201, body: await sequenceJson(trx, sequenceId) };
		});
		return c.json(made.body, 201);
	});

	routes.openapi(update, async (c) => {
		const { name, version, ...given } = c.req.valid("json");
		const { tenantId, userId, name: actor } = c.var.principal;
		const sequenceId = c.req.valid("param").id;
		const rules = { ...given, when: checkedConditions(given.when, viewerOf(c)) };
		const body = await database.inTenant(tenantId, async (trx) => {
			const held = found(await findNurture(trx, sequenceId, true), "sequence");
			const measured = ["holdoutShare", "measureDays"] as const;
			if (measured.some((key) => held.rules[key] !== rules[key]) && (await hasTaken(trx, sequenceId))) {
				throw new CourtsideError(
					"unprocessable",
					"This sequence has taken leads: the share held out and the days to measure stand, or its effect would be wrong. Make a new sequence instead.",
				);
			}
			if (held.state !== "draft") requireStartable(rules);
			await requireContent(trx, rules);
			await changeNurture(trx, held, { name, rules, now: now() }, versionRead(version, c.req.header("if-match")));
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor,
				action: "lead-nurture.changed",
				detail: { id: sequenceId, name, steps: rules.steps.length },
				requestId: c.var.requestId,
			});
			return sequenceJson(trx, sequenceId);
		});
		return c.json(body, 200);
	});

	routes.openapi(setState, async (c) => {
		const { state, version } = c.req.valid("json");
		const { tenantId, userId, name: actor } = c.var.principal;
		const sequenceId = c.req.valid("param").id;
		const body = await database.inTenant(tenantId, async (trx) => {
			const held = found(await findNurture(trx, sequenceId, true), "sequence");
			if (state === "running") requireStartable(held.rules);
			await changeNurture(trx, held, { state, now: now() }, versionRead(version, c.req.header("if-match")));
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor,
				action: state === "running" ? "lead-nurture.started" : "lead-nurture.paused",
				detail: { id: sequenceId, name: held.name },
				requestId: c.var.requestId,
			});
			return sequenceJson(trx, sequenceId);
		});
		if (state === "running") await jobs.enqueueCoalesced("run-nurture", `run-nurture-${tenantId}`, { tenantId }, 0);
		return c.json(body, 200);
	});

	routes.openapi(preview, async (c) => {
		const { id: sequenceId = null, ...given } = c.req.valid("json");
		const { tenantId, visibleOwners } = c.var.principal;
		const rules = { ...given, when: checkedConditions(given.when, viewerOf(c)) };
		const trial = await database.inTenant(tenantId, async (trx) =>
			tryNurture(trx, { id: sequenceId, rules }, visibleOwners, await loadWorkspace(trx, now())),
		);
		return c.json(trial, 200);
	});
	return routes;
}

/** Without steps it would do nothing; without a grade or condition it would take every lead. */
function requireStartable(rules: NurtureRules): void {
	if (rules.steps.length > 0 && (rules.grade !== null || rules.when.length > 0)) return;
	throw new CourtsideError("unprocessable", "Give the sequence a step, and say which leads it takes, before it runs.");
}

/** Throws invalid_request where a step names content that is not there. */
async function requireContent(trx: Transaction<Tables>, { steps }: NurtureRules): Promise<void> {
	const ids = [...new Set(steps.flatMap((step) => step.contentId ?? []))];
	if (ids.length === 0) return;
	const rows = await trx.selectFrom("content").select("id").where("id", "in", ids).execute();
	if (rows.length === ids.length) return;
	throw new CourtsideError("invalid_request", "steps: a step names content that is not in the library.");
}

/** Conditions of a request. Throws invalid_request with every one that is wrong. */
function checkedConditions(given: readonly unknown[], viewer: Viewer): LeadCondition[] {
	const wrong: LeadModelFault[] = [];
	const conditions = given.flatMap((raw, rule) => {
		return checkLeadCondition(raw, (code, params = {}) => wrong.push({ rule, code, params })) ?? [];
	});
	if (wrong.length > 0) throw ruleFaults(wrong, viewer, "when");
	return conditions;
}
