import { z } from "@hono/zod-openapi";
import { adjustForecastRequest, createForecastRequest, forecast } from "../../core/contract/forecasts.ts";
import { id } from "../../core/contract/scalars.ts";
import { askerOf } from "../answers/asker.ts";
import { forecastById, makeForecast, refuseWhenLarge } from "../answers/forecast.ts";
import { adjustForecast } from "../calls/adjust-forecast.ts";
import type { Writer } from "../db/own-write.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Forecasts"];
const params = z.object({ id });
const generate = guardedRoute("forecasts:write", {
	method: "post",
	path: "/forecasts/revenue/generate",
	"x-cost": 20,
	tags,
	summary: "The same as POST /forecasts: compute a forecast now and keep it",
	request: { body: jsonBody(createForecastRequest) },
	responses: { 201: answer(forecast, "The new forecast"), ...faults },
});
const read = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/revenue/{id}",
	tags,
	summary: "The same as GET /forecasts/{id}",
	request: { params },
	responses: { 200: answer(forecast, "The nodes you may see, parents first"), ...faults },
});
const adjustConfig = {
	method: "put",
	"x-cost": 3,
	tags,
	summary: "Put another number beside the model's for a node or deal of the forecast's period, with a reason",
	request: { params, body: jsonBody(adjustForecastRequest) },
	responses: {
		200: answer(forecast, "The forecast; `adjusted` holds what the override makes of each node"),
		...faults,
	},
} as const;
const adjust = guardedRoute("forecasts:write", { ...adjustConfig, path: "/forecasts/revenue/{id}/adjust" });
const adjustShort = guardedRoute("forecasts:write", { ...adjustConfig, path: "/forecasts/{id}/adjust" });

/** Forecasts under the names of the integration interface. */
export function revenueForecastRoutes(deps: Deps) {
	const { database } = deps;
	const routes = createRouter();

	routes.openapi(generate, async (c) => {
		const asked = c.req.valid("json");
		await refuseWhenLarge(deps, c.var.principal.tenantId);
		const made = await idempotent(c, database, async (trx) => ({
			status: 201,
			body: await makeForecast(trx, deps, askerOf(c), asked),
		}));
		c.header("location", `/api/v1/forecasts/revenue/${made.body.id}`);
		return c.json(made.body, 201);
	});

	routes.openapi(read, async (c) => {
		const shown = await forecastById(deps, askerOf(c), c.req.valid("param").id);
		return c.json(found(shown, "forecast"), 200);
	});

	for (const route of [adjust, adjustShort]) {
		routes.openapi(route, async (c) => {
			const keep = (write: (writer: Writer) => Promise<unknown>) =>
				idempotent(c, database, async (trx) => ({ status: 201, body: await write(await writerOf(c, trx, deps)) }));
			const { id: forecastId } = c.req.valid("param");
			return c.json(await adjustForecast(deps, askerOf(c), forecastId, c.req.valid("json"), keep), 200);
		});
	}
	return routes;
}
