import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Host, WriteBackDoor } from "../../core/contract/host.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { WRITE_BACK_ENTITIES } from "../../core/contract/write-back-fields.ts";
import {
	updateWriteBackRequest,
	vendorField,
	type WriteBackJson,
	type WriteBackRecordPage,
	writeBackRecordPage,
	writeBackRecordQuery,
	writeBackState,
	writeRun,
} from "../../core/contract/write-backs.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import type { Db } from "../db/connect.ts";
import type { Deps } from "../deps.ts";
import { heldBack } from "../hosts/outbox-pace.ts";
import { guardedRoute } from "../policy/guard.ts";
import { viewerOf } from "../views/viewer.ts";
import { fieldsJson, recordJson, runJson } from "../views/write-back-view.ts";
import { askForPreview, changeWriteBack } from "../write-back/change-settings.ts";
import { countRows, listRows, type RowsOf } from "../write-back/records.ts";
import { findRun, listRuns, openRun } from "../write-back/runs.ts";
import { findWriteBack, namesInUse, takesTasks } from "../write-back/settings.ts";
import { etagOf, versionRead } from "./concurrency.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Write-back"];
const params = z.object({ host: z.string().max(60) });
const read = guardedRoute("write-back:write", {
	method: "get",
	path: "/connections/{host}/write-back",
	tags,
	summary: "What is written back over a connection, and how it stands; the ETag is its version",
	request: { params },
	responses: { 200: answer(writeBackState, "How it stands"), ...faults },
});
const update = guardedRoute("write-back:write", {
	method: "put",
	path: "/connections/{host}/write-back",
	tags,
	summary: "Switch it on, off or to a pause, or choose fields; other fields want a new preview. Needs the version read",
	request: { params, body: jsonBody(updateWriteBackRequest) },
	responses: { 200: answer(writeBackState, "As it is now"), ...faults },
});
const preview = guardedRoute("write-back:write", {
	method: "post",
	path: "/connections/{host}/write-back/preview",
	tags,
	summary: "Show what a full run would write; nothing is sent until it is confirmed",
	request: { params },
	responses: { 202: answer(writeRun, "The run, being planned"), ...faults },
});
const runs = guardedRoute("write-back:write", {
	method: "get",
	path: "/connections/{host}/write-back/runs",
	tags,
	summary: "The last 50 runs of a connection, newest first",
	request: { params },
	responses: { 200: answer(z.object({ items: z.array(writeRun) }), "Runs"), ...faults },
});
const records = guardedRoute("write-back:write", {
	method: "get",
	path: "/connections/{host}/write-back/records",
	tags,
	summary: "Records that were written back or could not be, with what stood there before",
	request: { params, query: writeBackRecordQuery },
	responses: { 200: answer(writeBackRecordPage, "Records, newest first"), ...faults },
});
const vendorFields = guardedRoute("write-back:write", {
	method: "get",
	path: "/connections/{host}/write-back/vendor-fields",
	tags,
	summary: "The vendor's own fields, to choose where to write",
	request: { params, query: z.object({ entity: z.enum(WRITE_BACK_ENTITIES) }) },
	responses: {
		200: answer(z.object({ items: z.array(vendorField) }), "Fields; empty where they cannot be listed"),
		...faults,
	},
});

