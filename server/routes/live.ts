import { z } from "@hono/zod-openapi";
import { liveTicket, sampleCallRequest, sampleCallStarted } from "../../core/contract/live-meeting.ts";
import { meetingBrief } from "../../core/contract/meeting-brief.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { makeToken } from "../auth/secret-token.ts";
import { invitableBot } from "../bots/invite-bot.ts";
import { findDeal } from "../db/deals.ts";
import { insertTicket } from "../db/live-lines.ts";
import { loadBrief } from "../db/meeting-brief.ts";
import { findMeeting } from "../db/meetings.ts";
import type { Deps } from "../deps.ts";
import { LIVE_PATH } from "../live/live-door.ts";
import { addSampleCall, playSampleIn } from "../live/sample-call.ts";
import { guardedRoute } from "../policy/guard.ts";
import { briefJson } from "../views/brief-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const TICKET_HOLDS_MS = 60_000;
const tags = ["Live meetings"];
const params = z.object({ id });

const ticket = guardedRoute("meetings:write", {
	method: "post",
	path: "/meetings/{id}/live",
	tags,
	summary: "A ticket that opens the line to a live meeting, once, within a minute",
	description:
		"Connect a WebSocket to `path` and say `hello` with the ticket first; then messages and frames go as in " +
		"`core/contract/live-meeting.ts`. For the meeting's rep, and for those they share it with.",
	request: { params },
	responses: { 201: answer(liveTicket, "The ticket"), ...faults },
});
const brief = guardedRoute("meetings:read", {
	method: "get",
	path: "/meetings/{id}/brief",
	tags,
	summary: "What to know before a meeting: deal, people, what was promised, what weighs on it, what to ask",
	request: { params },
	responses: { 200: answer(meetingBrief, "The brief"), ...faults },
});
const sample = guardedRoute("meetings:write", {
	method: "post",
	path: "/sample-calls",
	tags,
	summary: "A sample call of a minute and a half, played in a planned meeting of one's own or in a new one",
	request: { body: jsonBody(sampleCallRequest) },
	responses: { 201: answer(sampleCallStarted, "The meeting"), ...faults },
});

/** Doors to live meetings; the line itself is in `live/live-door.ts`. */
export function liveRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();

	routes.openapi(ticket, async (c) => {
		const { tenantId, userId, visibleOwners } = c.var.principal;
		const { id: meetingId } = c.req.valid("param");
		const { token, hash } = makeToken();
		const expiresAt = now() + TICKET_HOLDS_MS;
		await database.inTenant(tenantId, async (trx) => {
			const meeting = found(await findMeeting(trx, meetingId, visibleOwners), "meeting");
			if (meeting.owner?.id !== userId && meeting.sharedAt === null)
				throw new CourtsideError("forbidden", "Live coaching is for the meeting's rep. Ask them to share the meeting.");
			await insertTicket(trx, { tenantId, hash, meetingId, userId, expiresAt, now: now() });
		});
		const expires = new Date(expiresAt).toISOString();
		return c.json({ ticket: `${tenantId}.${token}`, path: LIVE_PATH, expiresAt: expires }, 201);
	});

	routes.openapi(brief, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const db = database.reader(tenantId);
		const meeting = found(await findMeeting(db, c.req.valid("param").id, visibleOwners), "meeting");
		const bot = await invitableBot(deps, { tenantId, meetingId: meeting.id });
		const rows = found(await loadBrief(db, meeting.id), "meeting");
		const deal = rows.dealId && (await findDeal(db, rows.dealId, visibleOwners, now()));
		const given = { meeting, brief: rows, deal: deal || null, hasSpeech: deps.speech !== null, bot };
		return c.json(briefJson(given, viewerOf(c)), 200);
	});

	routes.openapi(sample, async (c) => {
		const { lang, meetingId: given } = c.req.valid("json");
		const meetingId = given
			? await playSampleIn(deps, c.var.principal, { lang, meetingId: given, requestId: c.var.requestId })
			: await addSampleCall(deps, c.var.principal, lang, c.var.requestId);
		return c.json({ meetingId }, 201);
	});
	return routes;
}
