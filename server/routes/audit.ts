import { readFile } from "node:fs/promises";
import { z } from "@hono/zod-openapi";
import { auditDownload, auditEntry, auditQuery, auditState } from "../../core/contract/audit.ts";
import { pageOf } from "../../core/contract/scalars.ts";
import { auditTable } from "../../core/contract/tables/audit-table.ts";
import { auditStanding } from "../audit/check.ts";
import { exportAudit } from "../audit/export.ts";
import { recordAudit } from "../audit/record.ts";
import { AUDIT_SORTS, allAudit, countAudit, listAudit } from "../db/audit-entries.ts";
import { parseSort, readCursor } from "../db/paging.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { downloadTable, worded } from "../tables/download.ts";
import { auditEntryJson, auditStateJson } from "../views/audit-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { pageAnswer } from "./page-answer.ts";
import { answer, createRouter, faults, fileAnswer } from "./router.ts";

const tags = ["Audit"];
const VERIFIER = new URL("../../cli/verify-audit-export.mjs", import.meta.url);
const text = (type: string, description: string) => ({ description, content: { [type]: { schema: z.string() } } });

const list = guardedRoute("audit:read", {
	method: "get",
	path: "/audit",
	tags,
	summary: "Who did what, newest first",
	request: { query: auditQuery },
	responses: { 200: answer(pageOf(auditEntry), "A page of entries"), ...faults },
});
const download = guardedRoute("audit:read", {
	method: "get",
	path: "/audit/download",
	"x-cost": 20,
	tags,
	summary: "All entries of these filters, as CSV or XLSX",
	request: { query: auditDownload },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const state = guardedRoute("audit:read", {
	method: "get",
	path: "/audit/state",
	tags,
	summary: "Where the chain stands, and how its last check ended",
	responses: { 200: answer(auditState, "The state"), ...faults },
});
const check = guardedRoute("audit:read", {
	method: "post",
	path: "/audit/check",
	"x-cost": 20,
	tags,
	summary: "Have every entry checked against the one before it and the daily seals",
	responses: { 202: answer(auditState, "It is checked in the background"), ...faults },
});
const exported = guardedRoute("audit:read", {
	method: "get",
	path: "/audit/export",
	"x-cost": 20,
	tags,
	summary: "The whole chain as lines of JSON with its hashes, to be checked by anyone",
	responses: { 200: text("application/jsonl", "Oldest first"), ...faults },
});
const verifier = guardedRoute("audit:read", {
	method: "get",
	path: "/audit/verifier",
	tags,
	summary: "The program that checks an export, one file for Node",
	responses: { 200: text("text/javascript", "verify-audit-export.mjs"), ...faults },
});

/** The audit: read, downloaded, exported and checked. */
export function auditRoutes(deps: Deps) {
	const { database, jobs } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { limit, cursor, sort: order, ...filter } = c.req.valid("query");
		const sort = parseSort(order, AUDIT_SORTS, "-at");
		const ask = { filter, sort, after: readCursor(cursor, sort), limit };
		const page = await listAudit(database.reader(c.var.principal.tenantId), ask);
		const viewer = viewerOf(c);
		return c.json(
			pageAnswer(page, sort, (row) => auditEntryJson(row, viewer)),
			200,
		);
	});

	routes.openapi(download, async (c) => {
		const asked = c.req.valid("query");
		const { format: _, columns: __, bom: ___, sort: order, ...filter } = asked;
		const sort = parseSort(order, AUDIT_SORTS, "-at");
		const viewer = viewerOf(c);
		return downloadTable(c, deps, {
			table: auditTable,
			asked,
			count: (trx, most) => countAudit(trx, filter, most),
			rows: (trx) => worded(allAudit(trx, { filter, sort }), (row) => auditEntryJson(row, viewer)),
		});
	});

	routes.openapi(state, async (c) => {
		const { tenantId } = c.var.principal;
		return c.json(auditStateJson(await auditStanding(database.reader(tenantId), tenantId), viewerOf(c)), 200);
	});

	routes.openapi(check, async (c) => {
		const { tenantId, userId, name: actor } = c.var.principal;
		const { requestId } = c.var;
		await database.inTenant(tenantId, (trx) =>
			recordAudit(trx, { tenantId, actorId: userId, actor, action: "audit.check-asked", requestId }),
		);
		await jobs.enqueue("check-audit", { tenantId }, { dedupId: `check-audit-${tenantId}` });
		return c.json(auditStateJson(await auditStanding(database.reader(tenantId), tenantId), viewerOf(c)), 202);
	});

	routes.openapi(exported, (c) => exportAudit(c, deps));

	routes.openapi(verifier, async (c) =>
		c.body(await readFile(VERIFIER, "utf8"), 200, {
			"content-type": "text/javascript; charset=utf-8",
			"content-disposition": 'attachment; filename="verify-audit-export.mjs"',
		}),
	);
	return routes;
}
