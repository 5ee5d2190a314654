import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Transaction } from "kysely";
import { forecastQuery } from "../../core/contract/forecasts.ts";
import {
	askQuotaRequest,
	decideQuotaRequest,
	myQuota,
	quotaRequest,
	quotaRequestList,
	quotaStandings,
	quotasQuery,
} from "../../core/contract/quotas.ts";
import { id } from "../../core/contract/scalars.ts";
import { quotaStandingTable } from "../../core/contract/tables/quota-tables.ts";
import { askerOf } from "../answers/asker.ts";
import type { AppEnv } from "../app-env.ts";
import { listRequests } from "../db/quota-requests.ts";
import type { Tables } from "../db/tables.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { guardedRoute } from "../policy/guard.ts";
import { myQuotaFor } from "../quotas/my-quota.ts";
import { askForQuota, quotaRequestJson, sayToRequest } from "../quotas/requests.ts";
import { quotaStandingsFor } from "../quotas/standings.ts";
import { downloadWhole, wholeTableQuery } from "../tables/whole-table.ts";
import { etagOf } from "./concurrency.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Quotas"];

const standings = guardedRoute("quotas:read", {
	method: "get",
	path: "/quotas",
	"x-cost": 5,
	tags,
	summary: "What people and teams carry in a period, what they have reached by now, and how likely the rest is",
	request: { query: quotasQuery },
	responses: { 200: answer(quotaStandings, "Those the caller may see, parents first"), ...faults },
});
const download = guardedRoute("quotas:read", {
	method: "get",
	path: "/quotas/download",
	"x-cost": 5,
	tags,
	summary: "The same as CSV or XLSX",
	request: { query: wholeTableQuery(quotaStandingTable).extend(quotasQuery.shape) },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const mine = guardedRoute("quotas:read", {
	method: "get",
	path: "/quotas/mine",
	"x-cost": 5,
	tags,
	summary: "One's own quota: what it is made of, the chance to reach it, and what is needed",
	request: { query: forecastQuery },
	responses: { 200: answer(myQuota, "The caller's own"), ...faults },
});
const requests = guardedRoute("quotas:read", {
	method: "get",
	path: "/quota-requests",
	tags,
	summary: "Requests for another quota about people in sight, open ones first",
	responses: { 200: answer(quotaRequestList, "With who said what, and what the caller may say"), ...faults },
});
const ask = guardedRoute("quotas:ask", {
	method: "post",
	path: "/quota-requests",
	tags,
	summary: "Ask for another quota for oneself or somebody in one's teams; send an Idempotency-Key to be safe to repeat",
	request: { body: jsonBody(askQuotaRequest) },
	responses: { 201: answer(quotaRequest, "The request, waiting for whoever leads the person"), ...faults },
});
const decide = guardedRoute("quotas:ask", {
	method: "post",
	path: "/quota-requests/{id}/decide",
	tags,
	summary: "Back, grant or decline a request, or take one's own back; a grant changes the quota",
	request: { params: z.object({ id }), body: jsonBody(decideQuotaRequest) },
	responses: { 200: answer(quotaRequest, "The request as it stands"), ...faults },
});

/** Quotas that are in force, one's own, and asking for another. */
export function quotaRoutes(deps: Deps) {
	const { database, jobs } = deps;
	const routes = createRouter();
	const one = async (c: Context<AppEnv>, trx: Transaction<Tables>, requestId: string) => {
		const { requests: list, steps } = await listRequests(trx, c.var.principal.visibleOwners, requestId);
		return { request: found(list[0] ?? null, "request"), steps };
	};

	routes.openapi(standings, async (c) => c.json(await quotaStandingsFor(deps, askerOf(c), c.req.valid("query")), 200));

	routes.openapi(download, async (c) => {
		const { period, grain, measure, ...asked } = c.req.valid("query");
		const { nodes, currency } = await quotaStandingsFor(deps, askerOf(c), { period, grain, measure });
		return downloadWhole(
			c,
			deps,
			quotaStandingTable,
			asked,
			nodes.map((node) => ({ ...node, currency })),
		);
	});

	routes.openapi(mine, async (c) => c.json(await myQuotaFor(deps, askerOf(c), c.req.valid("query")), 200));

	routes.openapi(requests, async (c) => {
		const { principal } = c.var;
		const db = database.reader(principal.tenantId);
		const { requests: list, steps } = await listRequests(db, principal.visibleOwners);
		return c.json({ items: list.map((request) => quotaRequestJson(request, steps, principal)) }, 200);
	});

	routes.openapi(ask, async (c) => {
		const made = await idempotent(c, database, async (trx) => {
			const { request, steps } = await one(
				c,
				trx,
				await askForQuota(await writerOf(c, trx, deps), c.req.valid("json")),
			);
			return { status: 201, body: quotaRequestJson(request, steps, c.var.principal) };
		});
		c.header("location", `/api/v1/quota-requests/${made.body.id}`);
		c.header("etag", etagOf(made.body.version));
		return c.json(made.body, 201);
	});

	routes.openapi(decide, async (c) => {
		const { tenantId } = c.var.principal;
		const requestId = c.req.valid("param").id;
		const body = await database.inTenant(tenantId, async (trx) => {
			await trx.selectFrom("quota_requests").select("id").where("id", "=", requestId).forUpdate().execute();
			const { request } = await one(c, trx, requestId);
			await sayToRequest(await writerOf(c, trx, deps), request, c.req.valid("json"));
			const after = await one(c, trx, requestId);
			return quotaRequestJson(after.request, after.steps, c.var.principal);
		});
		if (body.state === "granted") {
			await jobs.enqueue("reforecast", { tenantId }, { dedupId: `reforecast-${tenantId}` });
		}
		c.header("etag", etagOf(body.version));
		return c.json(body, 200);
	});
	return routes;
}
