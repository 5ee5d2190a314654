import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import {
	compareQuotaPlanQuery,
	createQuotaPlanRequest,
	decideQuotaPlanRequest,
	quotaPlan,
	quotaPlanComparison,
	quotaPlanList,
	quotaPlanStepRequest,
	updateQuotaPlanRequest,
} from "../../core/contract/quota-plans.ts";
import { id } from "../../core/contract/scalars.ts";
import { quotaPlanTable } from "../../core/contract/tables/quota-tables.ts";
import { parsePeriod } from "../../core/model/period.ts";
import { askerOf } from "../answers/asker.ts";
import type { AppEnv } from "../app-env.ts";
import { requireVersion } from "../db/own-write.ts";
import {
	changePlan,
	deletePlan,
	findPlan,
	insertPlan,
	type NodeRule,
	type PlanAction,
	planRules,
	planSteps,
	type StoredPlan,
	saveRules,
	stepAmounts,
} from "../db/quota-plans.ts";
import type { Tables } from "../db/tables.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { guardedRoute } from "../policy/guard.ts";
import { amountsText, forecastOfPlan, planAmounts } from "../quotas/plan-amounts.ts";
import { maySeePlan, quotaPlanJson, quotaPlansFor } from "../quotas/plan-answer.ts";
import { takePlanStep, tellOfPlan } from "../quotas/plan-steps.ts";
import { downloadWhole, wholeTableQuery } from "../tables/whole-table.ts";
import { visibleNodes } from "../views/forecast-scope.ts";
import { etagOf, versionRead } from "./concurrency.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Quotas"];
const params = z.object({ id });
const shown = (description: string) => ({ 200: answer(quotaPlan, description), ...faults });

