import { z } from "@hono/zod-openapi";
import { competitor, createCompetitorRequest, updateCompetitorRequest } from "../../core/contract/content.ts";
import { id } from "../../core/contract/scalars.ts";
import {
	type CompetitorRow,
	createCompetitor,
	listCompetitors,
	removeCompetitor,
	updateCompetitor,
} from "../db/competitors.ts";
import type { Db } from "../db/connect.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { guardedRoute } from "../policy/guard.ts";
import { etagOf, versionRead } from "./concurrency.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Content"];
const params = z.object({ id });

const list = guardedRoute("content:read", {
	method: "get",
	path: "/competitors",
	tags,
	summary: "Whom we meet in deals, with other spellings",
	responses: { 200: answer(z.object({ items: z.array(competitor) }), "By name"), ...faults },
});
const create = guardedRoute("content:write", {
	method: "post",
	path: "/competitors",
	tags,
	summary: "Add a competitor; send an Idempotency-Key to be safe to repeat",
	request: { body: jsonBody(createCompetitorRequest) },
	responses: { 201: answer(competitor, "The competitor"), ...faults },
});
const update = guardedRoute("content:write", {
	method: "put",
	path: "/competitors/{id}",
	tags,
	summary: "Change name or spellings; needs the version that was read",
	request: { params, body: jsonBody(updateCompetitorRequest) },
	responses: { 200: answer(competitor, "The competitor as it is now"), ...faults },
});
const remove = guardedRoute("content:write", {
	method: "delete",
	path: "/competitors/{id}",
	tags,
	summary: "Take a competitor away, from all deals too",
	request: { params },
	responses: { 204: { description: "Gone" }, ...faults },
});

/** Competitors and the spellings they are heard by. */
export function competitorRoutes(deps: Deps) {
	const { database } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		return c.json({ items: await listCompetitors(database.reader(c.var.principal.tenantId)) }, 200);
	});

	routes.openapi(create, async (c) => {
		const body = c.req.valid("json");
		const made = await idempotent(c, database, async (trx) => {
			return { status: 201, body: await oneOf(trx, await createCompetitor(await writerOf(c, trx, deps), body)) };
		});
		c.header("etag", etagOf(made.body.version));
		return c.json(made.body, 201);
	});

	routes.openapi(update, async (c) => {
		const { version, ...body } = c.req.valid("json");
		const competitorId = c.req.valid("param").id;
		const row = await database.inTenant(c.var.principal.tenantId, async (trx) => {
			const writer = await writerOf(c, trx, deps);
			const read = versionRead(version, c.req.header("if-match"));
			found(await updateCompetitor(writer, competitorId, body, read), "competitor");
			return oneOf(trx, competitorId);
		});
		c.header("etag", etagOf(row.version));
		return c.json(row, 200);
	});

	routes.openapi(remove, async (c) => {
		const competitorId = c.req.valid("param").id;
		await database.inTenant(c.var.principal.tenantId, async (trx) => {
			found(await removeCompetitor(await writerOf(c, trx, deps), competitorId), "competitor");
		});
		return c.body(null, 204);
	});
	return routes;
}

async function oneOf(db: Db, competitorId: string): Promise<CompetitorRow> {
	return found((await listCompetitors(db)).find((row) => row.id === competitorId) ?? null, "competitor");
}
