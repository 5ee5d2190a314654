import { z } from "@hono/zod-openapi";
import { sql } from "kysely";
import { type MeetingTranscriptJson, meetingTranscript } from "../../core/contract/meeting-page.ts";
import {
	editParticipantRequest,
	editSegmentRequest,
	pushedSegments,
	pushSegmentsRequest,
	swapParticipantsRequest,
	takenMeeting,
	takeTranscriptRequest,
} from "../../core/contract/meeting-requests.ts";
import { meetingSearch, meetingSearchQuery } from "../../core/contract/meeting-search.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { recordAudit } from "../audit/record.ts";
import type { Db } from "../db/connect.ts";
import { listParticipants, sayParticipant } from "../db/meeting-people.ts";
import { listSegments, saveSegments, turnTranscript } from "../db/meeting-words.ts";
import { findMeeting, type MeetingRow } from "../db/meetings.ts";
import { requireVersion } from "../db/own-write.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { sendSteps, wantSteps } from "../meetings/after-steps.ts";
import { requireDeal } from "../meetings/meeting-deals.ts";
import { searchSaid } from "../meetings/search-said.ts";
import { takeSegments } from "../meetings/take-segments.ts";
import { readOrRefuse, takeTranscript } from "../meetings/take-transcript.ts";
import { guardedRoute } from "../policy/guard.ts";
import { participantJson } from "../views/meeting-view.ts";
import { say, viewerOf } from "../views/viewer.ts";
import { meetingOwner, onMeeting } from "./meetings.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Meetings"];
const params = z.object({ id });
const search = guardedRoute("meetings:read", {
	method: "get",
	path: "/meetings/search",
	"x-cost": 5,
	tags,
	summary: "Words anywhere in what was said, in one meeting or in all that you may see",
	request: { query: meetingSearchQuery },
	responses: { 200: answer(meetingSearch, "Newest meetings first, in each by time"), ...faults },
});
const take = guardedRoute("meetings:write", {
	method: "post",
	path: "/meetings/transcripts",
	"x-cost": 20,
	tags,
	summary:
		"Take a transcript in: WebVTT of Teams, Graph or Zoom, SRT, Meet, Otter, plain text, JSON. Twice makes one meeting",
	request: { body: jsonBody(takeTranscriptRequest) },
	responses: { 201: answer(takenMeeting, "The meeting; what follows is made in a moment"), ...faults },
});
const push = guardedRoute("meetings:write", {
	method: "post",
	path: "/meetings/{id}/segments",
	tags,
	summary: "Send words of a meeting as they come; any order, any number of times",
	request: { params, body: jsonBody(pushSegmentsRequest) },
	responses: { 200: answer(pushedSegments, "How many of them were new"), ...faults },
});
const transcript = guardedRoute("meetings:read", {
	method: "get",
	path: "/meetings/{id}/transcript",
	tags,
	summary: "What was said, in order of time",
	request: { params },
	responses: { 200: answer(meetingTranscript, "The transcript"), ...faults },
});
const editSegment = guardedRoute("meetings:write", {
	method: "patch",
	path: "/meetings/{id}/segments/{segmentId}",
	tags,
	summary: "Correct words or who said them; numbers, score and drafts are made again",
	request: { params: params.extend({ segmentId: z.string().max(200) }), body: jsonBody(editSegmentRequest) },
	responses: { 200: answer(meetingTranscript, "The transcript"), ...faults },
});
const editParticipant = guardedRoute("meetings:write", {
	method: "patch",
	path: "/meetings/{id}/participants/{participantId}",
	tags,
	summary: "Say who somebody is, or whose side they are on; numbers, score and drafts are made again",
	request: { params: params.extend({ participantId: id }), body: jsonBody(editParticipantRequest) },
	responses: { 200: answer(meetingTranscript, "The transcript"), ...faults },
});
const swap = guardedRoute("meetings:write", {
	method: "post",
	path: "/meetings/{id}/participants/swap",
	tags,
	summary: "Swap two speakers who were taken for each other",
	request: { params, body: jsonBody(swapParticipantsRequest) },
	responses: { 200: answer(meetingTranscript, "The transcript"), ...faults },
});

