import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
	bidQuotaRequest,
	compareQuotaPlanQuery,
	decideQuotaPlanRequest,
	quotaPlan,
	quotaPlanComparison,
	quotaPlanStepRequest,
} from "../../core/contract/quota-plans.ts";
import { id } from "../../core/contract/scalars.ts";
import type { AppEnv } from "../app-env.ts";
import { findPlan, type PlanAction, stepAmounts } from "../db/quota-plans.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { amountsText } from "../quotas/plan-amounts.ts";
import { bidFor } from "../quotas/plan-bids.ts";
import { takePlanStep } from "../quotas/plan-steps.ts";
import { planWork } from "../quotas/plan-work.ts";
import { visibleNodes } from "../views/forecast-scope.ts";
import { etagOf } from "./concurrency.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Quotas"];
const params = z.object({ id });
const shown = (description: string) => ({ 200: answer(quotaPlan, description), ...faults });

const stepRoute = (path: string, summary: string) =>
	guardedRoute("quotas:write", {
		method: "post",
		path: `/quota-plans/{id}/${path}`,
		"x-cost": 10,
		tags,
		summary,
		request: { params, body: jsonBody(quotaPlanStepRequest) },
		responses: shown("The plan as it stands now"),
	});
const keep = stepRoute("versions", "Keep the numbers as they are under a comment, to compare with later");
const submit = stepRoute("submit", "Hand a plan in for somebody else to agree to");
const withdraw = stepRoute("withdraw", "Take a plan back that was handed in");
const publish = stepRoute("publish", "Make an agreed plan's numbers the quotas that people and forecasts have");
const decide = guardedRoute("quotas:approve", {
	method: "post",
	path: "/quota-plans/{id}/decide",
	"x-cost": 10,
	tags,
	summary: "Agree to a plan that somebody else handed in, or send it back with a reason",
	request: { params, body: jsonBody(decideQuotaPlanRequest) },
	responses: shown("The plan as it stands now"),
});
const compare = guardedRoute("quotas:read", {
	method: "get",
	path: "/quota-plans/{id}/compare",
	"x-cost": 10,
	tags,
	summary: "A kept version beside another, or beside the plan as it is",
	request: { params, query: compareQuotaPlanQuery },
	responses: { 200: answer(quotaPlanComparison, "Both numbers of every node"), ...faults },
});
const bid = guardedRoute("quotas:ask", {
	method: "put",
	path: "/quota-plans/{id}/bids",
	"x-cost": 10,
	tags,
	summary: "Say what one can bring oneself, or people one leads, while a plan asks for it",
	request: { params, body: jsonBody(bidQuotaRequest) },
	responses: shown("The plan with it, as far as the caller sees"),
});

/** What happens with a quota plan: proposals, versions, handing in, agreeing, publishing. */
export function quotaPlanStepRoutes(deps: Deps) {
	const { jobs } = deps;
	const routes = createRouter();
	const { atWork, whole } = planWork(deps);
	const step = async (
		c: Context<AppEnv>,
		planId: string,
		taken: { action: PlanAction; version: number; comment?: string | undefined },
	) => {
		const body = await atWork(c, planId, async (trx, plan, comesTo) => {
			const writer = await writerOf(c, trx, deps);
			await takePlanStep(writer, await comesTo(plan), { ...taken, comment: taken.comment ?? null });
			return whole(trx, c, await comesTo(found(await findPlan(trx, planId), "plan")));
		});
		const { tenantId } = c.var.principal;
		if (taken.action === "published")
			await jobs.enqueue("reforecast", { tenantId }, { dedupId: `reforecast-${tenantId}` });
		c.header("etag", etagOf(body.version));
		return body;
	};

	routes.openapi(keep, async (c) =>
		c.json(await step(c, c.req.valid("param").id, { action: "kept", ...c.req.valid("json") }), 200),
	);
	routes.openapi(submit, async (c) =>
		c.json(await step(c, c.req.valid("param").id, { action: "submitted", ...c.req.valid("json") }), 200),
	);
	routes.openapi(withdraw, async (c) =>
		c.json(await step(c, c.req.valid("param").id, { action: "withdrawn", ...c.req.valid("json") }), 200),
	);
	routes.openapi(publish, async (c) =>
		c.json(await step(c, c.req.valid("param").id, { action: "published", ...c.req.valid("json") }), 200),
	);
	routes.openapi(decide, async (c) => {
		const { decision: action, ...given } = c.req.valid("json");
		return c.json(await step(c, c.req.valid("param").id, { action, ...given }), 200);
	});

	routes.openapi(compare, async (c) => {
		const { from, to } = c.req.valid("query");
		const planId = c.req.valid("param").id;
		const rows = await atWork(c, planId, async (trx, plan, comesTo) => {
			const amounts = await comesTo(plan);
			const one = found(await stepAmounts(trx, planId, from), "version");
			const other = to
				? found(await stepAmounts(trx, planId, to), "version")
				: new Map(Object.entries(amountsText(amounts)));
			const nodes = amounts.tree.nodes.map(({ id: nodeId, parentId, kind, name }) => ({
				...{ nodeId, parentId, kind, name, from: one.get(nodeId) ?? null, to: other.get(nodeId) ?? null },
			}));
			return visibleNodes(nodes, amounts.tree.teams, c.var.principal);
		});
		return c.json({ rows }, 200);
	});

	routes.openapi(bid, async (c) => {
		const body = await atWork(c, c.req.valid("param").id, async (trx, plan, comesTo) => {
			await bidFor(await writerOf(c, trx, deps), await comesTo(plan), c.req.valid("json"));
			return whole(trx, c, await comesTo(found(await findPlan(trx, plan.id), "plan")));
		});
		c.header("etag", etagOf(body.version));
		return c.json(body, 200);
	});
	return routes;
}
