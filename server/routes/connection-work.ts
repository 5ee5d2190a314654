import { z } from "@hono/zod-openapi";
import {
	copyRemoval,
	failedRecordPage,
	failedRecordQuery,
	hostId,
	recordsTouched,
	startSyncRequest,
	syncRun,
} from "../../core/contract/connections.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Deps } from "../deps.ts";
import {
	countFailures,
	dismissFailures,
	enqueueReplay,
	listFailures,
	markForReplay,
	type Which,
} from "../hosts/failed-records.ts";
import { findInstallation, listInstallations, noteRemoval } from "../hosts/installations.ts";
import { countCopy } from "../hosts/source-copy.ts";
import { cancelRun, enqueueSync, findRun, openRun } from "../hosts/sync-runs.ts";
import { guardedRoute } from "../policy/guard.ts";
import { copyJson, failedRecordJson, runJson } from "../views/connection-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { hostOf, note } from "./connections.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Connections"];
const params = z.object({ host: hostId });
const byId = z.object({ id: z.uuid() });

const sync = guardedRoute("connections:write", {
	method: "post",
	path: "/connections/{host}/sync",
	tags,
	summary: "Fetch what changed, or everything anew; one run of a connection at a time",
	request: { params, body: jsonBody(startSyncRequest) },
	responses: { 202: answer(syncRun, "The run, waiting for its turn"), ...faults },
});
const readRun = guardedRoute("connections:read", {
	method: "get",
	path: "/sync-runs/{id}",
	tags,
	summary: "How far a run is",
	request: { params: byId },
	responses: { 200: answer(syncRun, "The run"), ...faults },
});
const cancel = guardedRoute("connections:write", {
	method: "post",
	path: "/sync-runs/{id}/cancel",
	tags,
	summary: "Stop a run; what it stored stays, and the next goes on from there",
	request: { params: byId },
	responses: { 202: answer(syncRun, "It stops after the page in hand"), ...faults },
});
const failed = guardedRoute("connections:read", {
	method: "get",
	path: "/connections/{host}/failed-records",
	tags,
	summary: "Records that could not be stored, with their text and the reason",
	request: { params, query: failedRecordQuery },
	responses: { 200: answer(failedRecordPage, "Newest first"), ...faults },
});
const replayAll = guardedRoute("connections:write", {
	method: "post",
	path: "/connections/{host}/failed-records/replay",
	tags,
	summary: "Try all failed records again",
	request: { params },
	responses: { 202: answer(recordsTouched, "They wait for their turn"), ...faults },
});
const dismissAll = guardedRoute("connections:write", {
	method: "post",
	path: "/connections/{host}/failed-records/dismiss",
	tags,
	summary: "Give all failed records up, for good",
	request: { params },
	responses: { 200: answer(recordsTouched, "They are gone"), ...faults },
});
const replayOne = guardedRoute("connections:write", {
	method: "post",
	path: "/failed-records/{id}/replay",
	tags,
	summary: "Try one failed record again",
	request: { params: byId },
	responses: { 202: answer(recordsTouched, "It waits for its turn"), ...faults },
});
const dismissOne = guardedRoute("connections:write", {
	method: "post",
	path: "/failed-records/{id}/dismiss",
	tags,
	summary: "Give one failed record up, for good",
	request: { params: byId },
	responses: { 200: answer(recordsTouched, "It is gone"), ...faults },
});
const readCopy = guardedRoute("connections:read", {
	method: "get",
	path: "/connections/{host}/copy",
	tags,
	summary: "What deleting our copy would take and leave, or how far it is",
	request: { params },
	responses: { 200: answer(copyRemoval, "Counts by kind of record"), ...faults },
});
const removeCopy = guardedRoute("connections:write", {
	method: "delete",
	path: "/connections/{host}/copy",
	tags,
	summary: "Delete what came from this source and from nowhere else; the connection must be off",
	request: { params },
	responses: { 202: answer(copyRemoval, "It waits for its turn"), ...faults },
});

