import { z } from "@hono/zod-openapi";
import { CourtsideError } from "../../core/contract/problem.ts";
import {
	differentRequest,
	dismissRequest,
	duplicateQuery,
	duplicates,
	faultDownload,
	faults as faultPage,
	faultQuery,
	fixed,
	fixes,
	fixRequest,
	mergeDuplicatesRequest,
	quality,
	rateRequest,
} from "../../core/contract/quality.ts";
import { id } from "../../core/contract/scalars.ts";
import { faultTable } from "../../core/contract/tables/fault-table.ts";
import { SURE_PROBABILITY } from "../../core/quality/duplicates.ts";
import { ruleOf } from "../../core/quality/rules.ts";
import { countPairs, latestScan, listFixes, openPairs, scoreTrend, surePairs } from "../db/quality.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { addRate } from "../quality/add-rate.ts";
import { applyFix } from "../quality/apply-fix.ts";
import { dismissFaults, sayDifferent } from "../quality/decide.ts";
import { listFaults } from "../quality/list-faults.ts";
import { mergePairs } from "../quality/merge.ts";
import { countAndSave } from "../quality/scan.ts";
import { undoFix } from "../quality/undo-fix.ts";
import { downloadTable } from "../tables/download.ts";
import { faultItems, fixText, pairItems, qualityJson } from "../views/quality-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Data quality"];
/** Pairs that one request merges. */
const MOST_MERGED = 500;
/** Records that one download holds; more than anybody mends from a sheet. */
const MOST_DOWNLOADED = 50_000;
/** Checks that the page's line of the score shows. */
const TREND = 60;

