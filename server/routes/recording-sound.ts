import { Readable } from "node:stream";
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { listenAddress } from "../../core/contract/meeting-page.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import { listAudioParts } from "../db/live-audio.ts";
import { findRecording, type RecordingRow } from "../db/recordings.ts";
import type { Deps } from "../deps.ts";
import { liveSoundFile } from "../meetings/live-sound.ts";
import { guardedRoute } from "../policy/guard.ts";
import type { Principal } from "../policy/principal.ts";
import { byteRange } from "./byte-range.ts";
import { answer, createRouter, faults } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Meetings"];
const params = z.object({ id });
const LISTEN_MS = 4 * 3_600_000;
const sound = { "application/octet-stream": { schema: { type: "string" as const, format: "binary" } } };
const ticketBody = z.object({ tenantId: z.number().int().positive(), userId: z.string(), expiresAt: z.number() });

const download = guardedRoute("meetings:read", {
	method: "get",
	path: "/recordings/{id}/download",
	tags,
	summary: "The sound itself, as a file or a range of its bytes",
	request: { params },
	responses: {
		200: { description: "The file", content: sound },
		206: { description: "The bytes asked for", content: sound },
		...faults,
	},
});
const listen = guardedRoute("meetings:read", {
	method: "post",
	path: "/recordings/{id}/listen",
	tags,
	summary: "An address a player can fetch the sound from, piece by piece, for four hours",
	request: { params },
	responses: { 201: answer(listenAddress, "The address"), ...faults },
});
const play = createRoute({
	method: "get",
	path: "/recordings/{id}/sound",
	tags,
	summary: "The sound for a player that can send no token; the address is its ticket, for whoever asked for it",
	request: { params, query: z.object({ ticket: z.string().min(20).max(1000) }) },
	responses: {
		200: { description: "All of it", content: sound },
		206: { description: "The bytes asked for", content: sound },
		...faults,
	},
});

/** The sound of recordings: along as a file, or played from any moment on. */
export function recordingSoundRoutes(deps: Deps) {
	const { database, storage, sealer, standings, now } = deps;
	const routes = createRouter();

	routes.openapi(download, async (c) => {
		const row = await seen(c.var.principal, c.req.valid("param").id);
		// Each part too: whoever asks for a range may have asked for nearly all of it.
		await record(c, row, "recording.downloaded");
		return send(c, c.var.principal.tenantId, row, {
			"content-disposition": `attachment; filename="recording-${row.id}"`,
		});
	});

	routes.openapi(listen, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const row = await seen(c.var.principal, c.req.valid("param").id);
		await record(c, row, "recording.played");
		const expiresAt = now() + LISTEN_MS;
		const ticket = sealer.seal(JSON.stringify({ tenantId, userId, expiresAt }), placeOf(row.id));
		const path = `/api/v1/recordings/${row.id}/sound?ticket=${encodeURIComponent(ticket)}`;
		return c.json({ path, expiresAt: new Date(expiresAt).toISOString() }, 201);
	});

	routes.openapi(play, async (c) => {
		const recordingId = c.req.valid("param").id;
		const ticket = openTicket(recordingId, c.req.valid("query").ticket);
		// Asked each time: who may not listen any more hears no more than the next minute.
		const principal = ticket && (await standings.of(ticket.tenantId, ticket.userId));
		if (!principal?.permissions.has("meetings:read"))
			throw new CourtsideError("not_signed_in", "This address plays nothing any more. Ask for another.");
		return send(c, principal.tenantId, await seen(principal, recordingId), {});
	});

	async function seen({ tenantId, visibleOwners }: Principal, recordingId: string): Promise<RecordingRow> {
		return found(await findRecording(database.reader(tenantId), recordingId, visibleOwners), "recording");
	}

	function record(c: Context<AppEnv>, { meetingId }: RecordingRow, action: string): Promise<void> {
		const { tenantId, userId: actorId, name: actor } = c.var.principal;
		const where = { entity: "meeting", entityId: meetingId, requestId: c.var.requestId };
		return database.inTenant(tenantId, async (trx) => {
			await recordAudit(trx, { tenantId, actorId, actor, action, ...where });
		});
	}

	function openTicket(recordingId: string, ticket: string): z.output<typeof ticketBody> | null {
		try {
			const opened = ticketBody.parse(JSON.parse(sealer.open(ticket, placeOf(recordingId))));
			return opened.expiresAt > now() ? opened : null;
		} catch {
			return null;
		}
	}

	async function send(c: Context<AppEnv>, tenantId: number, row: RecordingRow, more: Record<string, string>) {
		const { bytes, read } = await openSound(tenantId, row);
		const range = byteRange(c.req.header("range"), bytes);
		if (range === "outside") return c.body(null, 416, { "content-range": `bytes */${bytes}` }) as never;
		const { from, until } = range ?? { from: 0, until: bytes };
		return c.body(Readable.toWeb(await read(from, until)) as ReadableStream, range ? 206 : 200, {
			"content-type": row.mediaType,
			"content-length": String(until - from),
			"accept-ranges": "bytes",
			...(range && { "content-range": `bytes ${from}-${until - 1}/${bytes}` }),
			"cache-control": "private, no-store",
			"content-security-policy": "sandbox; default-src 'none'",
			"x-content-type-options": "nosniff",
			...more,
		});
	}

	async function openSound(
		tenantId: number,
		{ storageKey, meetingId, bytes }: RecordingRow,
	): Promise<{ bytes: number; read(from: number, until: number): Promise<Readable> }> {
		if (storageKey !== null)
			return {
				bytes,
				read: async (from, until) =>
					found(await storage.get(tenantId, storageKey, { from, until }), "recording").stream,
			};
		const live = liveSoundFile(storage, tenantId, await listAudioParts(database.reader(tenantId), meetingId));
		return { bytes: live.bytes, read: async (from, until) => Readable.from(live.read(from, until)) };
	}
	return routes;
}

function placeOf(recordingId: string): string {
	return `recordings.sound.${recordingId}`;
}
