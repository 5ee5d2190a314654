import { z } from "@hono/zod-openapi";
import { dealModelPage, decideColumnRequest, useModelRequest } from "../../core/contract/deal-model.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { FEATURES } from "../../core/scoring/deal-features/feature-list.ts";
import { askerOf } from "../answers/asker.ts";
import { dealModelPageOf } from "../answers/deal-model.ts";
import { recordAudit } from "../audit/record.ts";
import { decideColumn } from "../db/model-columns.ts";
import { listModels, putInUse } from "../db/models.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Deals"];
const page = {
	200: answer(dealModelPage, "How right it has been, what it looks at, which versions there are"),
	...faults,
};

const read = guardedRoute("deals:read", {
	method: "get",
	path: "/deal-model",
	tags,
	summary: "How right deals' chances have been, what they rest on, and the versions of the model",
	responses: page,
});
const use = guardedRoute("workspace:write", {
	method: "put",
	path: "/deal-model/in-use",
	tags,
	summary: "Put a version in use and keep it there, or (null) take the newest as it comes again",
	request: { body: jsonBody(useModelRequest) },
	responses: page,
});
const decide = guardedRoute("workspace:write", {
	method: "put",
	path: "/deal-model/columns",
	tags,
	summary: "Leave a column out that seems to know the end, or say that it is known in time; the model is learnt anew",
	request: { body: jsonBody(decideColumnRequest) },
	responses: page,
});
const learn = guardedRoute("workspace:write", {
	method: "post",
	path: "/deal-model/learn",
	tags,
	summary: "Learn the deal model anew, testing every way on the company's own past",
	responses: { 202: answer(z.object({ jobId: z.string() }), "The job that does it; see /jobs"), ...faults },
});

/** The model behind deals' chances. */
export function dealModelRoutes(deps: Deps) {
	const { database, jobs, now } = deps;
	const routes = createRouter();

	routes.openapi(read, async (c) => c.json(await dealModelPageOf(deps, askerOf(c)), 200));

	routes.openapi(use, async (c) => {
		const { tenantId, userId, name } = c.var.principal;
		const { version } = c.req.valid("json");
		await database.inTenant(tenantId, async (trx) => {
			const versions = await listModels(trx, "deal");
			// Without a version, the newest that does not wait for a decision.
			const wanted = version ?? versions.find((one) => !waitsForDecision(one.metrics))?.version ?? null;
			const kept = version === null ? null : { by: name, at: now() };
			const isThere = wanted !== null && (await putInUse(trx, tenantId, "deal", wanted, kept));
			found(isThere ? wanted : null, "version");
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor: name,
				action: version === null ? "deal-model.released" : "deal-model.kept",
				detail: { from: versions.find((one) => one.isLive)?.version ?? null, to: wanted },
				requestId: c.var.requestId,
			});
		});
		// Every number is made anew by it.
		await jobs.enqueue("rebuild-numbers", { tenantId }, { dedupId: `rebuild-${tenantId}` });
		return c.json(await dealModelPageOf(deps, askerOf(c)), 200);
	});

	routes.openapi(decide, async (c) => {
		const { tenantId, userId, name } = c.var.principal;
		const { column, decision } = c.req.valid("json");
		if (!FEATURES.some((feature) => feature.name === column)) {
			throw new CourtsideError("unprocessable", "column: there is no such column.");
		}
		await database.inTenant(tenantId, async (trx) => {
			await decideColumn(await writerOf(c, trx, deps), "deal", column, decision);
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor: name,
				action: "deal-model.column_decided",
				detail: { column, decision },
				requestId: c.var.requestId,
			});
		});
		await jobs.enqueue("learn-deals", { tenantId }, { dedupId: `learn-${tenantId}` });
		return c.json(await dealModelPageOf(deps, askerOf(c)), 200);
	});

	routes.openapi(learn, async (c) => {
		const { tenantId, userId, name } = c.var.principal;
		await database.inTenant(tenantId, (trx) =>
			recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor: name,
				action: "deal-model.learning_asked",
				requestId: c.var.requestId,
			}),
		);
		const jobId = await jobs.enqueue("learn-deals", { tenantId }, { dedupId: `learn-${tenantId}` });
		return c.json({ jobId: String(jobId) }, 202);
	});
	return routes;
}

function waitsForDecision(metrics: unknown): boolean {
	return (metrics as { waits?: string | null } | null)?.waits === "leak";
}