/** The work of connections: fetching, failed records, and the end of our copy. */
export function connectionWorkRoutes(deps: Deps) {
	const { database, jobs, now } = deps;
	const routes = createRouter();

	routes.openapi(sync, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const host = hostOf(deps, c.req.valid("param").host);
		if (!host.sync) throw new CourtsideError("wrong_state", `${host.about.name} sends its changes by itself.`);
		const { kind } = c.req.valid("json");
		const run = await database.inTenant(tenantId, async (trx) => {
			if ((await findInstallation(trx, tenantId, host.id))?.state !== "on") {
				throw new CourtsideError("wrong_state", "The connection is not switched on. Switch it on, then fetch.");
			}
			const id = await openRun(trx, { tenantId, host: host.id, kind, by: "person", actorId: userId });
			if (!id) throw new CourtsideError("wrong_state", "A run is under way. Wait for its end, or cancel it first.");
			await note(c, trx, host.id, "connection.sync-started", { kind, runId: id });
			return found(await findRun(trx, tenantId, id), "run");
		});
		await enqueueSync(jobs, tenantId, host.id);
		deps.wakeRelay();
		return c.json(runJson(run), 202);
	});

	routes.openapi(readRun, async (c) => {
		const { tenantId } = c.var.principal;
		const run = await findRun(database.reader(tenantId), tenantId, c.req.valid("param").id);
		return c.json(runJson(found(run, "run")), 200);
	});

	routes.openapi(cancel, async (c) => {
		const { tenantId } = c.var.principal;
		const { id } = c.req.valid("param");
		const run = await database.inTenant(tenantId, async (trx) => {
			const stands = found(await findRun(trx, tenantId, id), "run");
			if (!(await cancelRun(trx, tenantId, { id }, now()))) {
				throw new CourtsideError("wrong_state", "The run has ended; there is nothing to stop.");
			}
			await note(c, trx, stands.host, "connection.sync-cancelled", { runId: id });
			return found(await findRun(trx, tenantId, id), "run");
		});
		deps.wakeRelay();
		return c.json(runJson(run), 202);
	});

	routes.openapi(failed, async (c) => {
		const { tenantId } = c.var.principal;
		const host = hostOf(deps, c.req.valid("param").host);
		const { limit, cursor } = c.req.valid("query");
		const before = z.uuid().optional().safeParse(cursor);
		if (!before.success) throw new CourtsideError("invalid_request", "cursor: send the nextCursor of the page before.");
		const db = database.reader(tenantId);
		const rows = await listFailures(db, { tenantId, source: host.id, before: before.data, limit: limit + 1 });
		const items = rows.slice(0, limit);
		const total = (await countFailures(db, tenantId)).get(host.id) ?? 0;
		const nextCursor = rows.length > limit ? (items.at(-1)?.id ?? null) : null;
		return c.json({ items: items.map(failedRecordJson), nextCursor, total, totalIsAtLeast: false }, 200);
	});

	routes.openapi(replayAll, async (c) => c.json(await replay(c, await allOf(c.req.valid("param").host)), 202));
	routes.openapi(dismissAll, async (c) => c.json(await dismiss(c, await allOf(c.req.valid("param").host)), 200));
	routes.openapi(replayOne, async (c) => {
		const touched = await replay(c, { id: c.req.valid("param").id });
		return c.json(found(touched.records > 0 ? touched : null, "record"), 202);
	});
	routes.openapi(dismissOne, async (c) => {
		const touched = await dismiss(c, { id: c.req.valid("param").id });
		return c.json(found(touched.records > 0 ? touched : null, "record"), 200);
	});

	routes.openapi(readCopy, async (c) => {
		const { tenantId } = c.var.principal;
		const host = hostOf(deps, c.req.valid("param").host);
		const db = database.reader(tenantId);
		const facts = (await listInstallations(db, tenantId)).find((one) => one.host === host.id);
		return c.json(copyJson(viewerOf(c), await countCopy(db, tenantId, host.id), facts?.copyRemoval), 200);
	});

	routes.openapi(removeCopy, async (c) => {
		const { tenantId } = c.var.principal;
		const host = hostOf(deps, c.req.valid("param").host);
		const shown = await database.inTenant(tenantId, async (trx) => {
			if ((await findInstallation(trx, tenantId, host.id))?.state === "on") {
				throw new CourtsideError("wrong_state", "Switch the connection off first: what is deleted would come again.");
			}
			const counted = await countCopy(trx, tenantId, host.id);
			const removal = { state: "waiting", removes: counted.removes, stays: counted.stays.map((one) => ({ ...one })) };
			await noteRemoval(trx, tenantId, host.id, removal);
			await note(c, trx, host.id, "connection.copy-deletion-asked", { removes: counted.removes });
			return copyJson(viewerOf(c), counted, removal);
		});
		await jobs.enqueue("remove-copy", { tenantId, host: host.id }, { dedupId: `remove-copy-${tenantId}-${host.id}` });
		deps.wakeRelay();
		return c.json(shown, 202);
	});

	async function allOf(host: string): Promise<Which> {
		return { source: hostOf(deps, host).id };
	}

	async function replay(c: Parameters<typeof note>[0], which: Which): Promise<{ records: number }> {
		const { tenantId } = c.var.principal;
		const marked = await database.inTenant(tenantId, async (trx) => {
			const sources = await markForReplay(trx, tenantId, which);
			for (const [source, records] of sources) await note(c, trx, source, "connection.records-replayed", { records });
			return sources;
		});
		for (const source of marked.keys()) await enqueueReplay(jobs, tenantId, source);
		return { records: [...marked.values()].reduce((sum, records) => sum + records, 0) };
	}

	async function dismiss(c: Parameters<typeof note>[0], which: Which): Promise<{ records: number }> {
		const { tenantId } = c.var.principal;
		return database.inTenant(tenantId, async (trx) => {
			const gone = await dismissFailures(trx, tenantId, which);
			for (const [source, records] of gone) await note(c, trx, source, "connection.records-dismissed", { records });
			return { records: [...gone.values()].reduce((sum, records) => sum + records, 0) };
		});
	}

	return routes;
}
