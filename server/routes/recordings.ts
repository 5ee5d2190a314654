import type { Readable } from "node:stream";
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { recording } from "../../core/contract/meeting-page.ts";
import { takenMeeting, uploadQuery } from "../../core/contract/meeting-requests.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import { deleteAudioParts, listAudioParts } from "../db/live-audio.ts";
import { findRecording, removeRecording } from "../db/recordings.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { sendSteps } from "../meetings/after-steps.ts";
import { requireDeal } from "../meetings/meeting-deals.ts";
import { soundType } from "../meetings/take-recording.ts";
import { takeSound } from "../meetings/take-sound.ts";
import { readOrRefuse, takeTranscript } from "../meetings/take-transcript.ts";
import { guardedRoute } from "../policy/guard.ts";
import { recordingJson } from "../views/meeting-view.ts";
import { say, viewerOf } from "../views/viewer.ts";
import { onMeeting } from "./meetings.ts";
import { incomingFiles, oneFile } from "./multipart.ts";
import { answer, createRouter, faults } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Meetings"];
const params = z.object({ id });
const MOST_TEXT_BYTES = 20_000_000;
const upload = guardedRoute("meetings:write", {
	method: "post",
	path: "/recordings",
	"x-cost": 20,
	tags,
	summary: "Upload a recording, of a meeting that is there or of a new one; its words follow where a provider is set",
	request: { query: uploadQuery, body: oneFile },
	responses: { 201: answer(takenMeeting, "The meeting"), ...faults },
});
const file = guardedRoute("meetings:write", {
	method: "post",
	path: "/meetings/files",
	"x-cost": 20,
	tags,
	summary: "Upload a transcript or a recording, whichever the file is",
	request: { query: uploadQuery, body: oneFile },
	responses: { 201: answer(takenMeeting, "The meeting"), ...faults },
});
const read = guardedRoute("meetings:read", {
	method: "get",
	path: "/recordings/{id}",
	tags,
	summary: "A recording and whether its words are there",
	request: { params },
	responses: { 200: answer(recording, "The recording"), ...faults },
});
const remove = guardedRoute("meetings:write", {
	method: "delete",
	path: "/recordings/{id}",
	tags,
	summary: "Delete a recording; the words that were made of it stay",
	request: { params },
	responses: { 204: { description: "Gone" }, ...faults },
});

/** Recordings of meetings, and the one button for whatever file of a meeting somebody has. */
export function recordingRoutes(deps: Deps) {
	const { database, storage, jobs, now } = deps;
	const routes = createRouter();

	routes.openapi(upload, async (c) => c.json(await takeFile(c, c.req.valid("query")), 201));
	routes.openapi(file, async (c) => c.json(await takeFile(c, c.req.valid("query")), 201));

	async function takeFile(c: Context<AppEnv>, facts: z.output<typeof uploadQuery>) {
		const parts = incomingFiles(c.req.raw);
		const part = (await parts.next()).value;
		if (!part) throw new CourtsideError("invalid_request", "Send one file as multipart/form-data.");
		const taken =
			soundType(part.name) === null
				? await takeText(c, part, facts)
				: await takeSound(
						deps,
						{ principal: c.var.principal, viewer: viewerOf(c), requestId: c.var.requestId },
						part,
						facts,
					);
		await parts.return(undefined);
		return taken;
	}

	async function takeText(
		c: Context<AppEnv>,
		part: { name: string; content: Readable },
		facts: z.output<typeof uploadQuery>,
	) {
		const { tenantId, userId, name: actor, visibleOwners } = c.var.principal;
		const viewer = viewerOf(c);
		const text = await readText(part.content);
		const reps = (facts.reps ?? "")
			.split(",")
			.map((one) => one.trim())
			.filter((one) => one !== "");
		const transcript = readOrRefuse(text, reps, viewer);
		const taken = await database.inTenant(tenantId, async (trx) => {
			if (facts.dealId) await requireDeal(trx, facts.dealId, visibleOwners);
			const startsAt = facts.startsAt ? Date.parse(facts.startsAt) : (await loadWorkspace(trx, now())).now;
			const { title, customerName, kind, lang, dealId, consent } = facts;
			const made = await takeTranscript(trx, {
				...{ tenantId, source: "upload", transcript, text, fileName: part.name, by: userId, now: now() },
				facts: {
					title: title || undefined,
					customerName,
					kind,
					lang,
					dealId,
					consent,
					reps,
					startsAt,
					ownerId: userId,
				},
			});
			if (made.isNew)
				await recordAudit(trx, {
					...{ tenantId, actorId: userId, actor, action: "meeting.taken", entity: "meeting", entityId: made.meetingId },
					...{ detail: { format: transcript.format, turns: transcript.cues.length }, requestId: c.var.requestId },
				});
			return made;
		});
		if (taken.isNew) await sendSteps(jobs, tenantId, taken.meetingId);
		const says = taken.isNew ? (transcript.timed ? "meeting.taken" : "meeting.takenUntimed") : "meeting.takenBefore";
		return { ...taken, kind: "transcript" as const, text: say(viewer, says, { n: transcript.cues.length }) };
	}

	routes.openapi(read, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const row = found(
			await findRecording(database.reader(tenantId), c.req.valid("param").id, visibleOwners),
			"recording",
		);
		return c.json(recordingJson(row, viewerOf(c)), 200);
	});

	routes.openapi(remove, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const recordingId = c.req.valid("param").id;
		const row = found(await findRecording(database.reader(tenantId), recordingId, visibleOwners), "recording");
		const gone = await onMeeting(c, deps, row.meetingId, "recording.deleted", async (trx) => {
			if (row.storageKey !== null) {
				await removeRecording(trx, recordingId);
				return [row.storageKey];
			}
			const parts = await listAudioParts(trx, row.meetingId);
			await deleteAudioParts(trx, row.meetingId, parts);
			return parts.map(({ storageKey }) => storageKey);
		});
		for (const storageKey of gone) await storage.delete(tenantId, storageKey);
		return c.body(null, 204);
	});
	return routes;
}

/** A transcript's text, whatever its letters: UTF-8, or UTF-16 as its mark says. Throws too_large. */
async function readText(content: Readable): Promise<string> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of content) {
		bytes += (chunk as Buffer).length;
		if (bytes > MOST_TEXT_BYTES) throw new CourtsideError("too_large", "A transcript may have 20 MB.");
		chunks.push(chunk as Buffer);
	}
	const all = Buffer.concat(chunks);
	const is16 = (all[0] === 0xff && all[1] === 0xfe) || (all[0] === 0xfe && all[1] === 0xff);
	return new TextDecoder(is16 ? (all[0] === 0xff ? "utf-16le" : "utf-16be") : "utf-8").decode(all);
}