/** What is written back over each connection. */
export function writeBackRoutes(deps: Deps) {
	const { database, jobs, portsOf } = deps;
	const routes = createRouter();

	routes.openapi(read, async (c) => {
		const { tenantId } = c.var.principal;
		const shown = await stateJson(database.reader(tenantId), deps, tenantId, doorOf(deps, c.req.valid("param").host));
		c.header("etag", etagOf(shown.version));
		return c.json(shown, 200);
	});

	routes.openapi(update, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const door = doorOf(deps, c.req.valid("param").host);
		const { version, ...change } = c.req.valid("json");
		const read = versionRead(version, c.req.header("if-match"));
		if (change.fields?.task && !takesTasks(door.writeBack))
			throw new CourtsideError("unprocessable", "fields.task: this connection takes no tasks.");
		const { shown, previewId } = await database.inTenant(tenantId, async (trx) => {
			const given = { tenantId, host: door.host.id, userId, read };
			const { previewId } = await changeWriteBack(trx, given, change);
			const shown = await stateJson(trx, deps, tenantId, door);
			await recordAudit(trx, {
				...about(c, door.host.id),
				action: "write-back.updated",
				detail: { ...change } as Record<string, JsonValue>,
			});
			return { shown, previewId };
		});
		if (previewId !== null) await jobs.enqueue("preview-write-back", { tenantId, runId: previewId });
		else if (change.state === "on") await wake(deps, tenantId, door.host.id);
		c.header("etag", etagOf(shown.version));
		return c.json(shown, 200);
	});

	routes.openapi(preview, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const { host } = doorOf(deps, c.req.valid("param").host);
		const run = await database.inTenant(tenantId, async (trx) => {
			const runId = await askForPreview(trx, { tenantId, host: host.id, userId });
			await recordAudit(trx, { ...about(c, host.id), action: "write-back.previewed" });
			return found(await findRun(trx, tenantId, runId), "run");
		});
		await jobs.enqueue("preview-write-back", { tenantId, runId: run.id });
		return c.json(runJson(run), 202);
	});

	routes.openapi(runs, async (c) => {
		const { tenantId } = c.var.principal;
		const { host } = doorOf(deps, c.req.valid("param").host);
		return c.json({ items: (await listRuns(database.reader(tenantId), tenantId, host.id)).map(runJson) }, 200);
	});

	routes.openapi(records, async (c) => {
		const { host } = doorOf(deps, c.req.valid("param").host);
		return c.json(await recordsPage(c, deps, host.id, { host: host.id }, c.req.valid("query")), 200);
	});

	routes.openapi(vendorFields, async (c) => {
		const { tenantId } = c.var.principal;
		const { host, writeBack } = doorOf(deps, c.req.valid("param").host);
		const items = (await writeBack.fields?.(c.req.valid("query").entity, portsOf(host.id, tenantId))) ?? [];
		return c.json({ items }, 200);
	});
	return routes;
}

/** A page of a run's or a connection's records. */
export async function recordsPage(
	c: Context<AppEnv>,
	deps: Pick<Deps, "database" | "hosts">,
	host: string,
	of: RowsOf,
	query: z.output<typeof writeBackRecordQuery>,
): Promise<WriteBackRecordPage> {
	const { tenantId } = c.var.principal;
	const db = deps.database.reader(tenantId);
	const rows = await listRows(db, tenantId, of, query);
	const door = deps.hosts.find(({ id }) => id === host)?.writeBack;
	const names = door ? namesInUse(door, await findWriteBack(db, tenantId, host)) : {};
	const next = rows.length === query.limit ? (rows.at(-1)?.id ?? null) : null;
	return { items: rows.map((row) => recordJson(row, names, viewerOf(c))), next };
}

/** Has what waits sent now, rather than at the next sweep. */
export async function wake({ jobs }: Pick<Deps, "jobs">, tenantId: number, host: string): Promise<void> {
	await jobs.enqueue("dispatch-outbox", { tenantId, host }, { dedupId: `dispatch-${tenantId}-${host}` });
}

/** Who did what with write-back, for the audit. */
export function about(c: Context<AppEnv>, host: string) {
	const { tenantId, userId, name } = c.var.principal;
	const { requestId } = c.var;
	return { tenantId, actorId: userId, actor: name, entity: "connection", entityId: host, requestId };
}

/** The host of that name with its door for write-backs. Throws not_found. */
export function doorOf({ hosts }: Pick<Deps, "hosts">, id: string): { host: Host; writeBack: WriteBackDoor } {
	const host = hosts.find((one) => one.id === id);
	if (host?.writeBack) return { host, writeBack: host.writeBack };
	throw new CourtsideError("not_found", "There is no such connection that records are written back over.");
}

async function stateJson(
	db: Db,
	{ now }: Deps,
	tenantId: number,
	{ host, writeBack }: { host: Host; writeBack: WriteBackDoor },
): Promise<WriteBackJson> {
	const settings = await findWriteBack(db, tenantId, host.id);
	const held = await heldBack(db, tenantId, host.id, now());
	const open = await openRun(db, tenantId, host.id);
	return {
		host: host.id,
		state: settings.state,
		isConfirmed: settings.confirmedAt !== null,
		version: settings.version,
		fields: fieldsJson(writeBack, settings),
		listsVendorFields: writeBack.fields !== undefined,
		...(await countRows(db, tenantId, host.id)),
		held: held && { until: new Date(held.until).toISOString(), reason: held.reason },
		preview: open && runJson(open),
	};
}
