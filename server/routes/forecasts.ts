import { z } from "@hono/zod-openapi";
import { createForecastRequest, forecast, forecastQuery } from "../../core/contract/forecasts.ts";
import { id } from "../../core/contract/scalars.ts";
import { forecastTable } from "../../core/contract/tables/forecast-table.ts";
import { askerOf } from "../answers/asker.ts";
import { forecastById, latestForecastFor, makeForecast, refuseWhenLarge } from "../answers/forecast.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { guardedRoute } from "../policy/guard.ts";
import { downloadWhole, wholeTableQuery } from "../tables/whole-table.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Forecasts"];

const latest = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts",
	tags,
	summary: "The latest forecast of a period (without one: of the current quarter), computed when there is none",
	request: { query: forecastQuery },
	responses: { 200: answer(forecast, "The nodes you may see, parents first"), ...faults },
});
const download = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/download",
	"x-cost": 3,
	tags,
	summary: "What stands beneath a node of the latest forecast (without one: beneath the top), as CSV or XLSX",
	request: {
		query: wholeTableQuery(forecastTable).extend({ ...forecastQuery.shape, node: z.string().max(120).optional() }),
	},
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const read = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/{id}",
	tags,
	summary: "A forecast as it was computed; for one of the system's, the newest of its day, which has replaced it",
	request: { params: z.object({ id }) },
	responses: { 200: answer(forecast, "The nodes you may see, parents first"), ...faults },
});
const create = guardedRoute("forecasts:write", {
	method: "post",
	path: "/forecasts",
	"x-cost": 20,
	tags,
	summary: "Compute a forecast now and keep it; send an Idempotency-Key to be safe to repeat",
	request: { body: jsonBody(createForecastRequest) },
	responses: { 201: answer(forecast, "The new forecast"), ...faults },
});

/** Forecasts. */
export function forecastRoutes(deps: Deps) {
	const routes = createRouter();

	routes.openapi(latest, async (c) => c.json(await latestForecastFor(deps, askerOf(c), c.req.valid("query")), 200));

	routes.openapi(download, async (c) => {
		const { period, grain, node, ...asked } = c.req.valid("query");
		const { nodes } = await latestForecastFor(deps, askerOf(c), { period, grain });
		const above = nodes.find((n) => n.nodeId === node) ?? nodes[0];
		const below = nodes.filter((n) => n.parentId === above?.nodeId);
		return downloadWhole(c, deps, forecastTable, asked, below);
	});

	routes.openapi(read, async (c) => {
		const shown = await forecastById(deps, askerOf(c), c.req.valid("param").id);
		return c.json(found(shown, "forecast"), 200);
	});

	routes.openapi(create, async (c) => {
		const asked = c.req.valid("json");
		await refuseWhenLarge(deps, c.var.principal.tenantId);
		const made = await idempotent(c, deps.database, async (trx) => {
			return { status: 201, body: await makeForecast(trx, deps, askerOf(c), asked) };
		});
		c.header("location", `/api/v1/forecasts/${made.body.id}`);
		return c.json(made.body, 201);
	});
	return routes;
}
