import type { HttpBindings } from "@hono/node-server";
import { z } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { updateDistrictsRequest } from "../../core/contract/territory-plan-requests.ts";
import { territoryPlan } from "../../core/contract/territory-plans.ts";
import { chooseAlternativeRequest, startRunRequest, territoryRun } from "../../core/contract/territory-runs.ts";
import { lockUnitsRequest, moveEffect, moveUnitsRequest } from "../../core/contract/territory-units.ts";
import { askerOf } from "../answers/asker.ts";
import { chooseOwner } from "../db/own-write.ts";
import { changeDistrict, touchPlan } from "../db/territory-plans.ts";
import { askRunToStop, findRun, insertRun, type StoredRun } from "../db/territory-runs.ts";
import { lockUnits, moveUnits, saveAssignment } from "../db/territory-units.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import type { Principal } from "../policy/principal.ts";
import { tellOfPlan } from "../territory/apply-plan.ts";
import { draftFor, effectAnswer, planAnswer, planFor, refuseUnlessDraft } from "../territory/plan-answers.ts";
import { runJson } from "../views/territory-plan-view.ts";
import { requiredVersion } from "./concurrency.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { applierOf } from "./territory-steps.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Territories"];
const params = z.object({ id });
/** How often a stream looks how far a search is. */
const LOOK_MS = 500;

const start = guardedRoute("territories:plan", {
	method: "post",
	path: "/territories/plans/{id}/runs",
	"x-cost": 20,
	tags,
	summary: "Look for a better plan from the one at hand, or for alternatives between balance, travel and disruption",
	request: { params, body: jsonBody(startRunRequest) },
	responses: { 202: answer(territoryRun, "It waits or runs"), ...faults },
});
const readRun = guardedRoute("territories:plan", {
	method: "get",
	path: "/territories/runs/{id}",
	tags,
	summary: "A search: how far it is, the best so far, and how far that is from what cannot be beaten",
	request: { params },
	responses: { 200: answer(territoryRun, "The search"), ...faults },
});
const streamRun = guardedRoute("territories:plan", {
	method: "get",
	path: "/territories/runs/{id}/stream",
	tags,
	summary: "The same as server-sent events, one at each change, until it is over",
	request: { params },
	responses: {
		200: {
			description: "Each message's data is a TerritoryRun",
			content: { "text/event-stream": { schema: z.string() } },
		},
		...faults,
	},
});
const cancel = guardedRoute("territories:plan", {
	method: "post",
	path: "/territories/runs/{id}/cancel",
	tags,
	summary: "Stop a search; the best it found is kept",
	request: { params },
	responses: { 202: answer(territoryRun, "It stops in a moment"), ...faults },
});
const move = guardedRoute("territories:plan", {
	method: "post",
	path: "/territories/plans/{id}/moves",
	tags,
	summary: "Move units by hand, or with `preview` say what that would do",
	request: { params, body: jsonBody(moveUnitsRequest) },
	responses: { 200: answer(moveEffect, "What it does to balance, travel and what was asked"), ...faults },
});
const lock = guardedRoute("territories:plan", {
	method: "put",
	path: "/territories/plans/{id}/locks",
	tags,
	summary: "Lock units to a territory, or let them go",
	request: { params, body: jsonBody(lockUnitsRequest) },
	responses: { 200: answer(territoryPlan, "The plan with them"), ...faults },
});
const districts = guardedRoute("territories:plan", {
	method: "put",
	path: "/territories/plans/{id}/districts",
	tags,
	summary: "Change territories of a draft: name, person, part, where they start from, skills, languages",
	request: { params, body: jsonBody(updateDistrictsRequest) },
	responses: { 200: answer(territoryPlan, "The plan with them"), ...faults },
});
const choose = guardedRoute("territories:plan", {
	method: "post",
	path: "/territories/plans/{id}/choose",
	tags,
	summary: "Take an alternative that a search found",
	request: { params, body: jsonBody(chooseAlternativeRequest) },
	responses: { 200: answer(territoryPlan, "The plan as the alternative has it"), ...faults },
});

