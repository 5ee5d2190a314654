import { z } from "@hono/zod-openapi";
import { job } from "../../core/contract/imports.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { inOrderOfState, jobTable } from "../../core/contract/tables/job-table.ts";
import { recordAudit } from "../audit/record.ts";
import type { Deps } from "../deps.ts";
import { dismissFailures, enqueueReplay, markForReplay } from "../hosts/failed-records.ts";
import { enqueueDelivery, reviveDelivery } from "../hosts/inbox.ts";
import { reviveOutgoing } from "../hosts/outbox.ts";
import { askToStop } from "../intake/stop-import.ts";
import { JOBS, type JobName } from "../jobs/catalog.ts";
import { findWork, listWork, type Work } from "../jobs/list-work.ts";
import { guardedRoute } from "../policy/guard.ts";
import { downloadWhole, wholeTableQuery } from "../tables/whole-table.ts";
import { type Viewer, viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults, fileAnswer } from "./router.ts";

const tags = ["Background work"];
const params = z.object({ id: z.string().max(300) });
const list = guardedRoute("jobs:read", {
	method: "get",
	path: "/jobs",
	tags,
	summary: "Background work: what runs, what waits, what failed and why",
	responses: { 200: answer(z.object({ items: z.array(job) }), "Newest first"), ...faults },
});
const download = guardedRoute("jobs:read", {
	method: "get",
	path: "/jobs/download",
	tags,
	summary: "The background work, as CSV or XLSX",
	request: { query: wholeTableQuery(jobTable) },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const retry = guardedRoute("jobs:write", {
	method: "post",
	path: "/jobs/{id}/retry",
	tags,
	summary: "Try failed work again",
	request: { params },
	responses: { 200: answer(job, "It waits for its turn"), ...faults },
});
const cancel = guardedRoute("jobs:write", {
	method: "post",
	path: "/jobs/{id}/cancel",
	tags,
	summary: "Take failed work off the list for good, or stop a running import",
	request: { params },
	responses: { 204: { description: "Taken off, or asked to stop" }, ...faults },
});

/** The background work of the workspace: jobs, deliveries from hosts and writes to them. */
export function jobRoutes(deps: Deps) {
	const { database, jobs } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { tenantId } = c.var.principal;
		return c.json({ items: await listWork(database.reader(tenantId), jobs, tenantId, viewerOf(c)) }, 200);
	});

	routes.openapi(download, async (c) => {
		const { tenantId } = c.var.principal;
		const work = await listWork(database.reader(tenantId), jobs, tenantId, viewerOf(c));
		return downloadWhole(c, deps, jobTable, c.req.valid("query"), inOrderOfState(work));
	});

	routes.openapi(retry, async (c) => {
		const { tenantId, userId, name: actor } = c.var.principal;
		const { id } = c.req.valid("param");
		const found = await knownWork(tenantId, id, viewerOf(c));
		refuseUnlessFailed(found);
		const note = { tenantId, actorId: userId, actor, action: "job.retried", entity: "job", entityId: id };
		const { kind, name, own } = partsOf(id);
		await database.inTenant(tenantId, async (trx) => {
			if (kind === "inbox") await reviveDelivery(trx, tenantId, own);
			if (kind === "outbox") await reviveOutgoing(trx, tenantId, own);
			if (kind === "record") await markForReplay(trx, tenantId, { id: own });
			await recordAudit(trx, { ...note, requestId: c.var.requestId });
		});
		if (kind === "inbox") await enqueueDelivery(jobs, tenantId, own);
		if (kind === "outbox") {
			const host = found.host ?? "";
			await jobs.enqueue("dispatch-outbox", { tenantId, host }, { dedupId: `dispatch-${tenantId}-${host}` });
		}
		if (kind === "record") await enqueueReplay(jobs, tenantId, found.host ?? "");
		if (kind === "queue") await jobs.replay(name, own);
		const { host: _, importId: __, ...shown } = found;
		return c.json({ ...shown, state: "waiting" as const, error: null, canRetry: false, canCancel: false }, 200);
	});

	routes.openapi(cancel, async (c) => {
		const { tenantId, userId, name: actor } = c.var.principal;
		const { id } = c.req.valid("param");
		const found = await knownWork(tenantId, id, viewerOf(c));
		const { importId } = found;
		const by = { tenantId, actorId: userId, actor, requestId: c.var.requestId };
		if (importId !== undefined && found.state !== "failed") {
			await database.inTenant(tenantId, async (trx) => {
				await askToStop(trx, importId);
				await recordAudit(trx, { ...by, action: "import.cancelled", entity: "import", entityId: importId });
			});
			return c.body(null, 204);
		}
		refuseUnlessFailed(found);
		if (!found.canCancel) throw new CourtsideError("wrong_state", "This is kept until it has been applied.");
		const { kind, name, own } = partsOf(id);
		if (kind === "queue") await jobs.discard(name, own);
		await database.inTenant(tenantId, async (trx) => {
			if (kind === "record") await dismissFailures(trx, tenantId, { id: own });
			await recordAudit(trx, { ...by, action: "job.discarded", entity: "job", entityId: id });
		});
		return c.body(null, 204);
	});

	async function knownWork(tenantId: number, id: string, viewer: Viewer): Promise<Work> {
		const found = await findWork(database.reader(tenantId), jobs, tenantId, id, viewer);
		if (!found) throw new CourtsideError("not_found", "There is no such work here.");
		return found;
	}

	return routes;
}

function refuseUnlessFailed({ state }: Work): void {
	if (state !== "failed") throw new CourtsideError("wrong_state", "It has not failed; there is nothing to do.");
}

/** `queue:run-import:17`, `inbox:<id>`, `outbox:<id>`, `record:<id>`. */
function partsOf(id: string): { kind: string; name: JobName; own: string } {
	const [kind = "", ...rest] = id.split(":");
	if (kind !== "queue") return { kind, name: "apply-delivery", own: rest.join(":") };
	const [name = "", ...own] = rest;
	if (!Object.hasOwn(JOBS, name)) throw new CourtsideError("not_found", "There is no such work here.");
	return { kind, name: name as JobName, own: own.join(":") };
}
