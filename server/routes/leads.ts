import { z } from "@hono/zod-openapi";
import { createLeadRequest, lead, leadDownload, leadQuery, updateLeadRequest } from "../../core/contract/leads.ts";
import { id, pageOf } from "../../core/contract/scalars.ts";
import { leadTable } from "../../core/contract/tables/lead-table.ts";
import { createLead, updateLead } from "../db/lead-writes.ts";
import { allLeads, countLeads, findLead, LEAD_SORTS, listLeads } from "../db/leads.ts";
import { parseSort, readCursor } from "../db/paging.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { guardedRoute } from "../policy/guard.ts";
import { downloadTable, worded } from "../tables/download.ts";
import { leadJson } from "../views/lead-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { etagOf, versionRead } from "./concurrency.ts";
import { pageAnswer } from "./page-answer.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Leads"];
const params = z.object({ id });

const list = guardedRoute("leads:read", {
	method: "get",
	path: "/leads",
	tags,
	summary: "Leads, filtered and sorted (score, createdAt, name, company)",
	request: { query: leadQuery },
	responses: { 200: answer(pageOf(lead), "A page of leads"), ...faults },
});
const download = guardedRoute("leads:read", {
	method: "get",
	path: "/leads/download",
	"x-cost": 20,
	tags,
	summary: "All leads of these filters in this order, as CSV or XLSX",
	request: { query: leadDownload },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const create = guardedRoute("leads:write", {
	method: "post",
	path: "/leads",
	tags,
	summary: "Make a lead; send an Idempotency-Key to be safe to repeat",
	request: { body: jsonBody(createLeadRequest) },
	responses: { 201: answer(lead, "The new lead"), ...faults },
});
const read = guardedRoute("leads:read", {
	method: "get",
	path: "/leads/{id}",
	tags,
	summary: "A lead; the ETag is its version",
	request: { params },
	responses: { 200: answer(lead, "The lead"), ...faults },
});
const update = guardedRoute("leads:write", {
	method: "put",
	path: "/leads/{id}",
	tags,
	summary: "Change what is given; needs the version that was read",
	request: { params, body: jsonBody(updateLeadRequest) },
	responses: { 200: answer(lead, "The lead as it is now"), ...faults },
});

/** Leads. */
export function leadRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { limit, cursor, sort: order, ...filter } = c.req.valid("query");
		const { tenantId, visibleOwners } = c.var.principal;
		const sort = parseSort(order, LEAD_SORTS, "-score");
		const after = readCursor(cursor, sort);
		const page = await listLeads(database.reader(tenantId), { filter, visibleOwners, sort, after, limit, now: now() });
		const viewer = viewerOf(c);
		return c.json(
			pageAnswer(page, sort, (row) => leadJson(row, viewer)),
			200,
		);
	});

	routes.openapi(download, async (c) => {
		const asked = c.req.valid("query");
		const { format: _, columns: __, bom: ___, sort: order, ...filter } = asked;
		const ask = { filter, visibleOwners: c.var.principal.visibleOwners, now: now() };
		const sort = parseSort(order, LEAD_SORTS, "-score");
		const viewer = viewerOf(c);
		return downloadTable(c, deps, {
			table: leadTable,
			asked,
			count: (trx, most) => countLeads(trx, ask, most),
			rows: (trx) => worded(allLeads(trx, { ...ask, sort }), (row) => leadJson(row, viewer)),
		});
	});

	routes.openapi(create, async (c) => {
		const body = c.req.valid("json");
		const { visibleOwners } = c.var.principal;
		const made = await idempotent(c, database, async (trx) => {
			const writer = await writerOf(c, trx, deps);
			const row = found(await findLead(trx, await createLead(writer, body), visibleOwners, now()), "lead");
			return { status: 201, body: leadJson(row, viewerOf(c)) };
		});
		c.header("etag", etagOf(made.body.version));
		c.header("location", `/api/v1/leads/${made.body.id}`);
		return c.json(made.body, 201);
	});

	routes.openapi(read, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const row = found(await findLead(database.reader(tenantId), c.req.valid("param").id, visibleOwners, now()), "lead");
		c.header("etag", etagOf(row.version));
		return c.json(leadJson(row, viewerOf(c)), 200);
	});

	routes.openapi(update, async (c) => {
		const { version, ...body } = c.req.valid("json");
		const leadId = c.req.valid("param").id;
		const { tenantId, visibleOwners } = c.var.principal;
		const row = await database.inTenant(tenantId, async (trx) => {
			const writer = await writerOf(c, trx, deps);
			found(await updateLead(writer, leadId, body, versionRead(version, c.req.header("if-match"))), "lead");
			return found(await findLead(trx, leadId, visibleOwners, now()), "lead");
		});
		c.header("etag", etagOf(row.version));
		return c.json(leadJson(row, viewerOf(c)), 200);
	});
	return routes;
}
