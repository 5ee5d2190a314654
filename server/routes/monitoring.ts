import {
	coverage,
	performance,
	performanceQuery,
	putCoverageNormsRequest,
	putRepHoursRequest,
} from "../../core/contract/monitoring.ts";
import { coverageTable, performanceTable } from "../../core/contract/tables/monitoring-tables.ts";
import { askerOf } from "../answers/asker.ts";
import { recordAudit } from "../audit/record.ts";
import { saveCoverageNorms } from "../db/coverage-norms.ts";
import { saveRepHours } from "../db/rep-hours.ts";
import type { Deps } from "../deps.ts";
import { coverageFor } from "../monitoring/coverage.ts";
import { performanceFor } from "../monitoring/performance.ts";
import { guardedRoute } from "../policy/guard.ts";
import { downloadWhole, wholeTableQuery } from "../tables/whole-table.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";

const tags = ["Performance"];

const watch = guardedRoute("territories:read", {
	method: "get",
	path: "/performance",
	"x-cost": 10,
	tags,
	summary:
		"How people, teams or territories do against quota, each other, their past and the season; chance is told apart",
	request: { query: performanceQuery },
	responses: { 200: answer(performance, "Those in sight"), ...faults },
});
const watchDownload = guardedRoute("territories:read", {
	method: "get",
	path: "/performance/download",
	"x-cost": 10,
	tags,
	summary: "The same as CSV or XLSX",
	request: { query: wholeTableQuery(performanceTable).extend(performanceQuery.shape) },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const cover = guardedRoute("territories:read", {
	method: "get",
	path: "/coverage",
	"x-cost": 10,
	tags,
	summary: "Hours beside the work that accounts ask for, gaps, overlaps, and whether to hire",
	responses: { 200: answer(coverage, "Those in sight"), ...faults },
});
const coverDownload = guardedRoute("territories:read", {
	method: "get",
	path: "/coverage/download",
	"x-cost": 10,
	tags,
	summary: "Everybody's hours and work as CSV or XLSX",
	request: { query: wholeTableQuery(coverageTable) },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const putNorms = guardedRoute("territories:write", {
	method: "put",
	path: "/coverage/norms",
	tags,
	summary: "Set what accounts of each size take, and what a seller costs; needs the version that was read",
	request: { body: jsonBody(putCoverageNormsRequest) },
	responses: { 200: answer(coverage, "Coverage by the new norms"), ...faults },
});
const putHours = guardedRoute("territories:write", {
	method: "put",
	path: "/coverage/hours",
	tags,
	summary: "Set how many hours a week people have for customers, and since when they sell",
	request: { body: jsonBody(putRepHoursRequest) },
	responses: { 200: answer(coverage, "Coverage by the new hours"), ...faults },
});

/** How everybody does, and whether their hours fit their work. */
export function monitoringRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();

	routes.openapi(watch, async (c) => {
		const asked = c.req.valid("query");
		const { tenantId } = c.var.principal;
		return c.json(await database.inTenant(tenantId, (trx) => performanceFor(trx, askerOf(c), asked, now())), 200);
	});

	routes.openapi(watchDownload, async (c) => {
		const { period, grain, by, ...asked } = c.req.valid("query");
		const { tenantId } = c.var.principal;
		const { rows, currency } = await database.inTenant(tenantId, (trx) =>
			performanceFor(trx, askerOf(c), { period, grain, by }, now()),
		);
		return downloadWhole(
			c,
			deps,
			performanceTable,
			asked,
			rows.map((row) => ({ ...row, currency })),
		);
	});

	routes.openapi(cover, async (c) => {
		const { tenantId } = c.var.principal;
		return c.json(await database.inTenant(tenantId, (trx) => coverageFor(trx, askerOf(c), now())), 200);
	});

	routes.openapi(coverDownload, async (c) => {
		const { tenantId } = c.var.principal;
		const { reps } = await database.inTenant(tenantId, (trx) => coverageFor(trx, askerOf(c), now()));
		return downloadWhole(c, deps, coverageTable, c.req.valid("query"), reps);
	});

	routes.openapi(putNorms, async (c) => {
		const { version, ...norms } = c.req.valid("json");
		const { tenantId, userId, name: actor } = c.var.principal;
		const body = await database.inTenant(tenantId, async (trx) => {
			await saveCoverageNorms(trx, { tenantId, norms, read: version, by: userId });
			await recordAudit(trx, {
				...{ tenantId, actorId: userId, actor, action: "coverage.norms" },
				detail: { weeksPerYear: norms.weeksPerYear, usualHours: norms.usualHours },
				requestId: c.var.requestId,
			});
			return coverageFor(trx, askerOf(c), now());
		});
		return c.json(body, 200);
	});

	routes.openapi(putHours, async (c) => {
		const { hours } = c.req.valid("json");
		const { tenantId, userId, name: actor } = c.var.principal;
		const body = await database.inTenant(tenantId, async (trx) => {
			const people = await saveRepHours(trx, tenantId, hours);
			await recordAudit(trx, {
				...{ tenantId, actorId: userId, actor, action: "coverage.hours", detail: { people } },
				requestId: c.var.requestId,
			});
			return coverageFor(trx, askerOf(c), now());
		});
		return c.json(body, 200);
	});
	return routes;
}
