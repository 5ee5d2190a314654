import { z } from "@hono/zod-openapi";
import { sql } from "kysely";
import { meetingPage, meetingSummary } from "../../core/contract/meeting-page.ts";
import {
	addNoteRequest,
	exportMeetingRequest,
	recordConsentRequest,
	sayInsightRequest,
	writeTextRequest,
} from "../../core/contract/meeting-requests.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { MEETING_STEPS } from "../../core/model/meeting.ts";
import { coachingSettings } from "../db/coaching.ts";
import { sayInsight } from "../db/meeting-findings.ts";
import { listSegments } from "../db/meeting-words.ts";
import { findMeeting } from "../db/meetings.ts";
import { requireVersion } from "../db/own-write.ts";
import { jsonb, timestamp } from "../db/values.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { sendSteps, wantSteps } from "../meetings/after-steps.ts";
import { exportMeeting } from "../meetings/export-meeting.ts";
import { guardedRoute } from "../policy/guard.ts";
import { say, viewerOf } from "../views/viewer.ts";
import { noteOnMeeting, summaryOf } from "./meeting-summary.ts";
import { meetingPageOf, onMeeting, readerOf } from "./meetings.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Meetings"];
const params = z.object({ id });
const summarised = { 200: answer(meetingSummary, "The summary as it is now"), ...faults };

const summary = guardedRoute("meetings:read", {
	method: "get",
	path: "/meetings/{id}/summary",
	tags,
	summary: "What a meeting came to, each thing with the words it rests on",
	request: { params },
	responses: summarised,
});
const remake = guardedRoute("meetings:write", {
	method: "post",
	path: "/meetings/{id}/steps/{step}",
	"x-cost": 10,
	tags,
	summary: "Make one of the things that follow a meeting again, and what comes after it",
	request: { params: params.extend({ step: z.enum(MEETING_STEPS) }) },
	responses: { 202: answer(meetingPage, "It is being made; the page hears meeting.progress"), ...faults },
});
const judge = guardedRoute("meetings:write", {
	method: "patch",
	path: "/meetings/{id}/insights/{foundId}",
	tags,
	summary: "Say that something found is right, is none, or is something else; numbers and score are made again",
	request: { params: params.extend({ foundId: z.string().max(300) }), body: jsonBody(sayInsightRequest) },
	responses: summarised,
});
const writeText = guardedRoute("meetings:write", {
	method: "put",
	path: "/meetings/{id}/texts/{kind}",
	tags,
	summary: "Write over the takeaways or the e-mail; every version is kept",
	request: { params: params.extend({ kind: z.enum(["summary", "email"]) }), body: jsonBody(writeTextRequest) },
	responses: summarised,
});
const addNote = guardedRoute("meetings:write", {
	method: "post",
	path: "/meetings/{id}/notes",
	tags,
	summary: "Add a note",
	request: { params, body: jsonBody(addNoteRequest) },
	responses: { 201: answer(meetingSummary, "The summary as it is now"), ...faults },
});
const removeNote = guardedRoute("meetings:write", {
	method: "delete",
	path: "/meetings/{id}/notes/{noteId}",
	tags,
	summary: "Take a note away",
	request: { params: params.extend({ noteId: id }) },
	responses: { 204: { description: "Gone" }, ...faults },
});
const consent = guardedRoute("meetings:write", {
	method: "post",
	path: "/meetings/{id}/consents",
	tags,
	summary: "Record what people said when they were asked about recording",
	request: { params, body: jsonBody(recordConsentRequest) },
	responses: { 201: answer(meetingPage, "The meeting as it is now"), ...faults },
});
const exported = guardedRoute("meetings:read", {
	method: "post",
	path: "/meetings/{id}/export",
	"x-cost": 5,
	tags,
	summary: "A meeting's summary and words as PDF, HTML or JSON",
	request: { params, body: jsonBody(exportMeetingRequest) },
	responses: {
		200: {
			description: "The file",
			content: {
				"application/pdf": { schema: { type: "string", format: "binary" } },
				"text/html": { schema: { type: "string" } },
				"application/json": { schema: {} },
			},
		},
		...faults,
	},
});

