import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { CourtsideError } from "../../core/contract/problem.ts";
import {
	createQuotaPlanRequest,
	quotaPlan,
	quotaPlanList,
	updateQuotaPlanRequest,
} from "../../core/contract/quota-plans.ts";
import { id } from "../../core/contract/scalars.ts";
import { quotaPlanTable } from "../../core/contract/tables/quota-tables.ts";
import { parsePeriod } from "../../core/model/period.ts";
import { askerOf } from "../answers/asker.ts";
import type { AppEnv } from "../app-env.ts";
import { requireVersion } from "../db/own-write.ts";
import { type NodeRule, planRules, saveRules } from "../db/quota-plan-rules.ts";
import { changePlan, deletePlan, findPlan, insertPlan, type PlanSplit } from "../db/quota-plans.ts";
import { loadWorkspace, type Workspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { guardedRoute } from "../policy/guard.ts";
import { forecastOfPlan, planAmounts } from "../quotas/plan-amounts.ts";
import { quotaPlansFor } from "../quotas/plan-answer.ts";
import { partsOf } from "../quotas/plan-split.ts";
import { tellOfPlan } from "../quotas/plan-steps.ts";
import { planWork } from "../quotas/plan-work.ts";
import { downloadWhole, wholeTableQuery } from "../tables/whole-table.ts";
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
/** Quota plans: made, read, changed, deleted. */
export function quotaPlanRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();

	const { atWork, whole } = planWork(deps);
	const shownNow = (c: Context<AppEnv>, planId: string) =>
		atWork(c, planId, async (trx, plan, comesTo) => whole(trx, c, await comesTo(plan)));

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
			if (given.split) refuseSplit(given.split, workspace, given.period);
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
			const { name, bidWeight, basis, over, split, bidsOpen } = given;
			if (split) refuseSplit(split, await loadWorkspace(trx, now()), plan.period);
			await changePlan(
				trx,
				plan,
				{
					...(name !== undefined && { name }),
					...(bidWeight !== undefined && { bidWeight }),
					...(basis !== undefined && { basis }),
					...(over !== undefined && { over }),
					...(split !== undefined && { split }),
					...(bidsOpen !== undefined && { bidsOpen }),
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
	return routes;
}

/** Refuses parts that the plan's period does not have, and shares that are not one for each. */
function refuseSplit({ into, weights }: PlanSplit, workspace: Workspace, name: string): void {
	const period = parsePeriod(workspace.fiscal, name);
	const parts = period ? partsOf(workspace, period, into).length : 0;
	if (parts === 0) throw new CourtsideError("unprocessable", `split: ${name} has no ${into}s to be divided into.`);
	if (weights !== null && (weights.length !== parts || weights.every((w) => w === 0))) {
		throw new CourtsideError("unprocessable", `split.weights: give a share for each of the ${parts} parts.`);
	}
}

type GivenRule = NonNullable<z.output<typeof updateQuotaPlanRequest>["nodes"]>[number];

function mergedRule(before: NodeRule | undefined, given: GivenRule): Omit<NodeRule, "bidNote"> {
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
