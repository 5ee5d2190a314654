import { z } from "@hono/zod-openapi";
import { id } from "../../core/contract/scalars.ts";
import { modelScenarioRequest, scenario, scenarioList, updateScenarioRequest } from "../../core/contract/scenarios.ts";
import { askerOf } from "../answers/asker.ts";
import { placeScenario, refuseOutOfSight, scenarioFor, scenarioScope, scenariosFor } from "../answers/scenarios.ts";
import { recordAudit } from "../audit/record.ts";
import { changeScenario, deleteScenario, insertScenario } from "../db/scenarios.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { guardedRoute } from "../policy/guard.ts";
import { etagOf, versionRead } from "./concurrency.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Forecasts"];
const params = z.object({ id });

const list = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/scenarios",
	tags,
	summary: "The scenarios that people keep, changed last first, and the teams and people one may be about",
	responses: { 200: answer(scenarioList, "Without their reports"), ...faults },
});
const model = guardedRoute("forecasts:write", {
	method: "post",
	path: "/forecasts/scenarios/model",
	"x-cost": 20,
	tags,
	summary: "Keep a scenario and have it computed beside the usual ones; send an Idempotency-Key to be safe to repeat",
	request: { body: jsonBody(modelScenarioRequest) },
	responses: { 202: answer(scenario, "It is being computed; read it until its state is done"), ...faults },
});
const read = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/scenarios/{id}",
	tags,
	summary: "A scenario beside the usual ones, with what drives the difference, what to do and what could go wrong",
	request: { params },
	responses: { 200: answer(scenario, "With the last report"), ...faults },
});
const update = guardedRoute("forecasts:write", {
	method: "put",
	path: "/forecasts/scenarios/{id}",
	"x-cost": 20,
	tags,
	summary: "Change what is given and have it computed again as of now; needs the version that was read",
	request: { params, body: jsonBody(updateScenarioRequest) },
	responses: { 202: answer(scenario, "It is being computed; the last report stands meanwhile"), ...faults },
});
const remove = guardedRoute("forecasts:write", {
	method: "delete",
	path: "/forecasts/scenarios/{id}",
	tags,
	summary: "Delete a scenario",
	request: { params },
	responses: { 204: { description: "Deleted" }, ...faults },
});

/** What if: scenarios of the forecast. */
export function scenarioRoutes(deps: Deps) {
	const { database, jobs, now } = deps;
	const routes = createRouter();
	const start = (tenantId: number, scenarioId: string, version: number) =>
		jobs.enqueue("model-scenario", { tenantId, scenarioId }, { dedupId: `scenario-${scenarioId}-${version}` });

	routes.openapi(list, async (c) => {
		const db = database.reader(c.var.principal.tenantId);
		return c.json(await scenariosFor(db, askerOf(c), now()), 200);
	});

	routes.openapi(model, async (c) => {
		const { tenantId, userId, name: actor } = c.var.principal;
		const { name, changes, ...asked } = c.req.valid("json");
		const made = await idempotent(c, database, async (trx) => {
			const place = await placeScenario(trx, askerOf(c), asked, changes, now());
			const scenarioId = await insertScenario(trx, { tenantId, name, changes, by: userId, ...place });
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor,
				action: "scenario.created",
				entity: "scenario",
				entityId: scenarioId,
				detail: { name, changes: changes.length },
				requestId: c.var.requestId,
			});
			return { status: 202, body: found(await scenarioFor(trx, askerOf(c), scenarioId, now()), "scenario") };
		});
		await start(tenantId, made.body.id, made.body.version);
		c.header("location", `/api/v1/forecasts/scenarios/${made.body.id}`);
		c.header("etag", etagOf(made.body.version));
		return c.json(made.body, 202);
	});

	routes.openapi(read, async (c) => {
		const db = database.reader(c.var.principal.tenantId);
		const shown = found(await scenarioFor(db, askerOf(c), c.req.valid("param").id, now()), "scenario");
		c.header("etag", etagOf(shown.version));
		return c.json(shown, 200);
	});

	routes.openapi(update, async (c) => {
		const { tenantId, userId, name: actor } = c.var.principal;
		const scenarioId = c.req.valid("param").id;
		const { version, name, changes } = c.req.valid("json");
		const changed = await database.inTenant(tenantId, async (trx) => {
			const asker = askerOf(c);
			const before = found(await scenarioFor(trx, asker, scenarioId, now()), "scenario");
			const { nodes } = await scenarioScope(trx, asker, now());
			await refuseOutOfSight(trx, asker, nodes, changes ?? before.changes, now());
			const read = versionRead(version, c.req.header("if-match"));
			await changeScenario(trx, scenarioId, { name, changes, by: userId }, read);
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor,
				action: "scenario.updated",
				entity: "scenario",
				entityId: scenarioId,
				detail: { name: name ?? before.name, changes: (changes ?? before.changes).length },
				requestId: c.var.requestId,
			});
			return found(await scenarioFor(trx, asker, scenarioId, now()), "scenario");
		});
		await start(tenantId, scenarioId, changed.version);
		c.header("etag", etagOf(changed.version));
		return c.json(changed, 202);
	});

	routes.openapi(remove, async (c) => {
		const { tenantId, userId, name: actor } = c.var.principal;
		const scenarioId = c.req.valid("param").id;
		await database.inTenant(tenantId, async (trx) => {
			const { name } = found(await scenarioFor(trx, askerOf(c), scenarioId, now()), "scenario");
			await deleteScenario(trx, scenarioId);
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor,
				action: "scenario.deleted",
				entity: "scenario",
				entityId: scenarioId,
				detail: { name },
				requestId: c.var.requestId,
			});
		});
		return c.body(null, 204);
	});
	return routes;
}
