import { z } from "@hono/zod-openapi";
import {
	type ContentJson,
	type ContentPageJson,
	content,
	contentDownload,
	contentPage,
	createContentRequest,
	updateContentRequest,
} from "../../core/contract/content.ts";
import { id } from "../../core/contract/scalars.ts";
import { arrangeRows } from "../../core/contract/tables/arrange-rows.ts";
import { contentTable } from "../../core/contract/tables/content-table.ts";
import type { Db } from "../db/connect.ts";
import { type ContentRow, createContent, listContent, listContentVersions, updateContent } from "../db/content.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { guardedRoute } from "../policy/guard.ts";
import { downloadTable } from "../tables/download.ts";
import { viewerOf } from "../views/viewer.ts";
import { etagOf, versionRead } from "./concurrency.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Content"];
const params = z.object({ id });

const list = guardedRoute("content:read", {
	method: "get",
	path: "/content",
	tags,
	summary: "Battlecards and playbook lines with how often they were used, archived ones too",
	responses: { 200: answer(z.object({ items: z.array(content) }), "By title"), ...faults },
});
const download = guardedRoute("content:read", {
	method: "get",
	path: "/content/download",
	tags,
	summary: "The lines of these filters in this order, as CSV or XLSX",
	request: { query: contentDownload },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const create = guardedRoute("content:write", {
	method: "post",
	path: "/content",
	tags,
	summary: "Write a line; send an Idempotency-Key to be safe to repeat",
	request: { body: jsonBody(createContentRequest) },
	responses: { 201: answer(content, "The new line"), ...faults },
});
const read = guardedRoute("content:read", {
	method: "get",
	path: "/content/{id}",
	tags,
	summary: "A line with everything it said before; the ETag is its version",
	request: { params },
	responses: { 200: answer(contentPage, "The line"), ...faults },
});
const update = guardedRoute("content:write", {
	method: "put",
	path: "/content/{id}",
	tags,
	summary: "Change what is given, or archive it; needs the version that was read",
	request: { params, body: jsonBody(updateContentRequest) },
	responses: { 200: answer(contentPage, "The line as it is now"), ...faults },
});

/** What sellers say and send: everyone who sells reads it, those who lead write it. */
export function contentRoutes(deps: Deps) {
	const { database } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const rows = await listContent(database.reader(c.var.principal.tenantId));
		return c.json({ items: rows.map(contentJson) }, 200);
	});

	routes.openapi(download, async (c) => {
		const asked = c.req.valid("query");
		const { sort, search, kind, state } = asked;
		const { locale, zone } = viewerOf(c);
		return downloadTable(c, deps, {
			table: contentTable,
			asked,
			rows: async (trx) =>
				arrangeRows(
					contentTable,
					(await listContent(trx)).map(contentJson),
					{ sort, search, kind, state },
					{ locale, zone },
				),
		});
	});

	routes.openapi(create, async (c) => {
		const body = c.req.valid("json");
		const made = await idempotent(c, database, async (trx) => {
			const contentId = await createContent(await writerOf(c, trx, deps), body);
			const [row] = await listContent(trx, contentId);
			return { status: 201, body: contentJson(found(row ?? null, "line")) };
		});
		c.header("etag", etagOf(made.body.version));
		c.header("location", `/api/v1/content/${made.body.id}`);
		return c.json(made.body, 201);
	});

	routes.openapi(read, async (c) => {
		const page = await pageOf(database.reader(c.var.principal.tenantId), c.req.valid("param").id);
		c.header("etag", etagOf(page.content.version));
		return c.json(page, 200);
	});

	routes.openapi(update, async (c) => {
		const { version, ...body } = c.req.valid("json");
		const contentId = c.req.valid("param").id;
		const page = await database.inTenant(c.var.principal.tenantId, async (trx) => {
			const writer = await writerOf(c, trx, deps);
			found(await updateContent(writer, contentId, body, versionRead(version, c.req.header("if-match"))), "line");
			return pageOf(trx, contentId);
		});
		c.header("etag", etagOf(page.content.version));
		return c.json(page, 200);
	});
	return routes;
}

async function pageOf(db: Db, contentId: string): Promise<ContentPageJson> {
	const [row] = await listContent(db, contentId);
	const line = contentJson(found(row ?? null, "line"));
	const versions = await listContentVersions(db, contentId);
	return {
		content: line,
		versions: versions.map(({ version, fields, savedAt, savedBy, savedByName }) => ({
			...fields,
			version,
			savedAt: new Date(savedAt).toISOString(),
			savedBy: named(savedBy, savedByName),
		})),
	};
}

function contentJson(row: ContentRow): ContentJson {
	return {
		id: row.id,
		kind: row.kind,
		title: row.title,
		body: row.body,
		competitor: named(row.competitorId, row.competitorName),
		stage: named(row.stageId, row.stageName),
		industry: row.industry,
		locale: row.locale,
		isArchived: row.isArchived,
		version: row.version,
		updatedAt: new Date(row.updatedAt).toISOString(),
		updatedBy: named(row.updatedBy, row.updatedByName),
		uses: {
			shown: row.shown,
			opened: row.opened,
			used: row.used,
			deals: { open: row.dealsOpen, won: row.dealsWon, lost: row.dealsLost },
		},
	};
}

function named(namedId: string | null, name: string | null): { id: string; name: string } | null {
	return namedId === null || name === null ? null : { id: namedId, name };
}
