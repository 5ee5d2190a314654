import { Readable } from "node:stream";
import { z } from "@hono/zod-openapi";
import { type ImportJson, importJson, importPlanRequest } from "../../core/contract/imports.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { importTable } from "../../core/contract/tables/import-table.ts";
import type { Answers } from "../../core/intake/plan.ts";
import { recordAudit } from "../audit/record.ts";
import { rejectedRows } from "../db/import-rejects.ts";
import type { Deps } from "../deps.ts";
import { FileFault } from "../intake/file-fault.ts";
import { answerImport, describeImport, listImports, readyImport } from "../intake/import-service.ts";
import { startImport } from "../intake/start-import.ts";
import { askToStop } from "../intake/stop-import.ts";
import { enqueueImport } from "../jobs/import-jobs.ts";
import { guardedRoute } from "../policy/guard.ts";
import type { Principal } from "../policy/principal.ts";
import { StorageError } from "../storage/storage.ts";
import { downloadWhole, wholeTableQuery } from "../tables/whole-table.ts";
import { csvLine } from "../views/csv-line.ts";
import { importView } from "../views/import-view.ts";
import { say, type Viewer, viewerOf } from "../views/viewer.ts";
import { incomingFiles, someFiles } from "./multipart.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";

const tags = ["Imports"];
const params = z.object({ id });
const list = guardedRoute("imports:read", {
	method: "get",
	path: "/imports",
	tags,
	summary: "Imports, newest first",
	responses: { 200: answer(z.object({ items: z.array(importJson) }), "Without the details of their files"), ...faults },
});
const download = guardedRoute("imports:read", {
	method: "get",
	path: "/imports/download",
	tags,
	summary: "Imports, as CSV or XLSX",
	request: { query: wholeTableQuery(importTable) },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const upload = guardedRoute("imports:write", {
	method: "post",
	path: "/imports",
	"x-cost": 20,
	tags,
	summary: "Upload files; nothing is stored as records yet",
	request: {
		body: someFiles,
	},
	responses: { 201: answer(importJson, "What we found in them, and what we ask"), ...faults },
});
const read = guardedRoute("imports:read", {
	method: "get",
	path: "/imports/{id}",
	tags,
	summary: "An import: its files, mapping, questions, preview and how far it is",
	request: { params },
	responses: { 200: answer(importJson, "The import"), ...faults },
});
const plan = guardedRoute("imports:write", {
	method: "put",
	path: "/imports/{id}/plan",
	tags,
	summary: "Answer questions and change where columns go",
	request: { params, body: jsonBody(importPlanRequest) },
	responses: { 200: answer(importJson, "With a new preview"), ...faults },
});
const run = guardedRoute("imports:write", {
	method: "post",
	path: "/imports/{id}/run",
	tags,
	summary: "Take it in; goes on where it stopped",
	request: { params },
	responses: { 202: answer(importJson, "It waits for its turn or runs"), ...faults },
});
const cancel = guardedRoute("imports:write", {
	method: "post",
	path: "/imports/{id}/cancel",
	tags,
	summary: "Stop a running import after the rows in hand; run it again to go on, or undo it",
	request: { params },
	responses: { 202: answer(importJson, "It stops in a moment"), ...faults },
});
const undo = guardedRoute("imports:write", {
	method: "post",
	path: "/imports/{id}/undo",
	tags,
	summary: "Take the whole import back",
	request: { params },
	responses: { 202: answer(importJson, "It is being taken back"), ...faults },
});
const rejected = guardedRoute("imports:read", {
	method: "get",
	path: "/imports/{id}/rejected",
	tags,
	summary: "The rows that were not stored, each with its reason, as CSV",
	request: { params },
	responses: { 200: { description: "CSV", content: { "text/csv": { schema: z.string() } } }, ...faults },
});

/** Taking a company's files in. */
export function importRoutes(deps: Deps) {
	const { database, jobs, settings } = deps;
	const routes = createRouter();

	async function shown(tenantId: number, importId: string, viewer: Viewer) {
		return importView(await describeImport(deps, tenantId, importId), viewer, deps.now());
	}

	routes.openapi(list, async (c) => c.json({ items: await pastImports(c.var.principal.tenantId) }, 200));

	routes.openapi(download, async (c) =>
		downloadWhole(c, deps, importTable, c.req.valid("query"), await pastImports(c.var.principal.tenantId)),
	);

	async function pastImports(tenantId: number): Promise<ImportJson[]> {
		const found = await listImports(deps, tenantId);
		return found.map(({ counts, createdAt, finishedAt, ...rest }) => ({
			...rest,
			isStopping: false,
			files: [],
			questions: [],
			answers: {},
			notes: [],
			counts: counts.entities,
			rejected: counts.rows.rejected,
			rowsPerSecond: null,
			error: null,
			createdAt: new Date(createdAt).toISOString(),
			finishedAt: finishedAt === null ? null : new Date(finishedAt).toISOString(),
		}));
	}

	routes.openapi(upload, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const viewer = viewerOf(c);
		const options = { createdBy: userId, maxBytes: settings.uploadLimit };
		try {
			const started = await startImport(deps, tenantId, incomingFiles(c.req.raw), options);
			await note(c.var.principal, "import.uploaded", started.id, c.var.requestId);
			return c.json(importView(started, viewer, deps.now()), 201);
		} catch (error) {
			throw uploadFault(error, viewer, settings.uploadLimit);
		}
	});

	routes.openapi(read, async (c) => {
		return c.json(await shown(c.var.principal.tenantId, c.req.valid("param").id, viewerOf(c)), 200);
	});

	routes.openapi(plan, async (c) => {
		const { tenantId } = c.var.principal;
		const importId = c.req.valid("param").id;
		const viewer = viewerOf(c);
		const { answers: given = {}, files = [] } = c.req.valid("json");
		const now = await describeImport(deps, tenantId, importId);
		const answers: Answers = { ...(given as Answers) };
		for (const file of files) {
			const at = now.files.find(({ id }) => id === file.id)?.position;
			if (at === undefined) throw new CourtsideError("not_found", "This import has no such file.");
			if (file.entity !== undefined) answers[`entity:${at}`] = file.entity;
			if (file.fields !== undefined) answers[`columns:${at}`] = file.fields;
		}
		const { faults: wrong, description } = await answerImport(deps, tenantId, importId, answers);
		if (wrong.length > 0) {
			const errors = wrong.map((fault) => ({
				path: `answers.${fault.id}`,
				message: say(viewer, `import.answer.${fault.code}`, fault.params),
			}));
			throw new CourtsideError("unprocessable", errors.map(({ message }) => message).join(" "), { errors });
		}
		return c.json(importView(description, viewer, deps.now()), 200);
	});

	routes.openapi(run, async (c) => {
		const { tenantId } = c.var.principal;
		const importId = c.req.valid("param").id;
		const { wasStopped } = await readyImport(deps, tenantId, importId);
		await note(c.var.principal, "import.run", importId, c.var.requestId);
		await enqueueImport(jobs, "run-import", tenantId, importId, wasStopped);
		return c.json(await shown(tenantId, importId, viewerOf(c)), 202);
	});

	routes.openapi(cancel, async (c) => {
		const { tenantId, userId, name: actor } = c.var.principal;
		const importId = c.req.valid("param").id;
		const about = { tenantId, actorId: userId, actor, entity: "import", entityId: importId };
		await database.inTenant(tenantId, async (trx) => {
			await askToStop(trx, importId);
			await recordAudit(trx, { ...about, action: "import.cancelled", requestId: c.var.requestId });
		});
		return c.json(await shown(tenantId, importId, viewerOf(c)), 202);
	});

	routes.openapi(undo, async (c) => {
		const { tenantId } = c.var.principal;
		const importId = c.req.valid("param").id;
		const { state } = await describeImport(deps, tenantId, importId);
		if (state === "draft" || state === "ready") {
			throw new CourtsideError("wrong_state", "This import has stored nothing yet, so there is nothing to take back.");
		}
		if (state === "running")
			throw new CourtsideError("wrong_state", "This import is running. Cancel it first, or undo it when it is done.");
		await note(c.var.principal, "import.undo", importId, c.var.requestId);
		await enqueueImport(jobs, "undo-import", tenantId, importId);
		const view = await shown(tenantId, importId, viewerOf(c));
		return c.json({ ...view, state: view.state === "undone" ? view.state : ("undoing" as const) }, 202);
	});

	routes.openapi(rejected, async (c) => {
		const { tenantId } = c.var.principal;
		const importId = c.req.valid("param").id;
		await describeImport(deps, tenantId, importId);
		const lines = rejectedLines(rejectedRows(database.reader(tenantId), importId), viewerOf(c));
		return c.body(Readable.toWeb(Readable.from(lines)) as ReadableStream, 200, {
			"content-type": "text/csv; charset=utf-8",
			"content-disposition": `attachment; filename="rejected-${importId}.csv"`,
		});
	});

	async function note(principal: Principal, action: string, entityId: string, requestId: string): Promise<void> {
		const { tenantId, userId, name } = principal;
		await database.inTenant(tenantId, (trx) =>
			recordAudit(trx, { tenantId, actorId: userId, actor: name, action, entity: "import", entityId, requestId }),
		);
	}

	return routes;
}

async function* rejectedLines(batches: ReturnType<typeof rejectedRows>, viewer: Viewer): AsyncGenerator<Buffer> {
	const heads = ["file", "row", "column", "value", "reason"].map((head) => say(viewer, `import.rejected.${head}`));
	yield Buffer.from(`\u{feff}${csvLine(heads)}`);
	for await (const batch of batches) {
		const lines = batch.map(({ file, row, column, value, code, params: about, cells }) =>
			csvLine([file, String(row), column ?? "", value ?? "", say(viewer, `reject.${code}`, about), ...cells]),
		);
		yield Buffer.from(lines.join(""));
	}
}

function uploadFault(error: unknown, viewer: Viewer, limit: number): unknown {
	if (error instanceof FileFault) {
		const words = say(viewer, `import.file.${error.code}`, { ...error.params, file: error.file });
		return new CourtsideError("unsupported_file", words, { cause: error });
	}
	if (error instanceof StorageError && error.code === "too_big") {
		const most = Math.round(limit / 1_000_000);
		return new CourtsideError("too_large", `A file may have ${most} MB. Split it, or raise UPLOAD_LIMIT_MB.`, {
			cause: error,
		});
	}
	return error;
}