/** Work on a plan: searches with their progress, moves and locks by hand, alternatives. */
export function territoryWorkRoutes(deps: Deps) {
	const { database, jobs, now } = deps;
	const routes = createRouter();

	routes.openapi(start, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const planId = c.req.valid("param").id;
		const asked = c.req.valid("json");
		const run = await database.inTenant(tenantId, async (trx) => {
			const plan = await planFor(trx, c.var.principal, planId);
			refuseUnlessDraft(plan);
			const runId = await insertRun(trx, { tenantId, planId, by: userId, ...asked });
			if (runId === null) {
				throw new CourtsideError("wrong_state", "A search for this plan is under way. Stop it, or wait for its end.");
			}
			const detail = { kind: asked.kind, seconds: asked.seconds };
			await tellOfPlan(applierOf(c, trx, now()), plan, "territory.planSearched", detail);
			return found(await findRun(trx, runId), "search");
		});
		await jobs.enqueue("design-territories", { tenantId, runId: run.id }, { dedupId: `territory-run-${run.id}` });
		return c.json(runJson(run), 202);
	});

	routes.openapi(readRun, async (c) => {
		return c.json(runJson(await runFor(c.var.principal, c.req.valid("param").id)), 200);
	});

	routes.openapi(streamRun, async (c) => {
		const { principal } = c.var;
		const runId = c.req.valid("param").id;
		await runFor(principal, runId);
		c.header("x-accel-buffering", "no");
		return streamSSE(c, async (out) => {
			let isGone = false;
			out.onAbort(() => {
				isGone = true;
				(c.env as Partial<HttpBindings> | undefined)?.outgoing?.destroy();
			});
			let said = "";
			while (!isGone) {
				const run = runJson(await runFor(principal, runId));
				const data = JSON.stringify(run);
				if (data !== said) await out.writeSSE({ event: "run", data });
				said = data;
				if (run.state !== "waiting" && run.state !== "running") return;
				await out.sleep(LOOK_MS);
			}
		});
	});

	routes.openapi(cancel, async (c) => {
		const { tenantId } = c.var.principal;
		const run = await runFor(c.var.principal, c.req.valid("param").id);
		await database.inTenant(tenantId, async (trx) => {
			if (!(await askRunToStop(trx, run.id))) return;
			const plan = await planFor(trx, c.var.principal, run.planId);
			await tellOfPlan(applierOf(c, trx, now()), plan, "territory.planSearchStopped");
		});
		return c.json(runJson(await runFor(c.var.principal, run.id)), 202);
	});

	routes.openapi(move, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const planId = c.req.valid("param").id;
		const { units, to, preview, lock: isLocked, version } = c.req.valid("json");
		const effect = await database.inTenant(tenantId, async (trx) => {
			const loaded = await draftFor(trx, c.var.principal, planId);
			refuseUnknownPlaces(loaded.units.length, loaded.districts.length, units, to);
			const weighed = effectAnswer(loaded, units, to, askerOf(c));
			if (preview) return weighed;
			const read = requiredVersion(version, c.req.header("if-match"), "plan");
			const next = await touchPlan(trx, planId, { by: userId, read });
			await moveUnits(trx, planId, units, to, isLocked);
			const detail = { units: units.length, to: loaded.districts[to]?.name ?? null, locked: isLocked };
			await tellOfPlan(applierOf(c, trx, now()), loaded.plan, "territory.unitsMoved", detail);
			return { ...weighed, version: next };
		});
		return c.json(effect, 200);
	});

	routes.openapi(lock, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const planId = c.req.valid("param").id;
		const { units, to, version } = c.req.valid("json");
		const plan = await database.inTenant(tenantId, async (trx) => {
			const loaded = await draftFor(trx, c.var.principal, planId);
			refuseUnknownPlaces(loaded.units.length, loaded.districts.length, units, to ?? 0);
			const read = requiredVersion(version, c.req.header("if-match"), "plan");
			await touchPlan(trx, planId, { by: userId, read });
			await lockUnits(trx, planId, units, to);
			const detail = { units: units.length, to: to === null ? null : (loaded.districts[to]?.name ?? null) };
			await tellOfPlan(applierOf(c, trx, now()), loaded.plan, "territory.unitsLocked", detail);
			return planAnswer(trx, askerOf(c), planId, now());
		});
		return c.json(plan, 200);
	});

	routes.openapi(districts, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const planId = c.req.valid("param").id;
		const { districts: changes, version } = c.req.valid("json");
		const plan = await database.inTenant(tenantId, async (trx) => {
			const held = await planFor(trx, c.var.principal, planId);
			refuseUnlessDraft(held);
			const writer = await writerOf(c, trx, deps);
			const read = requiredVersion(version, c.req.header("if-match"), "plan");
			await touchPlan(trx, planId, { by: userId, read });
			for (const { district, ownerId, name, share, start, skills, languages } of changes) {
				const owner = ownerId === undefined || ownerId === null ? ownerId : await chooseOwner(ownerId, writer);
				const done = await changeDistrict(trx, planId, district, {
					...(owner !== undefined && { ownerId: owner }),
					...(name !== undefined && { name }),
					...(share !== undefined && { share }),
					...(start !== undefined && { start }),
					...(skills !== undefined && { skills }),
					...(languages !== undefined && { languages }),
				});
				if (!done) refuseUnknownPlaces(1, held.districts, [], district);
			}
			await tellOfPlan(applierOf(c, trx, now()), held, "territory.planChanged", { territories: changes.length });
			return planAnswer(trx, askerOf(c), planId, now());
		});
		return c.json(plan, 200);
	});

	routes.openapi(choose, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const planId = c.req.valid("param").id;
		const { runId, alternative, version } = c.req.valid("json");
		const plan = await database.inTenant(tenantId, async (trx) => {
			const held = await planFor(trx, c.var.principal, planId);
			refuseUnlessDraft(held);
			const run = await findRun(trx, runId);
			const chosen = run?.planId === planId ? run.alternatives[alternative] : undefined;
			const district = found(chosen ?? null, "alternative").district;
			const read = requiredVersion(version, c.req.header("if-match"), "plan");
			await touchPlan(trx, planId, { by: userId, read });
			await saveAssignment(trx, planId, district);
			await tellOfPlan(applierOf(c, trx, now()), held, "territory.alternativeChosen", { alternative: alternative + 1 });
			return planAnswer(trx, askerOf(c), planId, now());
		});
		return c.json(plan, 200);
	});

	/** A search of a plan that this person may see. */
	async function runFor(principal: Principal, runId: string): Promise<StoredRun> {
		const db = database.reader(principal.tenantId);
		const run = found(await findRun(db, runId), "search");
		await planFor(db, principal, run.planId);
		return run;
	}
	return routes;
}

function refuseUnknownPlaces(units: number, districts: number, asked: readonly number[], to: number): void {
	const unknown = asked.find((unit) => unit >= units);
	if (unknown !== undefined) throw new CourtsideError("unprocessable", `units: there is no ${unknown} in this plan.`);
	if (to >= districts) throw new CourtsideError("unprocessable", `There is no territory ${to} in this plan.`);
}
