import { z } from "@hono/zod-openapi";
import { accuracy, accuracyQuery, pastForecasts, replay } from "../../core/contract/accuracy.ts";
import { useModelRequest } from "../../core/contract/deal-model.ts";
import { forecastQuery } from "../../core/contract/forecasts.ts";
import { modelTrials } from "../../core/contract/model-trials.ts";
import { id } from "../../core/contract/scalars.ts";
import { accuracyTable } from "../../core/contract/tables/accuracy-table.ts";
import { accuracyFor } from "../answers/accuracy.ts";
import { askerOf, toldAsker } from "../answers/asker.ts";
import { refuseWhenLarge } from "../answers/forecast.ts";
import { modelTrialsFor } from "../answers/model-trials.ts";
import { recordAudit } from "../audit/record.ts";
import { liveModel, putInUse } from "../db/models.ts";
import { accuracyMeasure, noteMeasure } from "../db/outcomes.ts";
import { listPastForecasts } from "../db/past-forecasts.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { downloadWhole, wholeTableQuery } from "../tables/whole-table.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Forecasts"];

const show = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/accuracy",
	"x-cost": 5,
	tags,
	summary:
		"How forecasts did against what came: misses, bias and whether ranges held, by days ahead, team, model, period",
	request: { query: accuracyQuery },
	responses: { 200: answer(accuracy, "As last measured"), ...faults },
});
const download = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/accuracy/download",
	"x-cost": 5,
	tags,
	summary: "The same as CSV or XLSX: the accuracy report",
	request: { query: wholeTableQuery(accuracyTable).extend(accuracyQuery.shape) },
	responses: { 200: fileAnswer("The report as a file"), ...faults },
});
const trials = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/accuracy/trials",
	tags,
	summary: "Newly learnt deal models: how the past would have been forecast with each, and whether it was taken",
	responses: { 200: answer(modelTrials, "The latest, newest first"), ...faults },
});
const useModel = guardedRoute("workspace:write", {
	method: "put",
	path: "/forecasts/model-in-use",
	tags,
	summary: "Have forecasts rest on a version and keep it, or (null) on what forecasts better as it comes",
	request: { body: jsonBody(useModelRequest) },
	responses: { 200: answer(modelTrials, "What forecasts rest on now"), ...faults },
});
const measure = guardedRoute("forecasts:write", {
	method: "post",
	path: "/forecasts/accuracy/measure",
	"x-cost": 20,
	tags,
	summary: "Measure it anew: compare stored forecasts with what came, and forecast past periods again",
	responses: { 202: { description: "It is being measured; read the accuracy until its state is done" }, ...faults },
});
const past = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/past",
	tags,
	summary: "Stored forecasts, newest first; without a period of all of them",
	request: { query: forecastQuery.pick({ period: true }) },
	responses: { 200: answer(pastForecasts, "Their ids, to be read or made again"), ...faults },
});
const again = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/{id}/replay",
	"x-cost": 20,
	tags,
	summary: "Make a stored forecast again from what was known then: the same, or why not",
	request: { params: z.object({ id }) },
	responses: { 200: answer(replay, "What came of it"), ...faults },
});

/** How forecasts did, and whether they can be made again. */
export function accuracyRoutes(deps: Deps) {
	const { database, jobs, beside, now } = deps;
	const routes = createRouter();

	routes.openapi(show, async (c) => c.json(await accuracyFor(deps, askerOf(c), c.req.valid("query")), 200));

	routes.openapi(download, async (c) => {
		const { node, source, grain, ...asked } = c.req.valid("query");
		const { rows } = await accuracyFor(deps, askerOf(c), { node, source, grain });
		return downloadWhole(c, deps, accuracyTable, asked, rows);
	});

	routes.openapi(trials, async (c) => c.json(await modelTrialsFor(deps, askerOf(c)), 200));

	routes.openapi(useModel, async (c) => {
		const { tenantId, userId, name: actor } = c.var.principal;
		const { version } = c.req.valid("json");
		await database.inTenant(tenantId, async (trx) => {
			const from = (await liveModel(trx, "forecast"))?.version ?? null;
			const wanted = version ?? from;
			const kept = version === null ? null : { by: actor, at: now() };
			found(wanted !== null && (await putInUse(trx, tenantId, "forecast", wanted, kept)) ? wanted : null, "version");
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor,
				action: version === null ? "forecast-model.released" : "forecast-model.kept",
				detail: { from, to: wanted },
				requestId: c.var.requestId,
			});
		});
		// Released, the newest way that is not held back has to be learnt from today's deals.
		const job = version === null ? "rebuild-numbers" : "reforecast";
		await jobs.enqueue(job, { tenantId }, { dedupId: `${version === null ? "rebuild" : "reforecast"}-${tenantId}` });
		return c.json(await modelTrialsFor(deps, askerOf(c)), 200);
	});

	routes.openapi(measure, async (c) => {
		const { tenantId, userId, name: actor } = c.var.principal;
		await database.inTenant(tenantId, async (trx) => {
			const held = await accuracyMeasure(trx);
			await noteMeasure(trx, tenantId, { state: "running", done: 0, total: held?.total ?? null, reason: null });
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor,
				action: "accuracy.asked",
				requestId: c.var.requestId,
			});
		});
		await jobs.enqueue("measure-accuracy", { tenantId }, { dedupId: `accuracy-${tenantId}` });
		return c.body(null, 202);
	});

	routes.openapi(past, async (c) => {
		const rows = await listPastForecasts(database.reader(c.var.principal.tenantId), c.req.valid("query").period);
		const iso = (at: number) => new Date(at).toISOString();
		const items = rows.map(({ asOf, createdAt, ...row }) => ({ ...row, asOf: iso(asOf), createdAt: iso(createdAt) }));
		return c.json({ items }, 200);
	});

	routes.openapi(again, async (c) => {
		const { tenantId } = c.var.principal;
		await refuseWhenLarge(deps, tenantId);
		const made = await beside("replay", { asker: toldAsker(askerOf(c)), forecastId: c.req.valid("param").id });
		return c.json(found(made, "forecast"), 200);
	});
	return routes;
}
