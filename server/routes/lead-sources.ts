import type { Context } from "hono";
import type { Transaction } from "kysely";
import {
	importSourceCostsRequest,
	putSourceCostsRequest,
	type SourceCostsJson,
	sourceCosts,
	sourceQuery,
	sourceReport,
} from "../../core/contract/lead-sources.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { sourceTable } from "../../core/contract/tables/source-table.ts";
import { sourcesFor } from "../answers/lead-sources.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import { type CostChange, listSourceCosts, saveSourceCosts } from "../db/lead-sources.ts";
import type { Tables } from "../db/tables.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { readCostText } from "../intake/cost-text.ts";
import { guardedRoute } from "../policy/guard.ts";
import { downloadWhole, wholeTableQuery } from "../tables/whole-table.ts";
import { say, viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";

const tags = ["Leads"];

const show = guardedRoute("leads:read", {
	method: "get",
	path: "/leads/sources",
	"x-cost": 10,
	tags,
	summary:
		"What each lead source brought: leads, deals, won revenue shared four ways, days to the win, cost and return",
	request: { query: sourceQuery },
	responses: { 200: answer(sourceReport, "The sources of the records you may see"), ...faults },
});
const download = guardedRoute("leads:read", {
	method: "get",
	path: "/leads/sources/download",
	"x-cost": 10,
	tags,
	summary: "The same as CSV or XLSX",
	request: { query: wholeTableQuery(sourceTable).extend(sourceQuery.shape) },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const readCosts = guardedRoute("workspace:write", {
	method: "get",
	path: "/leads/sources/costs",
	tags,
	summary: "What was paid for each source, by month",
	responses: { 200: answer(sourceCosts, "The costs, newest month first"), ...faults },
});
const putCosts = guardedRoute("workspace:write", {
	method: "put",
	path: "/leads/sources/costs",
	tags,
	summary: "Set what was paid for sources in months; the others stay",
	request: { body: jsonBody(putSourceCostsRequest) },
	responses: { 200: answer(sourceCosts, "All costs as they are now"), ...faults },
});
const importCosts = guardedRoute("workspace:write", {
	method: "post",
	path: "/leads/sources/costs/import",
	tags,
	summary:
		"Set costs from a table as text; the same text twice changes nothing more. A line that cannot be read refuses all",
	request: { body: jsonBody(importSourceCostsRequest) },
	responses: { 200: answer(sourceCosts, "All costs as they are now"), ...faults },
});

/** What lead sources bring, and what they cost. */
export function leadSourceRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();
	const reportOf = (c: Context<AppEnv>, asked: Parameters<typeof sourcesFor>[1]) => {
		const { tenantId, visibleOwners } = c.var.principal;
		if (asked.from && asked.to && asked.from > asked.to) {
			throw new CourtsideError(
				"invalid_request",
				"The first month lies after the last. Ask for them the other way round.",
			);
		}
		return database.inTenant(tenantId, (trx) =>
			sourcesFor(trx, asked, { visibleOwners, viewer: viewerOf(c), now: now() }),
		);
	};
	const costsOf = async (trx: Transaction<Tables>): Promise<SourceCostsJson> => ({
		items: (await listSourceCosts(trx)).map(({ source, campaign, month, amountMinor, currency }) => ({
			source,
			campaign: campaign || null,
			month: month.slice(0, 7),
			amount: { amountMinor: amountMinor.toString(), currency },
		})),
		currency: (await loadWorkspace(trx, now())).currency,
	});
	const change = (c: Context<AppEnv>, changesIn: (currency: string) => CostChange[]) => {
		const { tenantId, userId, name } = c.var.principal;
		return database.inTenant(tenantId, async (trx) => {
			const changes = changesIn((await loadWorkspace(trx, now())).currency);
			await saveSourceCosts(trx, tenantId, changes);
			const removed = changes.filter((cost) => cost.amountMinor === null).length;
			const sources = [...new Set(changes.map((cost) => cost.source))];
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor: name,
				action: "lead-sources.costs",
				detail: { set: changes.length - removed, removed, sources: sources.slice(0, 20) },
				requestId: c.var.requestId,
			});
			return costsOf(trx);
		});
	};

	routes.openapi(show, async (c) => c.json(await reportOf(c, c.req.valid("query")), 200));

	routes.openapi(download, async (c) => {
		const { from, to, by, ...asked } = c.req.valid("query");
		const { rows } = await reportOf(c, { from, to, by });
		return downloadWhole(c, deps, sourceTable, asked, rows);
	});

	routes.openapi(readCosts, async (c) => c.json(await database.inTenant(c.var.principal.tenantId, costsOf), 200));

	routes.openapi(putCosts, async (c) => {
		const { costs } = c.req.valid("json");
		const body = await change(c, (currency) =>
			costs.map(({ source, campaign, month, amountMinor }) => ({
				source,
				campaign: campaign ?? "",
				month: `${month}-01`,
				amountMinor: amountMinor === null ? null : BigInt(amountMinor),
				currency,
			})),
		);
		return c.json(body, 200);
	});

	routes.openapi(importCosts, async (c) => {
		const viewer = viewerOf(c);
		const body = await change(c, (currency) => {
			const read = readCostText(c.req.valid("json").text, currency);
			if ("costs" in read) return read.costs;
			const errors = read.faults.slice(0, 20).map(({ line, code }) => ({
				path: say(viewer, "sources.line", { line }),
				message: say(viewer, `sources.fault.${code}`),
			}));
			throw new CourtsideError("invalid_request", say(viewer, "sources.fault.all"), { errors });
		});
		return c.json(body, 200);
	});
	return routes;
}
