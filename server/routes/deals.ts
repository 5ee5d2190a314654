import { z } from "@hono/zod-openapi";
import {
	createDealRequest,
	type DealPage,
	deal,
	dealDownload,
	dealPage,
	dealQuery,
	updateDealRequest,
} from "../../core/contract/deals.ts";
import { id, pageOf } from "../../core/contract/scalars.ts";
import { dealTable } from "../../core/contract/tables/deal-table.ts";
import { type DealPageRows, findDealPage } from "../db/deal-page.ts";
import { createDeal, updateDeal } from "../db/deal-writes.ts";
import { allDeals, countDeals, DEAL_SORTS, findDeal, listDeals } from "../db/deals.ts";
import { parseSort, readCursor } from "../db/paging.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { guardedRoute } from "../policy/guard.ts";
import { downloadTable, worded } from "../tables/download.ts";
import { dealJson } from "../views/deal-view.ts";
import { historyEntries } from "../views/history-words.ts";
import { type Viewer, viewerOf } from "../views/viewer.ts";
import { etagOf, versionRead } from "./concurrency.ts";
import { pageAnswer } from "./page-answer.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Deals"];
const params = z.object({ id });

const list = guardedRoute("deals:read", {
	method: "get",
	path: "/opportunities",
	tags,
	summary: "Deals, filtered and sorted (closeDate, amount, probability, change, createdAt, name)",
	request: { query: dealQuery },
	responses: { 200: answer(pageOf(deal), "A page of deals"), ...faults },
});
const download = guardedRoute("deals:read", {
	method: "get",
	path: "/opportunities/download",
	"x-cost": 20,
	tags,
	summary: "All deals of these filters in this order, as CSV or XLSX",
	request: { query: dealDownload },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const create = guardedRoute("deals:write", {
	method: "post",
	path: "/opportunities",
	tags,
	summary: "Make a deal; send an Idempotency-Key to be safe to repeat",
	request: { body: jsonBody(createDealRequest) },
	responses: { 201: answer(deal, "The new deal"), ...faults },
});
const read = guardedRoute("deals:read", {
	method: "get",
	path: "/opportunities/{id}",
	tags,
	summary: "All that the deal page shows; the ETag is its version",
	request: { params },
	responses: { 200: answer(dealPage, "The deal with trend, history, activities, line items and stages"), ...faults },
});
const update = guardedRoute("deals:write", {
	method: "put",
	path: "/opportunities/{id}",
	tags,
	summary: "Change what is given; needs the version that was read",
	request: { params, body: jsonBody(updateDealRequest) },
	responses: { 200: answer(deal, "The deal as it is now"), ...faults },
});

/** Deals. */
export function dealRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { limit, cursor, sort: order, ...filter } = c.req.valid("query");
		const { tenantId, visibleOwners } = c.var.principal;
		const sort = parseSort(order, DEAL_SORTS, "closeDate");
		const after = readCursor(cursor, sort);
		const page = await listDeals(database.reader(tenantId), { filter, visibleOwners, sort, after, limit, now: now() });
		const viewer = viewerOf(c);
		return c.json(
			pageAnswer(page, sort, (row) => dealJson(row, viewer)),
			200,
		);
	});

	routes.openapi(download, async (c) => {
		const asked = c.req.valid("query");
		const { format: _, columns: __, bom: ___, sort: order, ...filter } = asked;
		const ask = { filter, visibleOwners: c.var.principal.visibleOwners, now: now() };
		const sort = parseSort(order, DEAL_SORTS, "closeDate");
		const viewer = viewerOf(c);
		return downloadTable(c, deps, {
			table: dealTable,
			asked,
			count: (trx, most) => countDeals(trx, ask, most),
			rows: (trx) => worded(allDeals(trx, { ...ask, sort }), (row) => dealJson(row, viewer)),
		});
	});

	routes.openapi(create, async (c) => {
		const body = c.req.valid("json");
		const { visibleOwners } = c.var.principal;
		const made = await idempotent(c, database, async (trx) => {
			const writer = await writerOf(c, trx, deps);
			const row = found(await findDeal(trx, await createDeal(writer, body), visibleOwners, now()), "deal");
			return { status: 201, body: dealJson(row, viewerOf(c)) };
		});
		c.header("etag", etagOf(made.body.version));
		c.header("location", `/api/v1/opportunities/${made.body.id}`);
		return c.json(made.body, 201);
	});

	routes.openapi(read, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const page = await findDealPage(database.reader(tenantId), c.req.valid("param").id, visibleOwners, now());
		const rows = found(page, "deal");
		c.header("etag", etagOf(rows.deal.version));
		return c.json(pageJson(rows, viewerOf(c)), 200);
	});

	routes.openapi(update, async (c) => {
		const { version, ...body } = c.req.valid("json");
		const dealId = c.req.valid("param").id;
		const { tenantId, visibleOwners } = c.var.principal;
		const row = await database.inTenant(tenantId, async (trx) => {
			const writer = await writerOf(c, trx, deps);
			found(await updateDeal(writer, dealId, body, versionRead(version, c.req.header("if-match"))), "deal");
			return found(await findDeal(trx, dealId, visibleOwners, now()), "deal");
		});
		c.header("etag", etagOf(row.version));
		return c.json(dealJson(row, viewerOf(c)), 200);
	});
	return routes;
}

function pageJson(rows: DealPageRows, viewer: Viewer): DealPage {
	const names = new Map([...rows.names, ...rows.stages.map((s) => [s.id, s.name] as const)]);
	return {
		deal: dealJson(rows.deal, viewer),
		trend: rows.trend.map((point) => ({ ...point, at: new Date(point.at).toISOString() })),
		history: historyEntries(rows.history, names, viewer),
		activities: rows.activities.map(({ at, ownerId, ownerName, contact: _, ...rest }) => ({
			...rest,
			occurredAt: new Date(at).toISOString(),
			owner: ownerId === null || ownerName === null ? null : { id: ownerId, name: ownerName },
		})),
		lineItems: rows.lineItems.map(({ id: itemId, product, quantity, unitPriceMinor, currency }) => ({
			id: itemId,
			product,
			quantity,
			unitPrice: unitPriceMinor === null || currency === null ? null : { amountMinor: unitPriceMinor, currency },
		})),
		stages: rows.stages
			.filter((s) => s.pipelineId === rows.deal.pipelineId)
			.map(({ id: stageId, name, position, kind }) => ({ id: stageId, name, position, kind })),
	};
}
