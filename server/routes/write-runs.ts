import { z } from "@hono/zod-openapi";
import type { Transaction } from "kysely";
import { id } from "../../core/contract/scalars.ts";
import { writeBackRecordPage, writeBackRecordQuery, writeRun } from "../../core/contract/write-backs.ts";
import { recordAudit } from "../audit/record.ts";
import type { Tables } from "../db/tables.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { runJson } from "../views/write-back-view.ts";
import { callOff, confirmPreview } from "../write-back/change-settings.ts";
import { dismissFailed, type Failed, hostOfRow, retryFailed, writeAnyway } from "../write-back/records.ts";
import { findRun, type WriteRun } from "../write-back/runs.ts";
import { undoRun } from "../write-back/undo-run.ts";
import { answer, createRouter, faults } from "./router.ts";
import { about, recordsPage, wake } from "./write-backs.ts";
import { found } from "./writing.ts";

const tags = ["Write-back"];
const params = z.object({ id });
const dealtWith = z.object({ records: z.number().int() }).meta({ id: "WriteBacksDealtWith" });
const guarded = "write-back:write";

const read = guardedRoute(guarded, {
	method: "get",
	path: "/write-runs/{id}",
	tags,
	summary: "One run: how many records, and while it is previewed samples of what would be written",
	request: { params },
	responses: { 200: answer(writeRun, "The run"), ...faults },
});
const records = guardedRoute(guarded, {
	method: "get",
	path: "/write-runs/{id}/records",
	tags,
	summary: "The records of a run with what was written, what stood there before, and what went wrong",
	request: { params, query: writeBackRecordQuery },
	responses: { 200: answer(writeBackRecordPage, "Records, newest first"), ...faults },
});
const confirm = guardedRoute(guarded, {
	method: "post",
	path: "/write-runs/{id}/confirm",
	tags,
	summary: "Send what the preview shows, and go on writing what changes",
	request: { params },
	responses: { 200: answer(writeRun, "The run, being sent"), ...faults },
});
const cancel = guardedRoute(guarded, {
	method: "post",
	path: "/write-runs/{id}/cancel",
	tags,
	summary: "Call a preview off; nothing of it is sent",
	request: { params },
	responses: { 200: answer(writeRun, "The run, called off"), ...faults },
});
const undo = guardedRoute(guarded, {
	method: "post",
	path: "/write-runs/{id}/undo",
	tags,
	summary: "Take a run back where nobody changed the value since; write-back is paused with it",
	request: { params },
	responses: { 202: answer(writeRun, "The run that takes it back"), ...faults },
});
const retryAll = guardedRoute(guarded, {
	method: "post",
	path: "/write-runs/{id}/retry",
	tags,
	summary: "Try all failed records of a run again",
	request: { params },
	responses: { 202: answer(dealtWith, "How many"), ...faults },
});
const dismissAll = guardedRoute(guarded, {
	method: "post",
	path: "/write-runs/{id}/dismiss",
	tags,
	summary: "Let all failed records of a run be",
	request: { params },
	responses: { 200: answer(dealtWith, "How many"), ...faults },
});
const retryOne = guardedRoute(guarded, {
	method: "post",
	path: "/write-backs/{id}/retry",
	tags,
	summary: "Try a failed record again; where somebody changed it there, write ours over what was told to stand there",
	request: { params },
	responses: { 202: answer(dealtWith, "How many"), ...faults },
});
const dismissOne = guardedRoute(guarded, {
	method: "post",
	path: "/write-backs/{id}/dismiss",
	tags,
	summary: "Let a failed record be",
	request: { params },
	responses: { 200: answer(dealtWith, "How many"), ...faults },
});

/** Runs of write-backs and their records. */
export function writeRunRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();

	async function onRun(
		c: Parameters<typeof about>[0],
		runId: string,
		work: (trx: Transaction<Tables>, run: WriteRun) => Promise<{ runId?: string; detail: object }>,
		action: string,
	) {
		const { tenantId } = c.var.principal;
		const run = await database.inTenant(tenantId, async (trx) => {
			const before = found(await findRun(trx, tenantId, runId), "run");
			const done = await work(trx, before);
			await recordAudit(trx, { ...about(c, before.host), action, detail: { run: runId, ...done.detail } });
			return found(await findRun(trx, tenantId, done.runId ?? runId), "run");
		});
		await wake(deps, tenantId, run.host);
		return runJson(run);
	}

	async function onFailed(
		c: Parameters<typeof about>[0],
		which: Failed,
		deal: typeof retryFailed,
		action: "write-back.retried" | "write-back.dismissed",
	) {
		const { tenantId } = c.var.principal;
		const { count, host } = await database.inTenant(tenantId, async (trx) => {
			const host = found(
				"id" in which
					? await hostOfRow(trx, tenantId, which.id)
					: ((await findRun(trx, tenantId, which.runId))?.host ?? null),
				"write-back",
			);
			const count = await deal(trx, tenantId, which);
			await recordAudit(trx, { ...about(c, host), action, detail: { ...which, rows: count } });
			return { count, host };
		});
		if (action === "write-back.retried") await wake(deps, tenantId, host);
		return { records: count };
	}

	routes.openapi(read, async (c) => {
		const { tenantId } = c.var.principal;
		return c.json(
			runJson(found(await findRun(database.reader(tenantId), tenantId, c.req.valid("param").id), "run")),
			200,
		);
	});

	routes.openapi(records, async (c) => {
		const { tenantId } = c.var.principal;
		const db = database.reader(tenantId);
		const run = found(await findRun(db, tenantId, c.req.valid("param").id), "run");
		const query = c.req.valid("query");
		return c.json(await recordsPage(c, deps, run.host, { runId: run.id }, query), 200);
	});

	routes.openapi(confirm, async (c) => {
		const { tenantId } = c.var.principal;
		const confirmIt = (trx: Transaction<Tables>, run: WriteRun) => confirmPreview(trx, tenantId, run, now());
		return c.json(await onRun(c, c.req.valid("param").id, confirmIt, "write-back.confirmed"), 200);
	});

	routes.openapi(cancel, async (c) => {
		const { tenantId } = c.var.principal;
		const callItOff = (trx: Transaction<Tables>, run: WriteRun) => callOff(trx, tenantId, run);
		return c.json(await onRun(c, c.req.valid("param").id, callItOff, "write-back.called-off"), 200);
	});

	routes.openapi(undo, async (c) => {
		const { principal } = c.var;
		const undoIt = (trx: Transaction<Tables>, run: WriteRun) => undoRun(trx, principal, run);
		return c.json(await onRun(c, c.req.valid("param").id, undoIt, "write-back.undone"), 202);
	});

	routes.openapi(retryAll, async (c) =>
		c.json(await onFailed(c, { runId: c.req.valid("param").id }, retryFailed, "write-back.retried"), 202),
	);
	routes.openapi(dismissAll, async (c) =>
		c.json(await onFailed(c, { runId: c.req.valid("param").id }, dismissFailed, "write-back.dismissed"), 200),
	);
	routes.openapi(retryOne, async (c) => {
		const retry: typeof retryFailed = async (trx, tenantId, which) =>
			"id" in which && (await writeAnyway(trx, tenantId, which.id)) ? 1 : retryFailed(trx, tenantId, which);
		return c.json(await onFailed(c, { id: c.req.valid("param").id }, retry, "write-back.retried"), 202);
	});
	routes.openapi(dismissOne, async (c) =>
		c.json(await onFailed(c, { id: c.req.valid("param").id }, dismissFailed, "write-back.dismissed"), 200),
	);
	return routes;
}
