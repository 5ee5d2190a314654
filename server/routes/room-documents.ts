import { Readable } from "node:stream";
import { z } from "@hono/zod-openapi";
import { CourtsideError } from "../../core/contract/problem.ts";
import { addLinkRequest, dealDocument } from "../../core/contract/room.ts";
import { id } from "../../core/contract/scalars.ts";
import { DOCUMENT_BYTES, DOCUMENT_TYPES } from "../../core/model/room.ts";
import type { Db } from "../db/connect.ts";
import { addDocument, findFile, listDocuments, removeDocument, requireRoomForDocument } from "../db/room/documents.ts";
import { findRoomDeal } from "../db/room/room-deal.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { newId } from "../intake/new-id.ts";
import { guardedRoute } from "../policy/guard.ts";
import { StorageError } from "../storage/storage.ts";
import { documentJson } from "../views/room-view.ts";
import { incomingFiles, oneFile } from "./multipart.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Deal room"];
const params = z.object({ id });
const fileParams = z.object({ id, documentId: id });

const upload = guardedRoute("deals:write", {
	method: "post",
	path: "/opportunities/{id}/documents",
	tags,
	summary: "Add one file to the deal's documents",
	request: {
		params,
		body: oneFile,
	},
	responses: { 201: answer(dealDocument, "The document"), ...faults },
});
const link = guardedRoute("deals:write", {
	method: "post",
	path: "/opportunities/{id}/links",
	tags,
	summary: "Add a link to a document elsewhere; send an Idempotency-Key to be safe to repeat",
	request: { params, body: jsonBody(addLinkRequest) },
	responses: { 201: answer(dealDocument, "The document"), ...faults },
});
const download = guardedRoute("deals:read", {
	method: "get",
	path: "/opportunities/{id}/documents/{documentId}",
	tags,
	summary: "A document's file, as a download",
	request: { params: fileParams },
	responses: {
		200: {
			description: "The file",
			content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
		},
		...faults,
	},
});
const remove = guardedRoute("deals:write", {
	method: "delete",
	path: "/opportunities/{id}/documents/{documentId}",
	tags,
	summary: "Take a document out; its file is deleted",
	request: { params: fileParams },
	responses: { 204: { description: "Gone" }, ...faults },
});

/** A deal's files and links. Files are only ever handed out as downloads; whether they are safe to open we do not check. */
export function roomDocumentRoutes(deps: Deps) {
	const { database, storage, log } = deps;
	const routes = createRouter();

	routes.openapi(upload, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const dealId = c.req.valid("param").id;
		const limit = Math.min(DOCUMENT_BYTES, deps.settings.uploadLimit);
		await database.inTenant(tenantId, async (trx) => {
			found(await findRoomDeal(trx, dealId, visibleOwners), "deal");
			await requireRoomForDocument(trx, dealId);
		});
		const parts = incomingFiles(c.req.raw);
		const file = (await parts.next()).value;
		if (!file) throw new CourtsideError("invalid_request", "Send one file as multipart/form-data.");
		const mediaType = mediaTypeOf(file.name);
		const documentId = newId();
		const storageKey = `deals/${dealId}/${documentId}`;
		const stored = await storage.put(tenantId, storageKey, file.content, { maxBytes: limit }).catch((error) => {
			throw tooLarge(error, limit);
		});
		await parts.return(undefined);
		try {
			const made = await database.inTenant(tenantId, async (trx) => {
				// Looked at again: reading the file took its time.
				found(await findRoomDeal(trx, dealId, visibleOwners), "deal");
				const writer = await writerOf(c, trx, deps);
				const { bytes, sha256 } = stored;
				await addDocument(writer, dealId, { id: documentId, name: file.name, storageKey, mediaType, bytes, sha256 });
				return documentOf(trx, dealId, documentId);
			});
			return c.json(made, 201);
		} catch (error) {
			await storage.delete(tenantId, storageKey);
			throw error;
		}
	});

	routes.openapi(link, async (c) => {
		const body = c.req.valid("json");
		const dealId = c.req.valid("param").id;
		const made = await idempotent(c, database, async (trx) => {
			found(await findRoomDeal(trx, dealId, c.var.principal.visibleOwners), "deal");
			await requireRoomForDocument(trx, dealId);
			const documentId = await addDocument(await writerOf(c, trx, deps), dealId, body);
			return { status: 201, body: await documentOf(trx, dealId, documentId) };
		});
		return c.json(made.body, 201);
	});

	routes.openapi(download, async (c) => {
		const { id: dealId, documentId } = c.req.valid("param");
		const { tenantId, visibleOwners } = c.var.principal;
		const file = await database.inTenant(tenantId, async (trx) => {
			found(await findRoomDeal(trx, dealId, visibleOwners), "deal");
			return found(await findFile(trx, dealId, documentId), "document");
		});
		const object = found(await storage.get(tenantId, file.storageKey), "document");
		return c.body(Readable.toWeb(object.stream) as ReadableStream, 200, {
			"content-type": file.mediaType,
			"content-length": String(object.bytes),
			"content-disposition": attachment(file.name),
			"cache-control": "private, no-store",
			"content-security-policy": "sandbox; default-src 'none'",
			"x-content-type-options": "nosniff",
		});
	});

	routes.openapi(remove, async (c) => {
		const { id: dealId, documentId } = c.req.valid("param");
		const { tenantId, visibleOwners } = c.var.principal;
		const { storageKey } = await database.inTenant(tenantId, async (trx) => {
			found(await findRoomDeal(trx, dealId, visibleOwners), "deal");
			return found(await removeDocument(await writerOf(c, trx, deps), dealId, documentId), "document");
		});
		if (storageKey) {
			await storage
				.delete(tenantId, storageKey)
				.catch((err) => log.error({ err, storageKey }, "a file was left behind"));
		}
		return c.body(null, 204);
	});
	return routes;
}

async function documentOf(db: Db, dealId: string, documentId: string) {
	const row = (await listDocuments(db, dealId)).find((d) => d.id === documentId);
	return documentJson(found(row ?? null, "document"));
}

/** By the ending alone: what a file says of itself is the sender's word. Throws unsupported_file. */
function mediaTypeOf(name: string): string {
	const type = DOCUMENT_TYPES[/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ""];
	if (type) return type;
	const known = Object.keys(DOCUMENT_TYPES).join(", ");
	throw new CourtsideError(
		"unsupported_file",
		`A document may be one of: ${known}. Put anything else where it lives and add a link.`,
	);
}

function tooLarge(error: unknown, limit: number): unknown {
	if (!(error instanceof StorageError) || error.code !== "too_big") return error;
	const most = Math.round(limit / 1_000_000);
	return new CourtsideError("too_large", `A document may have ${most} MB. Add a link to it instead.`, { cause: error });
}

/** RFC 6266: a plain name for old readers, the real one beside it. */
function attachment(name: string): string {
	const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
	const exact = encodeURIComponent(name).replace(/['()*]/g, (ch) => `%${ch.charCodeAt(0).toString(16).toUpperCase()}`);
	return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
