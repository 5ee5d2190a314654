import { z } from "@hono/zod-openapi";
import {
	decideRequest,
	identity,
	identityCounts,
	identityDownload,
	identityQuery,
	peopleChange,
	peopleUndone,
} from "../../core/contract/identities.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id, pageOf } from "../../core/contract/scalars.ts";
import { identityTable } from "../../core/contract/tables/identity-table.ts";
import { allIdentities, countIdentities, countListed, IDENTITY_SORTS, listIdentities } from "../db/identities.ts";
import { parseSort, readCursor } from "../db/paging.ts";
import { listPeopleChanges } from "../db/people-changes.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { type Decision, decide } from "../people/decide.ts";
import { undoChange } from "../people/undo-change.ts";
import { guardedRoute } from "../policy/guard.ts";
import { downloadTable } from "../tables/download.ts";
import { identityJson, peopleChangeJson } from "../views/people-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { pageAnswer } from "./page-answer.ts";
import { changeAnswer, deciderOf, holdingsFor, worded } from "./people.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";

const tags = ["People"];
const params = z.object({ id });
const list = guardedRoute("people:read", {
	method: "get",
	path: "/identities",
	tags,
	summary: "Names, addresses and records under which sources know people; what fits nobody first",
	request: { query: identityQuery },
	responses: { 200: answer(pageOf(identity), "A page of them"), ...faults },
});
const download = guardedRoute("people:read", {
	method: "get",
	path: "/identities/download",
	tags,
	summary: "All of these filters, as CSV or XLSX",
	request: { query: identityDownload },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const counts = guardedRoute("people:read", {
	method: "get",
	path: "/identities/counts",
	tags,
	summary: "How many wait for a person, are matched, or are left out",
	responses: { 200: answer(identityCounts, "By state"), ...faults },
});
const decideOn = guardedRoute("people:match", {
	method: "post",
	path: "/identities/decide",
	tags,
	summary: "Say who they are: up to 500 at once, as one change that can be taken back",
	request: { body: jsonBody(decideRequest) },
	responses: { 201: answer(peopleChange, "The change that was made"), ...faults },
});
const changes = guardedRoute("people:read", {
	method: "get",
	path: "/people-changes",
	tags,
	summary: "What was lately decided about people",
	responses: { 200: answer(z.object({ items: z.array(peopleChange) }), "Newest first, up to 50"), ...faults },
});
const undo = guardedRoute("people:match", {
	method: "post",
	path: "/people-changes/{id}/undo",
	tags,
	summary: "Take a change back; what somebody has changed since stays",
	request: { params },
	responses: { 200: answer(peopleUndone, "How much went back"), ...faults },
});

/** Who is who: what sources call people, and what was decided about it. */
export function identityRoutes(deps: Deps) {
	const { database, standings } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { limit, cursor, sort: order, suggested, ...rest } = c.req.valid("query");
		const db = database.reader(c.var.principal.tenantId);
		const sort = parseSort(order, IDENTITY_SORTS, "place");
		const filter = { ...rest, suggested: suggested === "true" };
		const page = await listIdentities(db, { filter, sort, after: readCursor(cursor, sort), limit });
		const held = page.rows.flatMap(({ userId }) => userId ?? []);
		const holdings = await holdingsFor(c, deps, db, held);
		return c.json(
			pageAnswer(page, sort, (row) => identityJson(row, holdings)),
			200,
		);
	});

	routes.openapi(download, async (c) => {
		const asked = c.req.valid("query");
		const { format: _, columns: __, bom: ___, sort: order, suggested, ...rest } = asked;
		const filter = { ...rest, suggested: suggested === "true" };
		const sort = parseSort(order, IDENTITY_SORTS, "place");
		return downloadTable(c, deps, {
			table: identityTable,
			asked,
			count: (trx, most) => countListed(trx, filter, most),
			rows: (trx) =>
				worded(allIdentities(trx, filter, sort), async (rows) => {
					const held = rows.flatMap(({ userId }) => userId ?? []);
					const holdings = await holdingsFor(c, deps, trx, held);
					return rows.map((row) => identityJson(row, holdings));
				}),
		});
	});

	routes.openapi(counts, async (c) => c.json(await countIdentities(database.reader(c.var.principal.tenantId)), 200));

	routes.openapi(decideOn, async (c) => {
		const decisions = c.req.valid("json").decisions.map(decisionOf);
		const made = await idempotent(c, database, async (trx) => {
			const change = await decide(deciderOf(c, trx, deps), decisions);
			return { status: 201, body: await changeAnswer(c, trx, change.id) };
		});
		standings.forget(c.var.principal.tenantId);
		return c.json(made.body, 201);
	});

	routes.openapi(changes, async (c) => {
		const rows = await listPeopleChanges(database.reader(c.var.principal.tenantId), 50, {});
		const viewer = viewerOf(c);
		return c.json({ items: rows.map((row) => peopleChangeJson(row, viewer)) }, 200);
	});

	routes.openapi(undo, async (c) => {
		const { tenantId } = c.var.principal;
		const undone = await database.inTenant(tenantId, (trx) =>
			undoChange(deciderOf(c, trx, deps), c.req.valid("param").id),
		);
		standings.forget(tenantId);
		return c.json(undone, 200);
	});
	return routes;
}

function decisionOf(given: {
	identityId: string;
	personId?: string | undefined;
	as?: "themselves" | "ignored" | undefined;
}): Decision {
	const { identityId, personId, as } = given;
	if (personId !== undefined && as === undefined) return { identityId, personId };
	if (as !== undefined && personId === undefined) return { identityId, as };
	throw new CourtsideError("unprocessable", "decisions: for each give either personId or as.");
}
