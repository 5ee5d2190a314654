import { z } from "@hono/zod-openapi";
import {
	callCycle,
	callDesk,
	callGap,
	categoryRequest,
	dealCategory,
	deskQuery,
	forecastCall,
	forecastDeals,
	forecastOverride,
	gapQuery,
	overrideRequest,
	submitCallRequest,
} from "../../core/contract/forecast-calls.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { askerOf } from "../answers/asker.ts";
import { recordAudit } from "../audit/record.ts";
import { setCategory } from "../calls/deal-category.ts";
import { deskOf } from "../calls/desk.ts";
import { gapOf } from "../calls/gap.ts";
import { callGround } from "../calls/ground.ts";
import { dealsOfForecast } from "../calls/list-deals.ts";
import { makeOverride, takeBackOverride } from "../calls/make-override.ts";
import { submitCall } from "../calls/submit-call.ts";
import { readCycle, saveCycle } from "../db/forecast-cycles.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Forecasts"];
const desk = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/calls",
	"x-cost": 3,
	tags,
	summary: "Beside the model's number of a node: categories, calls, overrides, whose call is missing",
	request: { query: deskQuery },
	responses: { 200: answer(callDesk, "The desk of the node"), ...faults },
});
const gap = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/calls/gap",
	"x-cost": 3,
	tags,
	summary: "The named deals that stand between a commit and the model's number; the parts add up to the commit",
	request: { query: gapQuery },
	responses: { 200: answer(callGap, "The gap in parts"), ...faults },
});
const submit = guardedRoute("calls:write", {
	method: "post",
	path: "/forecasts/calls",
	"x-cost": 3,
	tags,
	summary: "Say what you will book: yourself, a team that you lead. Kept beside the model's number of this moment",
	request: { body: jsonBody(submitCallRequest) },
	responses: { 201: answer(forecastCall, "The call"), ...faults },
});
const deals = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/deals",
	"x-cost": 3,
	tags,
	summary: "What each deal brings to a node's number, largest first",
	request: { query: deskQuery },
	responses: { 200: answer(forecastDeals, "The deals of the newest forecast"), ...faults },
});
const override = guardedRoute("forecasts:write", {
	method: "post",
	path: "/forecasts/overrides",
	"x-cost": 3,
	tags,
	summary: "Say another number than the model's for a node or one open deal, with a reason; it stands beside",
	request: { body: jsonBody(overrideRequest) },
	responses: { 201: answer(forecastOverride, "The override"), ...faults },
});
const withdraw = guardedRoute("forecasts:write", {
	method: "post",
	path: "/forecasts/overrides/{id}/withdraw",
	tags,
	summary: "Take an override back; it stays to be seen",
	request: { params: z.object({ id }) },
	responses: { 200: answer(forecastOverride, "As it is now"), ...faults },
});
const cycle = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/cycle",
	tags,
	summary: "When calls are due",
	responses: { 200: answer(callCycle, "The cycle"), ...faults },
});
const setCycle = guardedRoute("workspace:write", {
	method: "put",
	path: "/forecasts/cycle",
	tags,
	summary: "Set when calls are due; needs the version that was read",
	request: { body: jsonBody(callCycle) },
	responses: { 200: answer(callCycle, "The cycle as it is now"), ...faults },
});
const category = guardedRoute("calls:write", {
	method: "put",
	path: "/opportunities/{id}/forecast-category",
	tags,
	summary: "Put a deal into a forecast category; needs the version that was read (0: none yet)",
	request: { params: z.object({ id }), body: jsonBody(categoryRequest) },
	responses: { 200: answer(dealCategory, "As it is now"), ...faults },
});

/** What people say of the forecast, beside what the model says. */
export function forecastCallRoutes(deps: Deps) {
	const { database } = deps;
	const routes = createRouter();

	routes.openapi(desk, async (c) => {
		const db = database.reader(c.var.principal.tenantId);
		const asker = askerOf(c);
		const ground = await callGround(deps, db, asker, c.req.valid("query"));
		const shown = await database.inTenant(asker.principal.tenantId, (trx) => deskOf(trx, ground, asker));
		return c.json(shown, 200);
	});

	routes.openapi(gap, async (c) => {
		const { commitMinor, ...asked } = c.req.valid("query");
		const db = database.reader(c.var.principal.tenantId);
		const asker = askerOf(c);
		const ground = await callGround(deps, db, asker, asked);
		return c.json(found(await gapOf(db, ground, BigInt(commitMinor), asker.viewer), "node"), 200);
	});

	routes.openapi(submit, async (c) => {
		const asked = c.req.valid("json");
		const asker = askerOf(c);
		const db = database.reader(asker.principal.tenantId);
		const ground = await callGround(deps, db, asker, { period: asked.period, node: asked.nodeId });
		const made = await idempotent(c, database, async (trx) => ({
			status: 201,
			body: await submitCall(await writerOf(c, trx, deps), ground, asked, asker.viewer),
		}));
		return c.json(made.body, 201);
	});

	routes.openapi(deals, async (c) => {
		const db = database.reader(c.var.principal.tenantId);
		const ground = await callGround(deps, db, askerOf(c), c.req.valid("query"));
		return c.json(await dealsOfForecast(db, ground), 200);
	});

	routes.openapi(override, async (c) => {
		const asked = c.req.valid("json");
		const asker = askerOf(c);
		const db = database.reader(asker.principal.tenantId);
		const node = asked.nodeId === undefined ? {} : { node: asked.nodeId };
		const ground = await callGround(deps, db, asker, { period: asked.period, ...node });
		const made = await idempotent(c, database, async (trx) => ({
			status: 201,
			body: await makeOverride(await writerOf(c, trx, deps), ground, asked),
		}));
		return c.json(made.body, 201);
	});

	routes.openapi(withdraw, async (c) => {
		const asker = askerOf(c);
		const { tenantId } = asker.principal;
		const done = await database.inTenant(tenantId, async (trx) => {
			const writer = await writerOf(c, trx, deps);
			return takeBackOverride(writer, c.req.valid("param").id, async ({ period, target }) => {
				const { nodes } = await callGround(deps, trx, asker, { period });
				return nodes.some((n) => n.nodeId === target.nodeId);
			});
		});
		return c.json(found(done, "override"), 200);
	});

	routes.openapi(cycle, async (c) => c.json(await readCycle(database.reader(c.var.principal.tenantId)), 200));

	routes.openapi(setCycle, async (c) => {
		const given = c.req.valid("json");
		const { tenantId, userId, name } = c.var.principal;
		const set = await database.inTenant(tenantId, async (trx) => {
			if (!(await saveCycle(trx, tenantId, given))) {
				throw new CourtsideError("version_conflict", "Somebody else has set the cycle meanwhile. Reload the page.");
			}
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor: name,
				action: "forecast.cycle_set",
				entity: "workspace",
				entityId: String(tenantId),
				detail: { ...given },
				requestId: c.var.requestId,
			});
			return readCycle(trx);
		});
		return c.json(set, 200);
	});

	routes.openapi(category, async (c) => {
		const done = await database.inTenant(c.var.principal.tenantId, async (trx) =>
			setCategory(await writerOf(c, trx, deps), c.req.valid("param").id, c.req.valid("json")),
		);
		return c.json(found(done, "deal"), 200);
	});

	return routes;
}