/** What was said in a meeting: in by transcript or as it comes, out as text, corrected by people, searched. */
export function meetingWordRoutes(deps: Deps) {
	const { database, jobs, now } = deps;
	const routes = createRouter();

	routes.openapi(search, async (c) => {
		const { q, meetingId = null, limit } = c.req.valid("query");
		const { tenantId, visibleOwners } = c.var.principal;
		return c.json(await searchSaid(database, { tenantId, text: q, meetingId, visibleOwners, limit }), 200);
	});

	routes.openapi(take, async (c) => {
		const { text, fileName = null, startsAt, externalId, ...facts } = c.req.valid("json");
		const { tenantId, userId, name, visibleOwners } = c.var.principal;
		const viewer = viewerOf(c);
		const attendees = (facts.invitees ?? []).flatMap(({ name: who }) => who ?? []);
		const read = readOrRefuse(text, [...attendees, ...(facts.reps ?? [])], viewer);
		const made = await idempotent(c, database, async (trx) => {
			if (facts.dealId) await requireDeal(trx, facts.dealId, visibleOwners);
			const ownerId = await meetingOwner(c, trx, facts.ownerId);
			const at = startsAt ? Date.parse(startsAt) : (await loadWorkspace(trx, now())).now;
			const taken = await takeTranscript(trx, {
				...{ tenantId, source: externalId ? ("push" as const) : ("upload" as const), transcript: read, text, fileName },
				facts: { ...facts, ownerId, startsAt: at, externalId },
				...{ by: userId, now: now() },
			});
			if (taken.isNew)
				await recordAudit(trx, {
					...{ tenantId, actorId: userId, actor: name, action: "meeting.taken", entity: "meeting" },
					...{
						entityId: taken.meetingId,
						detail: { format: read.format, turns: read.cues.length },
						requestId: c.var.requestId,
					},
				});
			const says = taken.isNew ? (read.timed ? "meeting.taken" : "meeting.takenUntimed") : "meeting.takenBefore";
			return {
				status: 201,
				body: { ...taken, kind: "transcript" as const, text: say(viewer, says, { n: read.cues.length }) },
			};
		});
		if (made.body.isNew) await sendSteps(jobs, tenantId, made.body.meetingId);
		return c.json(made.body, 201);
	});

	routes.openapi(push, async (c) => {
		const { segments, isEnded = false } = c.req.valid("json");
		const meetingId = c.req.valid("param").id;
		const { tenantId, userId, name, visibleOwners } = c.var.principal;
		const fresh = await database.inTenant(tenantId, async (trx) => {
			const row = found(await findMeeting(trx, meetingId, visibleOwners, true), "meeting");
			if (row.consent === "declined")
				throw new CourtsideError("wrong_state", "The customer declined: no words of this meeting are taken.");
			const taken = await takeSegments(
				trx,
				tenantId,
				meetingId,
				segments,
				isEnded ? (await loadWorkspace(trx, now())).now : null,
			);
			if (isEnded)
				await recordAudit(trx, {
					...{
						tenantId,
						actorId: userId,
						actor: name,
						action: "meeting.ended",
						entity: "meeting",
						entityId: meetingId,
					},
					...{ detail: { title: row.title }, requestId: c.var.requestId },
				});
			return taken;
		});
		if (isEnded) await sendSteps(jobs, tenantId, meetingId);
		return c.json({ fresh }, 200);
	});

	routes.openapi(transcript, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const db = database.reader(tenantId);
		const row = found(await findMeeting(db, c.req.valid("param").id, visibleOwners), "meeting");
		return c.json(await transcriptOf(db, row), 200);
	});

	routes.openapi(editSegment, async (c) => {
		const { id: meetingId, segmentId } = c.req.valid("param");
		const { text, speakerId, rev } = c.req.valid("json");
		const { tenantId, userId } = c.var.principal;
		const shown = await onMeeting(c, deps, meetingId, "meeting.words_corrected", async (trx, row) => {
			const segment = found(
				(await listSegments(trx, meetingId)).find((s) => s.segmentId === segmentId) ?? null,
				"turn",
			);
			requireVersion(rev, segment.rev, "turn");
			const { words, editedBy: _, ...rest } = segment;
			const isOther = text !== undefined && text !== segment.text;
			const next = {
				...rest,
				rev: segment.rev + 1,
				text: text ?? segment.text,
				...(words && !isOther ? { words } : {}),
				speakerId: speakerId === undefined ? segment.speakerId : speakerId,
				role: speakerId === undefined ? segment.role : ("unknown" as const),
			};
			await saveSegments(trx, tenantId, meetingId, [{ segment: next, isRetracted: false, editedBy: userId }]);
			await wantSteps(trx, tenantId, meetingId);
			return transcriptOf(trx, row);
		});
		await sendSteps(jobs, tenantId, meetingId);
		return c.json(shown, 200);
	});

	routes.openapi(editParticipant, async (c) => {
		const { id: meetingId, participantId } = c.req.valid("param");
		const { name, side } = c.req.valid("json");
		const { tenantId, userId } = c.var.principal;
		const shown = await onMeeting(c, deps, meetingId, "meeting.speaker_said", async (trx, row) => {
			const isThere = await sayParticipant(trx, meetingId, participantId, { name, side, by: userId });
			found(isThere ? participantId : null, "participant");
			await turnTranscript(trx, meetingId);
			await wantSteps(trx, tenantId, meetingId);
			return transcriptOf(trx, row);
		});
		await sendSteps(jobs, tenantId, meetingId);
		return c.json(shown, 200);
	});

	routes.openapi(swap, async (c) => {
		const meetingId = c.req.valid("param").id;
		const { one, other } = c.req.valid("json");
		const { tenantId, userId } = c.var.principal;
		const shown = await onMeeting(c, deps, meetingId, "meeting.speakers_swapped", async (trx, row) => {
			const people = await listParticipants(trx, meetingId);
			const both = [one, other].map((who) => found(people.find((p) => p.id === who) ?? null, "participant"));
			// What was said stays with the voice; who they are changes places.
			await sql`update meeting_participants p set name = x.name, email = x.email, role = x.role, user_id = x.user_id,
					contact_id = x.contact_id, is_invited = x.is_invited, said_by = ${userId}::uuid, rev = p.rev + 1
				from meeting_participants x where p.meeting_id = ${meetingId}::uuid and x.meeting_id = p.meeting_id
					and ((p.id = ${both[0]?.id}::uuid and x.id = ${both[1]?.id}::uuid)
						or (p.id = ${both[1]?.id}::uuid and x.id = ${both[0]?.id}::uuid))`.execute(trx);
			await turnTranscript(trx, meetingId);
			await wantSteps(trx, tenantId, meetingId);
			return transcriptOf(trx, row);
		});
		await sendSteps(jobs, tenantId, meetingId);
		return c.json(shown, 200);
	});
	return routes;
}

async function transcriptOf(db: Db, row: MeetingRow): Promise<MeetingTranscriptJson> {
	const participants = await listParticipants(db, row.id);
	const bySpeaker = new Map(participants.map((p) => [p.speakerId, p]));
	const segments = await listSegments(db, row.id);
	return {
		meetingId: row.id,
		lang: row.lang,
		rev: row.transcriptRev,
		participants: participants.map(participantJson),
		segments: segments
			.filter(({ text }) => text.trim() !== "")
			.map((segment) => {
				const who = segment.speakerId === null ? undefined : bySpeaker.get(segment.speakerId);
				return {
					segmentId: segment.segmentId,
					rev: segment.rev,
					speakerId: segment.speakerId,
					speaker: who?.name ?? segment.speakerId,
					side: who?.side ?? segment.role,
					startSec: segment.start,
					endSec: segment.end,
					text: segment.text,
					isEdited: segment.editedBy !== null,
					isFinal: segment.final,
				};
			}),
	};
}
