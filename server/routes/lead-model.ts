import { leadModelTrial, tryLeadModelRequest } from "../../core/contract/lead-score.ts";
import { leadModelJson, putLeadModelRequest } from "../../core/contract/leads.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { checkLeadModel } from "../../core/scoring/check-lead-model.ts";
import type { LeadModel } from "../../core/scoring/lead-model.ts";
import { recordAudit } from "../audit/record.ts";
import type { Db } from "../db/connect.ts";
import { liveModel, saveModel } from "../db/models.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { appendEvent } from "../events/append.ts";
import { leadModelInUse } from "../jobs/lead-numbers.ts";
import { tryLeadModel } from "../jobs/try-lead-model.ts";
import { guardedRoute } from "../policy/guard.ts";
import { type Viewer, viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { ruleFaults } from "./rule-faults.ts";

const tags = ["Leads"];

const read = guardedRoute("leads:read", {
	method: "get",
	path: "/lead-model",
	tags,
	summary: "The rules that give leads their points",
	responses: { 200: answer(leadModelJson, "The rules in use"), ...faults },
});
const put = guardedRoute("workspace:write", {
	method: "put",
	path: "/lead-model",
	tags,
	summary: "Replace the rules; every open lead is scored again by them",
	request: { body: jsonBody(putLeadModelRequest) },
	responses: { 200: answer(leadModelJson, "The rules now in use"), ...faults },
});

const preview = guardedRoute("workspace:write", {
	method: "post",
	path: "/lead-model/preview",
	"x-cost": 20,
	tags,
	summary: "What rules would have been worth on past leads, beside those in use; nothing is kept",
	request: { body: jsonBody(tryLeadModelRequest) },
	responses: { 200: answer(leadModelTrial, "What they would have been worth"), ...faults },
});

/** The editable points model of leads. */
export function leadModelRoutes({ database, now }: Deps) {
	const routes = createRouter();

	routes.openapi(read, async (c) => {
		const shown = await inUse(database.reader(c.var.principal.tenantId));
		c.header("etag", JSON.stringify(shown.version));
		return c.json(shown, 200);
	});

	routes.openapi(put, async (c) => {
		const { version, body } = c.req.valid("json");
		const { tenantId, userId, name } = c.var.principal;
		const model = checked(body, `lead-points@${new Date(now()).toISOString()}`, viewerOf(c));
		const shown = await database.inTenant(tenantId, async (trx) => {
			const current = await leadModelInUse(trx);
			if (current.version !== version) {
				throw new CourtsideError(
					"version_conflict",
					"The rules were changed since you read them. Read them again, and make your change on what they are now.",
				);
			}
			await saveModel(trx, tenantId, "lead-points", {
				version: model.version,
				trainedAt: now(),
				n: 0,
				body: JSON.parse(JSON.stringify(model)),
				dataFrom: null,
				dataTo: null,
				metrics: {},
			});
			// Everything that rests on the rules is computed again.
			const entityId = String(tenantId);
			await appendEvent(trx, {
				tenantId,
				type: "workspace.changed",
				entity: "workspace",
				entityId,
				causeId: c.var.requestId,
			});
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor: name,
				action: "lead-model.changed",
				detail: { from: version, to: model.version, rules: model.rules.length },
				requestId: c.var.requestId,
			});
			return inUse(trx);
		});
		c.header("etag", JSON.stringify(shown.version));
		return c.json(shown, 200);
	});
	routes.openapi(preview, async (c) => {
		const model = checked(c.req.valid("json").body, "trial", viewerOf(c));
		const tried = await database.inTenant(c.var.principal.tenantId, async (trx) =>
			tryLeadModel(trx, model, await loadWorkspace(trx, now())),
		);
		return c.json(tried, 200);
	});
	return routes;
}

async function inUse(db: Db) {
	const model = await leadModelInUse(db);
	const stored = await liveModel(db, "lead-points");
	return {
		version: model.version,
		body: { ...model },
		updatedAt: stored?.version === model.version ? new Date(stored.trainedAt).toISOString() : null,
	};
}

/** The rules of a request. Throws invalid_request with every rule that is wrong. */
function checked(body: Record<string, unknown>, version: string, viewer: Viewer): LeadModel {
	const result = checkLeadModel({ ...body, version });
	if ("model" in result) return result.model;
	throw ruleFaults(result.faults, viewer, "body.rules");
}
