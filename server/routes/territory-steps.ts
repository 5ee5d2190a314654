import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { decidePlanRequest, submitPlanRequest } from "../../core/contract/territory-plan-requests.ts";
import { territoryPlan } from "../../core/contract/territory-plans.ts";
import { askerOf } from "../answers/asker.ts";
import type { AppEnv } from "../app-env.ts";
import type { Tables } from "../db/tables.ts";
import { type StoredPlan, touchPlan } from "../db/territory-plans.ts";
import {
	decideApproval,
	insertApplication,
	insertApproval,
	latestApplication,
	latestApproval,
	noteUndone,
} from "../db/territory-steps.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { type Applier, applyPlan, tellOfPlan, whyNotApply } from "../territory/apply-plan.ts";
import { planAnswer, planFor, refuseUnlessDraft } from "../territory/plan-answers.ts";
import { undoPlan } from "../territory/undo-plan.ts";
import { requiredVersion } from "./concurrency.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";

const tags = ["Territories"];
const params = z.object({ id });
const plan = answer(territoryPlan, "The plan as it stands now");

const submit = guardedRoute("territories:plan", {
	method: "post",
	path: "/territories/plans/{id}/submit",
	tags,
	summary: "Hand a draft in for approval, from a day on; needs the version that was read",
	request: { params, body: jsonBody(submitPlanRequest) },
	responses: { 200: plan, ...faults },
});
const withdraw = guardedRoute("territories:plan", {
	method: "post",
	path: "/territories/plans/{id}/withdraw",
	tags,
	summary: "Make a plan a draft again that was handed in, agreed or taken back",
	request: { params },
	responses: { 200: plan, ...faults },
});
const decide = guardedRoute("territories:approve", {
	method: "post",
	path: "/territories/plans/{id}/decide",
	tags,
	summary: "Agree to a plan that somebody else handed in, or send it back",
	request: { params, body: jsonBody(decidePlanRequest) },
	responses: { 200: plan, ...faults },
});
const apply = guardedRoute("territories:write", {
	method: "post",
	path: "/territories/plans/{id}/apply",
	"x-cost": 20,
	tags,
	summary: "Put a plan that was agreed into force, at once or on its day",
	request: { params },
	responses: { 200: plan, ...faults },
});
const undo = guardedRoute("territories:write", {
	method: "post",
	path: "/territories/plans/{id}/undo",
	"x-cost": 20,
	tags,
	summary: "Take a plan back: whatever nobody changed since goes to whom it was with",
	request: { params },
	responses: { 200: plan, ...faults },
});

/** Whoever sent a request, putting plans into force. */
export function applierOf(c: Context<AppEnv>, trx: Transaction<Tables>, now: number): Applier & { actorId: string } {
	const { tenantId, userId, name } = c.var.principal;
	return { trx, tenantId, actorId: userId, actor: name, requestId: c.var.requestId, now };
}