const list = guardedRoute("quotas:read", {
	method: "get",
	path: "/quota-plans",
	tags,
	summary: "Quota plans, changed last first; those at work only for who may plan or agree",
	responses: { 200: answer(quotaPlanList, "The plans, and for which periods one may be made"), ...faults },
});
const create = guardedRoute("quotas:write", {
	method: "post",
	path: "/quota-plans",
	"x-cost": 10,
	tags,
	summary: "Make a plan: with a target it is spread from above, without one built from bids; send an Idempotency-Key",
	request: { body: jsonBody(createQuotaPlanRequest) },
	responses: { 201: answer(quotaPlan, "What it comes to"), ...faults },
});
const read = guardedRoute("quotas:read", {
	method: "get",
	path: "/quota-plans/{id}",
	"x-cost": 10,
	tags,
	summary: "A plan with what each number is made of, its chances, conflicts and steps",
	request: { params },
	responses: shown("The plan as it comes to now"),
});
const download = guardedRoute("quotas:read", {
	method: "get",
	path: "/quota-plans/{id}/download",
	"x-cost": 10,
	tags,
	summary: "The numbers of a plan as CSV or XLSX",
	request: { params, query: wholeTableQuery(quotaPlanTable) },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const update = guardedRoute("quotas:write", {
	method: "put",
	path: "/quota-plans/{id}",
	"x-cost": 10,
	tags,
	summary: "Change target, ways of sharing and rules of nodes; needs the version that was read",
	request: { params, body: jsonBody(updateQuotaPlanRequest) },
	responses: shown("The plan as it comes to now"),
});
const remove = guardedRoute("quotas:write", {
	method: "delete",
	path: "/quota-plans/{id}",
	tags,
	summary: "Delete a plan that was not published; quotas stay",
	request: { params },
	responses: { 204: { description: "Deleted" }, ...faults },
});
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

/** Quota plans: made, shared out, agreed to, published. */
export function quotaPlanRoutes(deps: Deps) {
	const { database, now, jobs } = deps;
	const routes = createRouter();

	/** A plan of the caller's with what it comes to, in a transaction that holds the plan. */
	const atWork = async <T>(
		c: Context<AppEnv>,
		planId: string,
		work: (
			trx: Transaction<Tables>,
			plan: StoredPlan,
			comesTo: (plan: StoredPlan) => ReturnType<typeof planAmounts>,
		) => Promise<T>,
	): Promise<T> => {
		const { tenantId } = c.var.principal;
		const head = seen(await findPlan(database.reader(tenantId), planId), c);
		const forecast = await forecastOfPlan(deps, askerOf(c), head);
		return database.inTenant(tenantId, async (trx) => {
			const plan = seen(await findPlan(trx, planId, true), c);
			return work(trx, plan, (one) => planAmounts(trx, tenantId, one, forecast, now()));
		});
	};
	const whole = async (
		trx: Transaction<Tables>,
		c: Context<AppEnv>,
		amounts: Awaited<ReturnType<typeof planAmounts>>,
	) => quotaPlanJson(amounts, await planSteps(trx, amounts.plan.id), askerOf(c));
	const shownNow = (c: Context<AppEnv>, planId: string) =>
		atWork(c, planId, async (trx, plan, comesTo) => whole(trx, c, await comesTo(plan)));
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

	routes.openapi(list, async (c) =>
		c.json(await quotaPlansFor(database.reader(c.var.principal.tenantId), askerOf(c), now()), 200),
	);

	routes.openapi(create, async (c) => {
		const { target, ...given } = c.req.valid("json");
		const { tenantId, userId: by } = c.var.principal;
		const asker = askerOf(c);
		const forecast = await forecastOfPlan(deps, asker, given);
		const made = await idempotent(c, database, async (trx) => {
			const workspace = await loadWorkspace(trx, now());
			if (!parsePeriod(workspace.fiscal, given.period)) {
				throw new CourtsideError("unprocessable", "period: the fiscal calendar has no such period.");
			}
			const currency = given.measure === "revenue" ? workspace.currency : null;
			const planId = await insertPlan(trx, {
				...{ ...given, currency, tenantId, by, target: target === null ? null : BigInt(target) },
			});
			const plan = found(await findPlan(trx, planId), "plan");
			await tellOfPlan(await writerOf(c, trx, deps), planId, "quota-plan.created", {
				...{ name: plan.name, period: plan.period },
			});
			return { status: 201, body: await whole(trx, c, await planAmounts(trx, tenantId, plan, forecast, now())) };
		});
		c.header("location", `/api/v1/quota-plans/${made.body.id}`);
		c.header("etag", etagOf(made.body.version));
		return c.json(made.body, 201);
	});

	routes.openapi(read, async (c) => {
		const body = await shownNow(c, c.req.valid("param").id);
		c.header("etag", etagOf(body.version));
		return c.json(body, 200);
	});

	routes.openapi(download, async (c) => {
		const { nodes, currency } = await shownNow(c, c.req.valid("param").id);
		return downloadWhole(
			c,
			deps,
			quotaPlanTable,
			c.req.valid("query"),
			nodes.map((node) => ({ ...node, currency })),
		);
	});

	routes.openapi(update, async (c) => {
		const { version, nodes = [], target, ...given } = c.req.valid("json");
		const body = await atWork(c, c.req.valid("param").id, async (trx, plan, comesTo) => {
			requireVersion(versionRead(version, c.req.header("if-match")), plan.version, "plan");
			if (plan.state !== "draft" && plan.state !== "returned") {
				throw new CourtsideError("unprocessable", "The plan was handed in. Take it back first to change it.");
			}
			const { tenantId, userId } = c.var.principal;
			const before = new Map((await planRules(trx, plan.id)).map((rule) => [rule.nodeId, rule]));
			await saveRules(
				trx,
				tenantId,
				plan.id,
				nodes.map((node) => mergedRule(before.get(node.nodeId), node)),
			);
			const { name, bidWeight, basis, over } = given;
			await changePlan(
				trx,
				plan,
				{
					...(name !== undefined && { name }),
					...(bidWeight !== undefined && { bidWeight }),
					...(basis !== undefined && { basis }),
					...(over !== undefined && { over }),
					...(target !== undefined && { target: target === null ? null : BigInt(target) }),
				},
				userId,
			);
			await tellOfPlan(await writerOf(c, trx, deps), plan.id, "quota-plan.updated", {
				fields: [...Object.keys(given), ...(target === undefined ? [] : ["target"])].join(", "),
				nodes: nodes.length,
			});
			return whole(trx, c, await comesTo(found(await findPlan(trx, plan.id), "plan")));
		});
		c.header("etag", etagOf(body.version));
		return c.json(body, 200);
	});

	routes.openapi(remove, async (c) => {
		const planId = c.req.valid("param").id;
		await database.inTenant(c.var.principal.tenantId, async (trx) => {
			const plan = found(await findPlan(trx, planId, true), "plan");
			if (plan.state === "published") {
				throw new CourtsideError("unprocessable", "The plan was published: people's quotas refer to it. Make another.");
			}
			await deletePlan(trx, planId);
			await tellOfPlan(await writerOf(c, trx, deps), planId, "quota-plan.deleted", { name: plan.name });
		});
		return c.body(null, 204);
	});

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
	return routes;
}

function seen(plan: StoredPlan | null, c: Context<AppEnv>): StoredPlan {
	return found(plan && maySeePlan(plan, c.var.principal) ? plan : null, "plan");
}

type GivenRule = NonNullable<z.output<typeof updateQuotaPlanRequest>["nodes"]>[number];

function mergedRule(before: NodeRule | undefined, given: GivenRule): NodeRule {
	const minor = (text: string | null | undefined, held: bigint | null | undefined) =>
		text === undefined ? (held ?? null) : text === null ? null : BigInt(text);
	const plain = (value: number | null | undefined, held: number | null | undefined) =>
		value === undefined ? (held ?? null) : value;
	return {
		nodeId: given.nodeId,
		floor: minor(given.floor, before?.floor),
		cap: minor(given.cap, before?.cap),
		bid: minor(given.bid, before?.bid),
		over: plain(given.over, before?.over),
		potential: plain(given.potential, before?.potential),
		capacity: plain(given.capacity, before?.capacity),
		ramp: plain(given.ramp, before?.ramp),
		history: plain(given.history, before?.history),
	};
}