const read = guardedRoute("quality:read", {
	method: "get",
	path: "/quality",
	tags,
	summary: "How far the data can be trusted, what is wrong, and what that costs the forecast; as of the last check",
	responses: { 200: answer(quality, "The state of the data"), ...faults },
});
const scan = guardedRoute("quality:read", {
	method: "post",
	path: "/quality/scans",
	tags,
	summary: "Check the data again; the page hears quality.scanned when it is done",
	responses: { 202: { description: "It is being checked" }, ...faults },
});
const list = guardedRoute("quality:read", {
	method: "get",
	path: "/quality/faults",
	tags,
	summary: "The records in sight that break a rule, as they are now",
	request: { query: faultQuery },
	responses: { 200: answer(faultPage, "A page of records"), ...faults },
});
const download = guardedRoute("quality:read", {
	method: "get",
	path: "/quality/faults/download",
	tags,
	summary: "All records in sight that break a rule, as CSV or XLSX",
	request: { query: faultDownload },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const pairs = guardedRoute("quality:read", {
	method: "get",
	path: "/quality/duplicates",
	tags,
	summary: "Accounts or contacts in sight that probably stand twice, surest first",
	request: { query: duplicateQuery },
	responses: { 200: answer(duplicates, "Pairs"), ...faults },
});
const fix = guardedRoute("quality:write", {
	method: "post",
	path: "/quality/fixes",
	tags,
	summary: "Mend a fault in many records at once; can be undone",
	request: { body: jsonBody(fixRequest) },
	responses: { 200: answer(fixed, "What it came to"), ...faults },
});
const dismiss = guardedRoute("quality:write", {
	method: "post",
	path: "/quality/dismissals",
	tags,
	summary: "Say of records that they are right as they are",
	request: { body: jsonBody(dismissRequest) },
	responses: { 204: { description: "They no longer count as faults" }, ...faults },
});
const merge = guardedRoute("quality:write", {
	method: "post",
	path: "/quality/merges",
	tags,
	summary: "Merge pairs into one record each; can be undone",
	request: { body: jsonBody(mergeDuplicatesRequest) },
	responses: { 200: answer(fixed, "What it came to"), ...faults },
});
const different = guardedRoute("quality:write", {
	method: "post",
	path: "/quality/different",
	tags,
	summary: "Say of pairs that they are two",
	request: { body: jsonBody(differentRequest) },
	responses: { 204: { description: "They are not proposed again" }, ...faults },
});
const rate = guardedRoute("quality:write", {
	method: "post",
	path: "/quality/rates",
	tags,
	summary: "Give an exchange rate to the workspace's currency that is missing; can be undone",
	request: { body: jsonBody(rateRequest) },
	responses: { 200: answer(fixed, "What it came to"), ...faults },
});
const made = guardedRoute("quality:read", {
	method: "get",
	path: "/quality/fixes",
	tags,
	summary: "What was mended, newest first",
	responses: { 200: answer(fixes, "The last fifty fixes"), ...faults },
});
const undo = guardedRoute("quality:write", {
	method: "post",
	path: "/quality/fixes/{id}/undo",
	tags,
	summary: "Take a fix back, but for what somebody changed since",
	request: { params: z.object({ id }) },
	responses: { 200: answer(fixed, "What it came to"), ...faults },
});

/** The state of the data and its mending. */
export function qualityRoutes(deps: Deps) {
	const { database, jobs, now } = deps;
	const routes = createRouter();

	routes.openapi(read, async (c) => {
		const db = database.reader(c.var.principal.tenantId);
		const [last, trend, count] = [
			await latestScan(db),
			await scoreTrend(db, TREND),
			await countPairs(db, SURE_PROBABILITY),
		];
		return c.json(qualityJson(last, trend, count, viewerOf(c)), 200);
	});

	routes.openapi(scan, async (c) => {
		const { tenantId } = c.var.principal;
		await jobs.enqueue("scan-quality", { tenantId }, { dedupId: `scan-quality-${tenantId}` });
		return c.body(null, 202);
	});

	routes.openapi(list, async (c) => {
		const { principal } = c.var;
		const { rule: code, limit, cursor } = c.req.valid("query");
		const rule = knownRule(code);
		const given = { visibleOwners: principal.visibleOwners, after: cursor ?? null, limit };
		const rows = await database.inTenant(principal.tenantId, async (trx) =>
			listFaults(trx, rule, await loadWorkspace(trx, now()), given),
		);
		const items = faultItems(rule, rows.slice(0, limit), viewerOf(c));
		return c.json({ items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }, 200);
	});

	routes.openapi(download, async (c) => {
		const { visibleOwners } = c.var.principal;
		const asked = c.req.valid("query");
		const rule = knownRule(asked.rule);
		const viewer = viewerOf(c);
		return downloadTable(c, deps, {
			table: faultTable,
			asked,
			rows: async (trx) => {
				const given = { visibleOwners, after: null, limit: MOST_DOWNLOADED };
				return faultItems(rule, await listFaults(trx, rule, await loadWorkspace(trx, now()), given), viewer);
			},
		});
	});

	routes.openapi(pairs, async (c) => {
		const { limit, ...given } = c.req.valid("query");
		const { tenantId, visibleOwners } = c.var.principal;
		const rows = await openPairs(database.reader(tenantId), { ...given, visibleOwners, limit });
		return c.json({ items: pairItems(rows.slice(0, limit), viewerOf(c)), hasMore: rows.length > limit }, 200);
	});

	routes.openapi(fix, async (c) => {
		const given = c.req.valid("json");
		const rule = knownRule(given.rule);
		return c.json(await mended(c, (writer) => applyFix(writer, rule, given)), 200);
	});

	routes.openapi(dismiss, async (c) => {
		const { rule: code, ids } = c.req.valid("json");
		const rule = knownRule(code);
		await mended(c, (writer) => dismissFaults(writer, rule, ids));
		return c.body(null, 204);
	});

	routes.openapi(merge, async (c) => {
		const { pairs: named = [], sure } = c.req.valid("json");
		const done = await mended(c, async (writer) => {
			const orders = sure
				? await surePairs(writer.trx, { entity: sure, sure: SURE_PROBABILITY, most: MOST_MERGED })
				: named;
			if (orders.length === 0)
				throw new CourtsideError("unprocessable", "Name the pairs to merge. GET /quality/duplicates lists them.");
			const merged = await mergePairs(writer, orders);
			return { ...merged, left: orders.length - merged.done };
		});
		return c.json(done, 200);
	});

	routes.openapi(different, async (c) => {
		await mended(c, (writer) => sayDifferent(writer, c.req.valid("json").pairIds));
		return c.body(null, 204);
	});

	routes.openapi(rate, async (c) => {
		return c.json(await mended(c, (writer) => addRate(writer, c.req.valid("json"))), 200);
	});

	routes.openapi(made, async (c) => {
		const viewer = viewerOf(c);
		const rows = await listFixes(database.reader(c.var.principal.tenantId));
		const items = rows.map(({ rule: code, given, ...row }) => ({
			...row,
			text: fixText(row.kind, code, given, viewer),
		}));
		return c.json({ items }, 200);
	});

	routes.openapi(undo, async (c) => {
		const { id: fixId } = c.req.valid("param");
		return c.json(await mended(c, async (writer) => found(await undoFix(writer, fixId), "fix")), 200);
	});

	/** Does the work as the person of the request, and counts anew: the page shows at once what it did to the score. */
	async function mended<T>(
		c: Parameters<typeof writerOf>[0],
		work: (writer: Awaited<ReturnType<typeof writerOf>>) => Promise<T>,
	): Promise<T> {
		const { tenantId } = c.var.principal;
		return database.inTenant(tenantId, async (trx) => {
			const writer = await writerOf(c, trx, deps);
			const done = await work(writer);
			const last = await latestScan(trx);
			if (last) await countAndSave(trx, tenantId, writer.workspace, last.cost);
			return done;
		});
	}

	return routes;
}

function knownRule(code: string) {
	const rule = ruleOf(code);
	if (rule) return rule;
	throw new CourtsideError("invalid_request", "rule: there is no such rule. GET /quality lists them.");
}
