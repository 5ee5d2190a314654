import { z } from "@hono/zod-openapi";
import {
	createTerritoryRequest,
	territory,
	territoryQuery,
	updateTerritoryRequest,
} from "../../core/contract/planning.ts";
import { id, pageOf } from "../../core/contract/scalars.ts";
import { view } from "../../core/contract/view.ts";
import { askerOf } from "../answers/asker.ts";
import { territoryViewFor } from "../answers/territory-view.ts";
import { parseSort, readCursor } from "../db/paging.ts";
import { findTerritory, listTerritories, TERRITORY_SORTS } from "../db/territories.ts";
import { createTerritory, updateTerritory } from "../db/territory-writes.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { guardedRoute } from "../policy/guard.ts";
import { territoryJson } from "../views/territory-json.ts";
import { etagOf, versionRead } from "./concurrency.ts";
import { pageAnswer } from "./page-answer.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Territories"];
const params = z.object({ id });

const list = guardedRoute("territories:read", {
	method: "get",
	path: "/territories",
	tags,
	summary: "Territories with their accounts counted, sorted by name or updatedAt",
	request: { query: territoryQuery },
	responses: { 200: answer(pageOf(territory), "A page of territories"), ...faults },
});
const create = guardedRoute("territories:write", {
	method: "post",
	path: "/territories",
	tags,
	summary: "Make a territory; send an Idempotency-Key to be safe to repeat",
	request: { body: jsonBody(createTerritoryRequest) },
	responses: { 201: answer(territory, "The new territory"), ...faults },
});
const read = guardedRoute("territories:read", {
	method: "get",
	path: "/territories/{id}",
	tags,
	summary: "A territory; the ETag is its version",
	request: { params },
	responses: { 200: answer(territory, "The territory"), ...faults },
});
const update = guardedRoute("territories:write", {
	method: "put",
	path: "/territories/{id}",
	tags,
	summary: "Change what is given; needs the version that was read",
	request: { params, body: jsonBody(updateTerritoryRequest) },
	responses: { 200: answer(territory, "The territory as it is now"), ...faults },
});

const show = guardedRoute("territories:read", {
	method: "get",
	path: "/territories/{id}/view",
	"x-cost": 5,
	tags,
	summary: "A territory as every host shows it: what its accounts could bring in a year, by their size",
	request: { params },
	responses: { 200: answer(view, "Of people in sight"), ...faults },
});

/** Territories: everyone who sells sees them all, planners change them. */
export function territoryRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { limit, cursor, sort: order, ...filter } = c.req.valid("query");
		const sort = parseSort(order, TERRITORY_SORTS, "name");
		const db = database.reader(c.var.principal.tenantId);
		const page = await listTerritories(db, { filter, sort, after: readCursor(cursor, sort), limit });
		return c.json(pageAnswer(page, sort, territoryJson), 200);
	});

	routes.openapi(create, async (c) => {
		const body = c.req.valid("json");
		const made = await idempotent(c, database, async (trx) => {
			const writer = await writerOf(c, trx, deps);
			const row = found(await findTerritory(trx, await createTerritory(writer, body)), "territory");
			return { status: 201, body: territoryJson(row) };
		});
		c.header("etag", etagOf(made.body.version));
		c.header("location", `/api/v1/territories/${made.body.id}`);
		return c.json(made.body, 201);
	});

	routes.openapi(read, async (c) => {
		const db = database.reader(c.var.principal.tenantId);
		const row = found(await findTerritory(db, c.req.valid("param").id), "territory");
		c.header("etag", etagOf(row.version));
		return c.json(territoryJson(row), 200);
	});

	routes.openapi(show, async (c) => {
		const territoryId = c.req.valid("param").id;
		const shown = await database.inTenant(c.var.principal.tenantId, (trx) =>
			territoryViewFor(trx, askerOf(c), territoryId, now()),
		);
		return c.json(found(shown, "territory"), 200);
	});

	routes.openapi(update, async (c) => {
		const { version, ...body } = c.req.valid("json");
		const territoryId = c.req.valid("param").id;
		const row = await database.inTenant(c.var.principal.tenantId, async (trx) => {
			const writer = await writerOf(c, trx, deps);
			found(
				await updateTerritory(writer, territoryId, body, versionRead(version, c.req.header("if-match"))),
				"territory",
			);
			return found(await findTerritory(trx, territoryId), "territory");
		});
		c.header("etag", etagOf(row.version));
		return c.json(territoryJson(row), 200);
	});
	return routes;
}