/** What a meeting came to, and what people make of it. */
export function meetingResultRoutes(deps: Deps) {
	const { database, jobs, now } = deps;
	const routes = createRouter();

	routes.openapi(summary, async (c) => {
		const shown = await summaryOf(c, database.reader(c.var.principal.tenantId), c.req.valid("param").id);
		return c.json(shown, 200);
	});

	routes.openapi(remake, async (c) => {
		const { id: meetingId, step } = c.req.valid("param");
		const { tenantId } = c.var.principal;
		const page = await onMeeting(c, deps, meetingId, "meeting.remade", async (trx) => {
			await wantSteps(trx, tenantId, meetingId, step);
			return meetingPageOf(c, trx, meetingId);
		});
		await sendSteps(jobs, tenantId, meetingId, step);
		return c.json(page, 202);
	});

	routes.openapi(judge, async (c) => {
		const { id: meetingId, foundId } = c.req.valid("param");
		const { verdict, kind = null, detail = null } = c.req.valid("json");
		const { tenantId, userId } = c.var.principal;
		if (verdict === "other" && kind === null)
			throw new CourtsideError("invalid_request", "kind: say what it is, where it is something else.");
		const shown = await onMeeting(c, deps, meetingId, "meeting.insight_judged", async (trx) => {
			const isThere = await sayInsight(trx, meetingId, foundId, { verdict, kind, detail, by: userId });
			found(isThere ? foundId : null, "insight");
			await wantSteps(trx, tenantId, meetingId);
			return summaryOf(c, trx, meetingId);
		});
		await sendSteps(jobs, tenantId, meetingId);
		return c.json(shown, 200);
	});

	routes.openapi(writeText, async (c) => {
		const { id: meetingId, kind } = c.req.valid("param");
		const { version, ...body } = c.req.valid("json");
		const { tenantId, userId } = c.var.principal;
		if (kind === "summary" ? !body.takeaways : !body.body)
			throw new CourtsideError("invalid_request", kind === "summary" ? "takeaways: write them." : "body: write it.");
		const shown = await onMeeting(c, deps, meetingId, `meeting.${kind}_written`, async (trx) => {
			const last = await trx
				.selectFrom("meeting_texts")
				.select("version")
				.where("meeting_id", "=", meetingId)
				.where("kind", "=", kind)
				.orderBy("version", "desc")
				.limit(1)
				.executeTakeFirst();
			requireVersion(version, last?.version ?? 0, "text");
			await trx
				.insertInto("meeting_texts")
				.values({
					...{ tenant_id: tenantId, meeting_id: meetingId, kind, version: version + 1, body: jsonb(body) },
					...{ written_by: userId, written_at: timestamp(now()) },
				})
				.execute();
			return summaryOf(c, trx, meetingId);
		});
		return c.json(shown, 200);
	});

	routes.openapi(addNote, async (c) => {
		const meetingId = c.req.valid("param").id;
		const { text, atSec = null } = c.req.valid("json");
		const { tenantId, userId } = c.var.principal;
		const made = await idempotent(c, database, async (trx) => {
			found(await findMeeting(trx, meetingId, c.var.principal.visibleOwners), "meeting");
			await trx
				.insertInto("meeting_notes")
				.values({ tenant_id: tenantId, meeting_id: meetingId, author_id: userId, text, at_sec: atSec })
				.execute();
			await noteOnMeeting(c, trx, "meeting.note_added", meetingId);
			return { status: 201, body: await summaryOf(c, trx, meetingId) };
		});
		return c.json(made.body, 201);
	});

	routes.openapi(removeNote, async (c) => {
		const { id: meetingId, noteId } = c.req.valid("param");
		await onMeeting(c, deps, meetingId, "meeting.note_removed", async (trx) => {
			const { numDeletedRows } = await trx
				.deleteFrom("meeting_notes")
				.where("meeting_id", "=", meetingId)
				.where("id", "=", noteId)
				.executeTakeFirst();
			found(numDeletedRows > 0n ? noteId : null, "note");
		});
		return c.body(null, 204);
	});

	routes.openapi(consent, async (c) => {
		const meetingId = c.req.valid("param").id;
		const { answer: said, how, participantId = null } = c.req.valid("json");
		const { tenantId, userId } = c.var.principal;
		const page = await onMeeting(c, deps, meetingId, "meeting.consent_recorded", async (trx) => {
			const settings = await coachingSettings(trx);
			await trx
				.insertInto("meeting_consents")
				.values({
					...{ tenant_id: tenantId, meeting_id: meetingId, participant_id: participantId, answer: said, how },
					notice: settings.consentNotice ?? say(viewerOf(c), "coaching.notice.usual"),
					...{ recorded_by: userId, at: timestamp(now()) },
				})
				.execute();
			// One who declines decides for all.
			await sql`update meetings set consent = case when ${said} = 'declined' or consent = 'declined' then 'declined' else 'given' end
				where id = ${meetingId}::uuid`.execute(trx);
			return meetingPageOf(c, trx, meetingId);
		});
		return c.json(page, 201);
	});

	routes.openapi(exported, async (c) => {
		const meetingId = c.req.valid("param").id;
		const { format } = c.req.valid("json");
		const { tenantId } = c.var.principal;
		const reader = readerOf(c);
		const file = await database.inTenant(tenantId, async (trx) => {
			const page = await meetingPageOf(c, trx, meetingId);
			const made = await exportMeeting(
				{ page, summary: await summaryOf(c, trx, meetingId), segments: await listSegments(trx, meetingId) },
				format,
				reader,
				now(),
			);
			await noteOnMeeting(c, trx, "meeting.exported", meetingId, { format });
			return made;
		});
		return c.body(file.content as never, 200, {
			"content-type": file.mediaType,
			"content-disposition": `attachment; filename="meeting-${meetingId}.${format}"`,
			"cache-control": "private, no-store",
			"content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
			"x-content-type-options": "nosniff",
		});
	});
	return routes;
}
