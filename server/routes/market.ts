import { z } from "@hono/zod-openapi";
import {
	createMarketTableRequest,
	makePotentialLeadsRequest,
	marketPreview,
	marketTable,
	marketTableList,
	potential,
	potentialLeads,
	previewMarketRequest,
	updateMarketTableRequest,
} from "../../core/contract/market.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { potentialTable } from "../../core/contract/tables/potential-table.ts";
import { askerOf } from "../answers/asker.ts";
import { recordAudit } from "../audit/record.ts";
import { createLead } from "../db/lead-writes.ts";
import { insertMarketTable, listMarketTables, untappedAccounts } from "../db/market.ts";
import { requireVersion } from "../db/own-write.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { marketTableJson, potentialFor } from "../market/potential.ts";
import { previewMarketFile, readMarketFile } from "../market/take-market-table.ts";
import { guardedRoute } from "../policy/guard.ts";
import { downloadWhole, wholeTableQuery } from "../tables/whole-table.ts";
import { viewerOf } from "../views/viewer.ts";
import { etagOf, versionRead } from "./concurrency.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Potential"];
const params = z.object({ id });

const show = guardedRoute("territories:read", {
	method: "get",
	path: "/potential",
	"x-cost": 10,
	tags,
	summary: "What the market is worth, what we serve and have of it, where there is room, and whom nobody has touched",
	responses: { 200: answer(potential, "By the tables that count"), ...faults },
});
const download = guardedRoute("territories:read", {
	method: "get",
	path: "/potential/download",
	"x-cost": 10,
	tags,
	summary: "The cuts of the market as CSV or XLSX",
	request: { query: wholeTableQuery(potentialTable) },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const makeLeads = guardedRoute("leads:write", {
	method: "post",
	path: "/potential/leads",
	tags,
	summary: "Make a lead for each untouched account that has none open; send an Idempotency-Key to be safe to repeat",
	request: { body: jsonBody(makePotentialLeadsRequest) },
	responses: { 201: answer(potentialLeads, "How many were made"), ...faults },
});
const list = guardedRoute("territories:read", {
	method: "get",
	path: "/market-tables",
	tags,
	summary: "Tables of the market with source, day and sample",
	responses: { 200: answer(marketTableList, "Newest first"), ...faults },
});
const preview = guardedRoute("territories:write", {
	method: "post",
	path: "/market-tables/preview",
	"x-cost": 5,
	tags,
	summary: "What a file holds and which column is likely what; nothing is kept",
	request: { body: jsonBody(previewMarketRequest) },
	responses: { 200: answer(marketPreview, "Columns with samples"), ...faults },
});
const create = guardedRoute("territories:write", {
	method: "post",
	path: "/market-tables",
	"x-cost": 5,
	tags,
	summary: "Take a table in by a mapping; the same table twice is one; send an Idempotency-Key to be safe to repeat",
	request: { body: jsonBody(createMarketTableRequest) },
	responses: { 201: answer(marketTable, "The table, with the rows that could not be read"), ...faults },
});
const update = guardedRoute("territories:write", {
	method: "put",
	path: "/market-tables/{id}",
	tags,
	summary: "Say whether a table counts; needs the version that was read",
	request: { params, body: jsonBody(updateMarketTableRequest) },
	responses: { 200: answer(marketTable, "The table"), ...faults },
});
const remove = guardedRoute("territories:write", {
	method: "delete",
	path: "/market-tables/{id}",
	tags,
	summary: "Delete a table with its rows",
	request: { params },
	responses: { 204: { description: "Deleted" }, ...faults },
});

/** What the market is worth, by tables that are brought in. */
export function marketRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();

	routes.openapi(show, async (c) => {
		const { tenantId } = c.var.principal;
		return c.json(await database.inTenant(tenantId, (trx) => potentialFor(trx, askerOf(c), now())), 200);
	});

	routes.openapi(download, async (c) => {
		const { tenantId } = c.var.principal;
		const { rows } = await database.inTenant(tenantId, (trx) => potentialFor(trx, askerOf(c), now()));
		return downloadWhole(c, deps, potentialTable, c.req.valid("query"), rows);
	});

	routes.openapi(makeLeads, async (c) => {
		const { accountIds } = c.req.valid("json");
		const made = await idempotent(c, database, async (trx) => {
			const writer = await writerOf(c, trx, deps);
			const { visibleOwners } = c.var.principal;
			const { accounts } = await untappedAccounts(trx, visibleOwners, { ids: accountIds, limit: accountIds.length });
			const leadIds: string[] = [];
			for (const account of accounts.filter((a) => !a.hasLead)) {
				const { name, industry, country, employees, ownerId } = account;
				leadIds.push(
					await createLead(writer, {
						name,
						company: name,
						source: "White space",
						industry,
						country,
						employees,
						ownerId,
					}),
				);
			}
			return { status: 201, body: { made: leadIds.length, had: accountIds.length - leadIds.length, leadIds } };
		});
		return c.json(made.body, 201);
	});

	routes.openapi(list, async (c) => {
		const tables = await listMarketTables(database.reader(c.var.principal.tenantId));
		return c.json({ items: tables.map((table) => marketTableJson(table, viewerOf(c))) }, 200);
	});

	routes.openapi(preview, async (c) => c.json(await previewMarketFile(c.req.valid("json")), 200));

	routes.openapi(create, async (c) => {
		const given = c.req.valid("json");
		const { tenantId, userId, name: actor } = c.var.principal;
		const { currency } = await loadWorkspace(database.reader(tenantId), now());
		const { name, kind, source, asOf, sample = null } = given;
		const read = await readMarketFile(given, currency);
		const made = await idempotent(c, database, async (trx) => {
			const tableId = await insertMarketTable(trx, {
				...{ tenantId, by: userId, name, kind, source, asOf, sample, currency, ...read },
			});
			if (tableId === null) throw new CourtsideError("already_exists", "This very table has been taken in already.");
			await recordAudit(trx, {
				...{ tenantId, actorId: userId, actor, action: "market-table.created", entity: "market-table" },
				entityId: tableId,
				detail: { name, source, asOf, rows: read.cells.length, rejected: read.rejects.length },
				requestId: c.var.requestId,
			});
			const table = found((await listMarketTables(trx)).find((t) => t.id === tableId) ?? null, "table");
			return { status: 201, body: marketTableJson(table, viewerOf(c)) };
		});
		c.header("location", `/api/v1/market-tables/${made.body.id}`);
		return c.json(made.body, 201);
	});

	routes.openapi(update, async (c) => {
		const { isUsed, version } = c.req.valid("json");
		const tableId = c.req.valid("param").id;
		const { tenantId, userId, name: actor } = c.var.principal;
		const body = await database.inTenant(tenantId, async (trx) => {
			await trx.selectFrom("market_tables").select("id").where("id", "=", tableId).forUpdate().execute();
			const table = found((await listMarketTables(trx)).find((t) => t.id === tableId) ?? null, "table");
			requireVersion(versionRead(version, c.req.header("if-match")), table.version, "table");
			await trx
				.updateTable("market_tables")
				.set({ is_used: isUsed, version: table.version + 1 })
				.where("id", "=", tableId)
				.execute();
			await recordAudit(trx, {
				...{ tenantId, actorId: userId, actor, action: "market-table.updated", entity: "market-table" },
				...{ entityId: tableId, detail: { name: table.name, isUsed }, requestId: c.var.requestId },
			});
			return marketTableJson({ ...table, isUsed, version: table.version + 1 }, viewerOf(c));
		});
		c.header("etag", etagOf(body.version));
		return c.json(body, 200);
	});

	routes.openapi(remove, async (c) => {
		const tableId = c.req.valid("param").id;
		const { tenantId, userId, name: actor } = c.var.principal;
		await database.inTenant(tenantId, async (trx) => {
			const table = found((await listMarketTables(trx)).find((t) => t.id === tableId) ?? null, "table");
			await trx.deleteFrom("market_tables").where("id", "=", tableId).execute();
			await recordAudit(trx, {
				...{ tenantId, actorId: userId, actor, action: "market-table.deleted", entity: "market-table" },
				...{ entityId: tableId, detail: { name: table.name }, requestId: c.var.requestId },
			});
		});
		return c.body(null, 204);
	});
	return routes;
}
