import type { Context } from "hono";
import type { Transaction } from "kysely";
import { decideColumnRequest, useModelRequest } from "../../core/contract/deal-model.ts";
import { leadScoring, putLeadScoringRequest } from "../../core/contract/lead-score.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import type { Db } from "../db/connect.ts";
import { columnDecisions, decideColumn } from "../db/model-columns.ts";
import { listModels, putInUse, saveModel } from "../db/models.ts";
import type { Tables } from "../db/tables.ts";
import type { Deps } from "../deps.ts";
import { appendEvent } from "../events/append.ts";
import { leadMetricsOf, leadScoringSettings, liveLearntScore } from "../jobs/lead-scoring.ts";
import { guardedRoute } from "../policy/guard.ts";
import { leadScoringJson } from "../views/lead-scoring-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Leads"];

const read = guardedRoute("leads:read", {
	method: "get",
	path: "/lead-score",
	tags,
	summary: "What leads are scored by, how good that is, which columns are left out, and the versions",
	responses: { 200: answer(leadScoring, "The scoring"), ...faults },
});
const put = guardedRoute("workspace:write", {
	method: "put",
	path: "/lead-score",
	tags,
	summary: "Score by what was learnt or by points; allow sensitive columns. Everything is learnt and scored anew",
	request: { body: jsonBody(putLeadScoringRequest) },
	responses: { 200: answer(leadScoring, "The scoring; new scores follow"), ...faults },
});
const use = guardedRoute("workspace:write", {
	method: "put",
	path: "/lead-score/in-use",
	tags,
	summary: "Put a version of the learnt score in use and keep it there, or (null) take the newest as it comes again",
	request: { body: jsonBody(useModelRequest) },
	responses: { 200: answer(leadScoring, "The scoring; new scores follow"), ...faults },
});
const decide = guardedRoute("workspace:write", {
	method: "put",
	path: "/lead-score/columns",
	tags,
	summary: "Leave a column out that seems to know the end, or say that it is known in time; the score is learnt anew",
	request: { body: jsonBody(decideColumnRequest) },
	responses: { 200: answer(leadScoring, "The scoring; new scores follow"), ...faults },
});

/** What leads are scored by, and its versions. */
export function leadScoreRoutes({ database, now }: Deps) {
	const routes = createRouter();

	const shown = async (c: Context<AppEnv>, db: Db) =>
		leadScoringJson(
			{
				settings: await leadScoringSettings(db),
				live: await liveLearntScore(db, c.var.principal.tenantId),
				versions: await listModels(db, "lead-score"),
				decisions: await columnDecisions(db, "lead-score"),
			},
			viewerOf(c),
		);

	routes.openapi(read, async (c) =>
		c.json(await database.inTenant(c.var.principal.tenantId, (trx) => shown(c, trx)), 200),
	);

	routes.openapi(put, async (c) => {
		const { wanted, allowed, version: read } = c.req.valid("json");
		const { tenantId } = c.var.principal;
		const body = await database.inTenant(tenantId, async (trx) => {
			const current = await leadScoringSettings(trx);
			if (current.version !== read) {
				throw new CourtsideError(
					"version_conflict",
					"How leads are scored was changed since you read it. Read it again, and make your change on what it is now.",
				);
			}
			const version = `lead-scoring@${new Date(now()).toISOString()}`;
			const kept = { version, trainedAt: now(), n: 0, dataFrom: null, dataTo: null, metrics: {} };
			await saveModel(trx, tenantId, "lead-scoring", { ...kept, body: { wanted, allowed } });
			await tellOfChange(c, trx, "lead-scoring.changed", { wanted, allowed, before: current.allowed });
			return shown(c, trx);
		});
		return c.json(body, 200);
	});

	routes.openapi(use, async (c) => {
		const { version } = c.req.valid("json");
		const { tenantId, name } = c.var.principal;
		const body = await database.inTenant(tenantId, async (trx) => {
			const versions = await listModels(trx, "lead-score");
			// Without a version, the newest that does not wait for a decision.
			const wanted = version ?? versions.find((one) => leadMetricsOf(one.metrics).waits !== "leak")?.version ?? null;
			const kept = version === null ? null : { by: name, at: now() };
			const isThere = wanted !== null && (await putInUse(trx, tenantId, "lead-score", wanted, kept));
			found(isThere ? wanted : null, "version");
			const from = versions.find((one) => one.isLive)?.version ?? null;
			await tellOfChange(c, trx, version === null ? "lead-score.released" : "lead-score.kept", { from, to: wanted });
			return shown(c, trx);
		});
		return c.json(body, 200);
	});

	routes.openapi(decide, async (c) => {
		const { column, decision } = c.req.valid("json");
		const { principal } = c.var;
		const body = await database.inTenant(principal.tenantId, async (trx) => {
			const isKnown = (await listModels(trx, "lead-score")).some(({ metrics }) =>
				leadMetricsOf(metrics).leaks.some((leak) => leak.column === column),
			);
			if (!isKnown) throw new CourtsideError("unprocessable", "column: nobody asked about such a column.");
			await decideColumn({ trx, principal }, "lead-score", column, decision);
			await tellOfChange(c, trx, "lead-score.column_decided", { column, decision });
			return shown(c, trx);
		});
		return c.json(body, 200);
	});
	return routes;
}

/** Leaves the audit, and has everything learnt and scored anew. */
async function tellOfChange(
	c: Context<AppEnv>,
	trx: Transaction<Tables>,
	action: string,
	detail: { [key: string]: JsonValue },
): Promise<void> {
	const { tenantId, userId, name } = c.var.principal;
	const { requestId } = c.var;
	const entityId = String(tenantId);
	await appendEvent(trx, { tenantId, type: "workspace.changed", entity: "workspace", entityId, causeId: requestId });
	await recordAudit(trx, { tenantId, actorId: userId, actor: name, action, detail, requestId });
}
