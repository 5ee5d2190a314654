import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Transaction } from "kysely";
import {
	handOverRequest,
	leaveRequest,
	listedPerson,
	mergeRequest,
	type PeopleChangeJson,
	peopleChange,
	peopleDownload,
	peopleQuery,
	personPage,
	renameRequest,
} from "../../core/contract/identities.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id, pageOf } from "../../core/contract/scalars.ts";
import { peopleTable } from "../../core/contract/tables/people-table.ts";
import { dateIn } from "../../core/model/instant.ts";
import type { AppEnv } from "../app-env.ts";
import type { Db } from "../db/connect.ts";
import { holdingsOf } from "../db/holdings.ts";
import { listIdentities } from "../db/identities.ts";
import { parseSort, readCursor } from "../db/paging.ts";
import { listPeopleChanges } from "../db/people-changes.ts";
import {
	allListedPeople,
	countListedPeople,
	findListedPerson,
	listPeoplePage,
	PEOPLE_SORTS,
	successorsOf,
} from "../db/people-list.ts";
import type { Tables } from "../db/tables.ts";
import { loadRates, loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { handOver } from "../people/hand-over.ts";
import { comeBack, leave, rename } from "../people/leave.ts";
import type { Decider } from "../people/make-change.ts";
import { mergePeople } from "../people/merge.ts";
import { guardedRoute } from "../policy/guard.ts";
import { downloadTable } from "../tables/download.ts";
import { type Holdings, identityJson, listedPersonJson, peopleChangeJson } from "../views/people-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { pageAnswer } from "./page-answer.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["People"];
const params = z.object({ id });
const changed = { 201: answer(peopleChange, "The change that was made; it can be taken back"), ...faults };
const list = guardedRoute("people:read", {
	method: "get",
	path: "/people",
	tags,
	summary: "People with what they hold, by name",
	request: { query: peopleQuery },
	responses: { 200: answer(pageOf(listedPerson), "A page of people"), ...faults },
});
const download = guardedRoute("people:read", {
	method: "get",
	path: "/people/download",
	tags,
	summary: "All people of these filters, as CSV or XLSX",
	request: { query: peopleDownload },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const read = guardedRoute("people:read", {
	method: "get",
	path: "/people/{id}",
	tags,
	summary: "A person: what finds them, what they hold, who could take over",
	request: { params },
	responses: { 200: answer(personPage, "The person"), ...faults },
});
const merge = guardedRoute("people:match", {
	method: "post",
	path: "/people/{id}/merge",
	tags,
	summary: "Make the person part of another: all that was theirs is the other's, also in the past",
	request: { params, body: jsonBody(mergeRequest) },
	responses: changed,
});
const left = guardedRoute("people:match", {
	method: "post",
	path: "/people/{id}/leave",
	tags,
	summary: "Say that the person has left, and hand over what they have open when somebody is named",
	request: { params, body: jsonBody(leaveRequest) },
	responses: changed,
});
const back = guardedRoute("people:match", {
	method: "post",
	path: "/people/{id}/return",
	tags,
	summary: "Say that the person is here",
	request: { params },
	responses: changed,
});
const hand = guardedRoute("people:match", {
	method: "post",
	path: "/people/{id}/hand-over",
	tags,
	summary: "Hand the person's open deals, leads to work and accounts over, from now on",
	request: { params, body: jsonBody(handOverRequest) },
	responses: changed,
});
const correct = guardedRoute("people:match", {
	method: "post",
	path: "/people/{id}/rename",
	tags,
	summary: "Correct the person's name",
	request: { params, body: jsonBody(renameRequest) },
	responses: changed,
});

/** The people of the workspace with all that is known of them, and what may be done about it. */
export function peopleRoutes(deps: Deps) {
	const { database, standings } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { limit, cursor, sort: order, ...filter } = c.req.valid("query");
		const sort = parseSort(order, PEOPLE_SORTS, "name");
		const db = database.reader(c.var.principal.tenantId);
		const page = await listPeoplePage(db, { filter, sort, after: readCursor(cursor, sort), limit });
		const holdings = await holdingsFor(
			c,
			deps,
			db,
			page.rows.map((row) => row.id),
		);
		return c.json(
			pageAnswer(page, sort, (row) => listedPersonJson(row, holdings)),
			200,
		);
	});

	routes.openapi(download, async (c) => {
		const asked = c.req.valid("query");
		const { format: _, columns: __, bom: ___, sort: order, ...filter } = asked;
		const sort = parseSort(order, PEOPLE_SORTS, "name");
		return downloadTable(c, deps, {
			table: peopleTable,
			asked,
			count: (trx, most) => countListedPeople(trx, filter, most),
			rows: (trx) =>
				worded(allListedPeople(trx, filter, sort), async (rows) => {
					const ids = rows.map((row) => row.id);
					const holdings = await holdingsFor(c, deps, trx, ids);
					return rows.map((row) => listedPersonJson(row, holdings));
				}),
		});
	});

	routes.openapi(read, async (c) => {
		const db = database.reader(c.var.principal.tenantId);
		const row = found(await findListedPerson(db, c.req.valid("param").id), "person");
		const [identities, successors, changes, holdings] = await Promise.all([
			listIdentities(db, {
				filter: { userId: row.id },
				sort: { key: "place", descending: false },
				after: null,
				limit: 200,
			}),
			successorsOf(db, row.id),
			listPeopleChanges(db, 20, { personId: row.id }),
			holdingsFor(c, deps, db, [row.id]),
		]);
		const viewer = viewerOf(c);
		const page = {
			person: listedPersonJson(row, holdings),
			identities: identities.rows.map((one) => identityJson(one, holdings)),
			successors,
			changes: changes.map((change) => peopleChangeJson(change, viewer)),
		};
		return c.json(page, 200);
	});

	routes.openapi(merge, async (c) => {
		const { intoId, confirmed } = c.req.valid("json");
		const fromId = c.req.valid("param").id;
		return c.json(await change(c, (decider) => mergePeople(decider, { fromId, intoId, confirmed })), 201);
	});

	routes.openapi(left, async (c) => {
		const { on, handOverTo } = c.req.valid("json");
		const personId = c.req.valid("param").id;
		const made = await change(c, async (decider) => {
			const workspace = await loadWorkspace(decider.trx, deps.now());
			// People leave in the real present, also where the workspace's clock stands.
			if (on > dateIn(workspace.zone, deps.now())) {
				throw new CourtsideError("unprocessable", "on: choose today or an earlier day.", {
					errors: [{ path: "on", message: "lies in the future" }],
				});
			}
			if (handOverTo) await handOver(decider, workspace, { fromId: personId, toId: handOverTo });
			return leave(decider, personId, on);
		});
		return c.json(made, 201);
	});

	routes.openapi(back, async (c) => {
		return c.json(await change(c, (decider) => comeBack(decider, c.req.valid("param").id)), 201);
	});

	routes.openapi(hand, async (c) => {
		const { toId } = c.req.valid("json");
		const fromId = c.req.valid("param").id;
		const made = await change(c, async (decider) =>
			handOver(decider, await loadWorkspace(decider.trx, deps.now()), { fromId, toId }),
		);
		return c.json(made, 201);
	});

	routes.openapi(correct, async (c) => {
		const { name } = c.req.valid("json");
		return c.json(await change(c, (decider) => rename(decider, c.req.valid("param").id, name)), 201);
	});

	async function change(
		c: Context<AppEnv>,
		make: (decider: Decider) => Promise<{ id: string }>,
	): Promise<PeopleChangeJson> {
		const made = await idempotent(c, database, async (trx) => {
			const { id: changeId } = await make(deciderOf(c, trx, deps));
			return { status: 201, body: await changeAnswer(c, trx, changeId) };
		});
		standings.forget(c.var.principal.tenantId);
		return made.body;
	}

	return routes;
}

/** The person of the request as one who decides about people. */
export function deciderOf(c: Context<AppEnv>, trx: Transaction<Tables>, { now }: Pick<Deps, "now">): Decider {
	const { principal, requestId } = c.var;
	return {
		trx,
		tenantId: principal.tenantId,
		actorId: principal.userId,
		actor: principal.name,
		requestId,
		mayGovern: principal.permissions.has("people:write"),
		now: now(),
	};
}

/** A change that was just made, as it is answered. */
export async function changeAnswer(
	c: Context<AppEnv>,
	trx: Transaction<Tables>,
	changeId: string,
): Promise<PeopleChangeJson> {
	const rows = await listPeopleChanges(trx, 1, { id: changeId });
	return peopleChangeJson(found(rows[0] ?? null, "change"), viewerOf(c));
}

/** What these people hold, as far as the viewer sees it. */
export async function holdingsFor(
	c: Context<AppEnv>,
	{ now }: Pick<Deps, "now">,
	db: Db,
	userIds: readonly string[],
): Promise<Holdings> {
	const { visibleOwners } = c.var.principal;
	const workspace = await loadWorkspace(db, now());
	const rates = await loadRates(db, workspace.currency);
	return { byPerson: await holdingsOf(db, userIds, visibleOwners, { workspace, rates }), currency: workspace.currency };
}

/** Batches of rows as pages show them, each with what it takes to say so. */
export async function* worded<Row, Item>(
	batches: AsyncIterable<readonly Row[]>,
	wordOf: (rows: readonly Row[]) => Promise<Item[]>,
): AsyncGenerator<Item[]> {
	for await (const batch of batches) yield await wordOf(batch);
}
