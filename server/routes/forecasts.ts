import { z } from "@hono/zod-openapi";
import type { Transaction } from "kysely";
import { createForecastRequest, type ForecastJson, forecast, forecastQuery } from "../../core/contract/forecasts.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { addDays } from "../../core/model/instant.ts";
import { type Period, parsePeriod, periodOf } from "../../core/model/period.ts";
import type { Db } from "../db/connect.ts";
import { findForecast, forecastTrend, latestForecast, type StoredForecast } from "../db/forecasts.ts";
import { listTeams } from "../db/people.ts";
import type { Tables } from "../db/tables.ts";
import { loadWorkspace, type Workspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { startOfWeek } from "../jobs/deal-numbers.ts";
import { computeForecasts } from "../jobs/reforecast.ts";
import { guardedRoute } from "../policy/guard.ts";
import type { Principal } from "../policy/principal.ts";
import { visibleNodes } from "../views/forecast-scope.ts";
import { forecastJson } from "../views/forecast-view.ts";
import { type Viewer, viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Forecasts"];
const TREND = 60;
const MOST_DEALS_AT_ONCE = 50_000;
const YEARS_BACK = 10;
const YEARS_AHEAD = 3;

const latest = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts",
	tags,
	summary: "The latest forecast of a period (without one: of the current quarter), computed when there is none",
	request: { query: forecastQuery },
	responses: { 200: answer(forecast, "The nodes you may see, parents first"), ...faults },
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
	tags,
	summary: "Compute a forecast now and keep it; send an Idempotency-Key to be safe to repeat",
	request: { body: jsonBody(createForecastRequest) },
	responses: { 201: answer(forecast, "The new forecast"), ...faults },
});

/** Forecasts. */
export function forecastRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();

	routes.openapi(latest, async (c) => {
		const { principal } = c.var;
		const { tenantId } = principal;
		const db = database.reader(tenantId);
		const workspace = await loadWorkspace(db, now());
		const period = periodAsked(workspace, c.req.valid("query"));
		const stored = await latestForecast(db, period.name);
		const given = { periods: [period], createdBy: null, realNow: now() };
		if (!stored) {
			refuseWhenFar(workspace, period);
			await refuseWhenLarge(db, deps, tenantId);
		}
		const fresh = stored ?? (await database.inTenant(tenantId, (trx) => computeOne(trx, tenantId, given)));
		return c.json(await shown(db, workspace, fresh, principal, viewerOf(c)), 200);
	});

	routes.openapi(read, async (c) => {
		const { principal } = c.var;
		const db = database.reader(principal.tenantId);
		const stored = found(await findForecast(db, c.req.valid("param").id), "forecast");
		return c.json(await shown(db, await loadWorkspace(db, now()), stored, principal, viewerOf(c)), 200);
	});

	routes.openapi(create, async (c) => {
		const { principal } = c.var;
		const asked = c.req.valid("json");
		await refuseWhenLarge(database.reader(principal.tenantId), deps, principal.tenantId);
		const made = await idempotent(c, database, async (trx) => {
			const workspace = await loadWorkspace(trx, now());
			const period = periodAsked(workspace, asked);
			refuseWhenFar(workspace, period);
			const given = { periods: [period], createdBy: principal.userId, realNow: now() };
			const stored = await computeOne(trx, principal.tenantId, given);
			return { status: 201, body: await shown(trx, workspace, stored, principal, viewerOf(c)) };
		});
		c.header("location", `/api/v1/forecasts/${made.body.id}`);
		return c.json(made.body, 201);
	});
	return routes;
}

/** The period asked for by name or grain; the current quarter otherwise. Throws invalid_request on a name the calendar lacks. */
export function periodAsked(
	{ fiscal, today }: Workspace,
	asked: { period?: string | undefined; grain?: Period["grain"] | undefined },
): Period {
	if (asked.period === undefined) return periodOf(fiscal, asked.grain ?? "quarter", today);
	const period = parsePeriod(fiscal, asked.period);
	if (period) return period;
	throw new CourtsideError("invalid_request", "period: write it as FY2026, FY2026-Q3 or FY2026-M07.");
}

/** Each new period is a computation and is kept, so that a list of made-up ones must not be. Throws unprocessable. */
function refuseWhenFar({ today }: Workspace, period: Period): void {
	if (period.end >= addDays(today, -YEARS_BACK * 366) && period.start <= addDays(today, YEARS_AHEAD * 366)) return;
	throw new CourtsideError(
		"unprocessable",
		`period: forecasts are made for ${YEARS_BACK} years back and ${YEARS_AHEAD} ahead.`,
	);
}

/** Forecasting so many deals takes longer than a request may: it is left to the background. Throws unavailable. */
async function refuseWhenLarge(db: Db, { jobs }: Deps, tenantId: number): Promise<void> {
	const last = await db.selectFrom("deals").select("id").offset(MOST_DEALS_AT_ONCE).limit(1).execute();
	if (last.length === 0) return;
	await jobs.enqueue("reforecast", { tenantId }, { dedupId: `reforecast-${tenantId}` });
	throw new CourtsideError(
		"unavailable",
		"With so many deals this takes a minute. It has been started; look again then.",
	);
}

async function computeOne(
	trx: Transaction<Tables>,
	tenantId: number,
	given: Parameters<typeof computeForecasts>[2],
): Promise<StoredForecast> {
	const [made = ""] = await computeForecasts(trx, tenantId, given);
	return found(await findForecast(trx, made), "forecast");
}

async function shown(
	db: Db,
	workspace: Workspace,
	stored: StoredForecast,
	principal: Principal,
	viewer: Viewer,
): Promise<ForecastJson> {
	const nodes = visibleNodes(stored.nodes, await listTeams(db, principal.tenantId), principal);
	const top = nodes[0];
	const trend = top ? await forecastTrend(db, stored.period.name, top.nodeId, TREND) : [];
	return forecastJson(stored, nodes, trend, { now: workspace.now, weekStart: startOfWeek(workspace) }, viewer);
}