/** From draft to force and back: handing in, agreeing, applying, undoing. */
export function territoryStepRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();

	/** Runs one step on a plan in sight, in a transaction, and answers it as it is then. */
	const step = (
		c: Context<AppEnv>,
		planId: string,
		work: (trx: Transaction<Tables>, held: StoredPlan) => Promise<void>,
	) =>
		database.inTenant(c.var.principal.tenantId, async (trx) => {
			await work(trx, await planFor(trx, c.var.principal, planId));
			return planAnswer(trx, askerOf(c), planId, now());
		});

	routes.openapi(submit, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const { effectiveOn, movesDeals, note, version } = c.req.valid("json");
		const done = await step(c, c.req.valid("param").id, async (trx, held) => {
			refuseUnlessDraft(held);
			const read = requiredVersion(version, c.req.header("if-match"), "plan");
			await touchPlan(trx, held.id, { by: userId, read, state: "submitted" });
			const reason = await whyNotApply(trx, held.id);
			if (reason) throw new CourtsideError("unprocessable", reason);
			const asked = { tenantId, planId: held.id, effectiveOn, movesDeals, note: note ?? null, by: userId };
			await insertApproval(trx, asked);
			await tellOfPlan(applierOf(c, trx, now()), held, "territory.planSubmitted", { effectiveOn, movesDeals });
		});
		return c.json(done, 200);
	});

	routes.openapi(withdraw, async (c) => {
		const { userId } = c.var.principal;
		const done = await step(c, c.req.valid("param").id, async (trx, held) => {
			requireState(held, ["submitted", "approved", "undone"]);
			await touchPlan(trx, held.id, { by: userId, read: null, state: "draft" });
			await decideApproval(trx, held.id, { state: "withdrawn", answer: null, by: userId });
			await tellOfPlan(applierOf(c, trx, now()), held, "territory.planWithdrawn");
		});
		return c.json(done, 200);
	});

	routes.openapi(decide, async (c) => {
		const { userId } = c.var.principal;
		const { approve, answer: said } = c.req.valid("json");
		const done = await step(c, c.req.valid("param").id, async (trx, held) => {
			await touchPlan(trx, held.id, { by: userId, read: null, state: approve ? "approved" : "draft" });
			requireState(held, ["submitted"]);
			const asked = await latestApproval(trx, held.id);
			if (asked?.askedBy === userId) {
				throw new CourtsideError("forbidden", "You handed this plan in: somebody else has to agree to it.");
			}
			const state = approve ? "approved" : "rejected";
			if (!(await decideApproval(trx, held.id, { state, answer: said ?? null, by: userId }))) requireState(held, []);
			const action = approve ? "territory.planApproved" : "territory.planRejected";
			await tellOfPlan(applierOf(c, trx, now()), held, action, { answer: said ?? null });
		});
		return c.json(done, 200);
	});

	routes.openapi(apply, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const done = await step(c, c.req.valid("param").id, async (trx, held) => {
			// Locked before it is looked at: two people who press at once must not apply it twice.
			await touchPlan(trx, held.id, { by: userId, read: held.version, state: "waiting" });
			requireState(held, ["approved"]);
			const reason = await whyNotApply(trx, held.id);
			if (reason) throw new CourtsideError("unprocessable", reason);
			const approval = await latestApproval(trx, held.id);
			if (approval?.state !== "approved") throw new CourtsideError("wrong_state", "Nobody has agreed to it yet.");
			const { effectiveOn, movesDeals } = approval;
			await insertApplication(trx, { tenantId, planId: held.id, effectiveOn, movesDeals, by: userId });
			const applier = applierOf(c, trx, now());
			const { today } = await loadWorkspace(trx, now());
			const application = await latestApplication(trx, held.id);
			if (application && effectiveOn <= today) await applyPlan(applier, application);
			else await tellOfPlan(applier, held, "territory.planScheduled", { effectiveOn });
		});
		return c.json(done, 200);
	});

	routes.openapi(undo, async (c) => {
		const { userId } = c.var.principal;
		const done = await step(c, c.req.valid("param").id, async (trx, held) => {
			await touchPlan(trx, held.id, { by: userId, read: held.version, state: "undone" });
			requireState(held, ["applied", "waiting"]);
			const applier = applierOf(c, trx, now());
			const application = await latestApplication(trx, held.id);
			if (!application) throw new CourtsideError("wrong_state", "This plan was never put into force.");
			if (application.state === "applied") await undoPlan(applier, held, application);
			else {
				await noteUndone(trx, application.id, userId, now());
				await tellOfPlan(applier, held, "territory.planUndone", { rows: 0 });
			}
		});
		return c.json(done, 200);
	});
	return routes;
}

function requireState({ state }: Pick<StoredPlan, "state">, wanted: readonly StoredPlan["state"][]): void {
	if (wanted.includes(state)) return;
	const when = wanted.length > 0 ? ` This works while it is ${wanted.join(" or ")}.` : "";
	throw new CourtsideError("wrong_state", `This plan is ${state}.${when}`);
}
