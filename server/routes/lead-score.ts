import { leadScoring, putLeadScoringRequest } from "../../core/contract/lead-score.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { LEAST_CONVERSIONS } from "../../core/scoring/train-lead-score.ts";
import { recordAudit } from "../audit/record.ts";
import type { Db } from "../db/connect.ts";
import { listModels, saveModel } from "../db/models.ts";
import type { Deps } from "../deps.ts";
import { appendEvent } from "../events/append.ts";
import { leadScoringSettings, liveLearntScore } from "../jobs/lead-scoring.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";

const tags = ["Leads"];

const read = guardedRoute("leads:read", {
	method: "get",
	path: "/lead-score",
	tags,
	summary: "What leads are scored by, how good that is, and which columns are left out",
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

/** What leads are scored by. */
export function leadScoreRoutes({ database, now }: Deps) {
	const routes = createRouter();

	routes.openapi(read, async (c) => {
		const { tenantId } = c.var.principal;
		return c.json(await database.inTenant(tenantId, (trx) => shown(trx, tenantId)), 200);
	});

	routes.openapi(put, async (c) => {
		const { wanted, allowed, version: read } = c.req.valid("json");
		const { tenantId, userId, name } = c.var.principal;
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
			// Learnt and scored anew.
			const entityId = String(tenantId);
			const causeId = c.var.requestId;
			await appendEvent(trx, { tenantId, type: "workspace.changed", entity: "workspace", entityId, causeId });
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor: name,
				action: "lead-scoring.changed",
				detail: { wanted, allowed, before: current.allowed },
				requestId: causeId,
			});
			return shown(trx, tenantId);
		});
		return c.json(body, 200);
	});
	return routes;
}

async function shown(db: Db, tenantId: number) {
	const settings = await leadScoringSettings(db);
	const live = await liveLearntScore(db, tenantId);
	const iso = (at: number) => new Date(at).toISOString();
	return {
		...settings,
		inUse: live ? ("learnt" as const) : ("points" as const),
		needed: LEAST_CONVERSIONS,
		learnt: live && {
			version: live.version,
			trainedAt: iso(live.trainedAt),
			leads: live.n.leads,
			converted: live.n.converted,
			from: live.model.window && iso(live.model.window.from),
			to: live.model.window && iso(live.model.window.to),
			candidates: (live.model.metrics?.candidates ?? []).map(({ name, logLoss, auc, brier }) => ({
				...{ name, logLoss, auc, brier },
			})),
			champion: live.model.champion,
			reliability: (live.model.metrics?.reliability ?? []).map((bin) => ({
				n: bin.n,
				foretold: bin.forecast,
				happened: bin.happened,
			})),
			sensitive: live.sensitive,
			leaking: live.leaking,
		},
		versions: (await listModels(db, "lead-score", 10)).map(({ version, trainedAt, n, isLive }) => ({
			...{ version, n, isLive },
			trainedAt: iso(trainedAt),
		})),
	};
}
