import { createRoute, z } from "@hono/zod-openapi";
import { hostId } from "../../core/contract/connections.ts";
import {
	invitePanelBotRequest,
	openPanelMeetingRequest,
	panelBot,
	panelHandover,
	panelMeeting,
	panelSetup,
	panelSignIn,
	panelSignInRequest,
	panelWatch,
	sharedPanel,
	sharedPanelToken,
	sharePanelRequest,
	takeHandoverRequest,
	watchPanelMeetingRequest,
} from "../../core/contract/panel.ts";
import { session } from "../../core/contract/people.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { recordAudit } from "../audit/record.ts";
import { isApiClient } from "../auth/caller.ts";
import { startSession } from "../auth/sessions.ts";
import { inviteBot } from "../bots/invite-bot.ts";
import { findMeeting } from "../db/meetings.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { beginHandover, takeHandover } from "../panel/handover.ts";
import { openPanelMeeting } from "../panel/open-meeting.ts";
import { panelHostOf, signInFromPanel } from "../panel/panel-sign-in.ts";
import { readShared, shareSteps } from "../panel/share-steps.ts";
import { watchMeeting } from "../panel/watch-meeting.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const params = z.object({ host: hostId });
const signIn = createRoute({
	method: "post",
	path: "/auth/panel",
	tags: ["Sign-in"],
	summary:
		"Sign in with what a vendor's meeting gave to a page of ours; the tokens come in the answer, never as a cookie",
	request: { body: jsonBody(panelSignInRequest) },
	responses: { 200: answer(panelSignIn, "Who it is"), ...faults },
});
const setup = guardedRoute("connections:write", {
	method: "get",
	path: "/connections/{host}/panel",
	tags: ["Connections"],
	summary: "What is to be set up so that a vendor's meetings show our panel, step by step",
	request: { params },
	responses: { 200: answer(panelSetup, "The steps, and which are done"), ...faults },
});
const file = guardedRoute("connections:write", {
	method: "get",
	path: "/connections/{host}/panel/package",
	tags: ["Connections"],
	summary: "The app that is uploaded at the vendor's, as a zip",
	request: { params },
	responses: {
		200: {
			description: "The package",
			content: { "application/zip": { schema: { type: "string", format: "binary" } as const } },
		},
		...faults,
	},
});
const tags = ["Live meetings"];
const open = guardedRoute("meetings:write", {
	method: "post",
	path: "/panel/meetings",
	tags,
	summary: "The caller's meeting beside which a vendor's page shows the panel; the same for the same key",
	request: { body: jsonBody(openPanelMeetingRequest) },
	responses: { 200: answer(panelMeeting, "The meeting"), ...faults },
});
const bot = guardedRoute("meetings:write", {
	method: "post",
	path: "/panel/meetings/{id}/bot",
	"x-cost": 5,
	tags,
	summary: "Send the connected vendor's bot into the meeting; said twice within minutes it is one",
	request: { params: z.object({ id }), body: jsonBody(invitePanelBotRequest) },
	responses: { 200: answer(panelBot, "It is on its way"), ...faults },
});
const watch = guardedRoute("meetings:write", {
	method: "post",
	path: "/panel/meetings/{id}/watch",
	"x-cost": 5,
	tags,
	summary: "Have the vendor tell of the meeting's transcript; ask before its transcription begins",
	request: { params: z.object({ id }), body: jsonBody(watchPanelMeetingRequest) },
	responses: { 200: answer(panelWatch, "Whether it does, or what is in the way"), ...faults },
});
const share = guardedRoute("meetings:write", {
	method: "post",
	path: "/panel/shares",
	tags,
	summary: "Put agenda and agreed steps where everybody in the meeting sees them, and nothing else",
	request: { body: jsonBody(sharePanelRequest) },
	responses: { 201: answer(sharedPanelToken, "The address's last part"), ...faults },
});
const shared = createRoute({
	method: "get",
	path: "/panel/shared/{token}",
	tags,
	summary: "What was shared with everybody in a meeting; for whoever has the address",
	request: { params: z.object({ token: z.string().min(20).max(200) }) },
	responses: { 200: answer(sharedPanel, "Agenda and agreed steps"), ...faults },
});
const handOver = guardedRoute("signed-in", {
	method: "post",
	path: "/panel/handovers",
	tags: ["Sign-in"],
	summary: "A code with which one goes on in a window of the browser, once, within a minute",
	responses: { 201: answer(panelHandover, "The code"), ...faults },
});
const takeOver = createRoute({
	method: "post",
	path: "/auth/panel-handover",
	tags: ["Sign-in"],
	summary: "Go on in a window of the browser as whoever made the code",
	request: { body: jsonBody(takeHandoverRequest) },
	responses: { 200: answer(session, "Signed in"), ...faults },
});

/** Pages of ours in a vendor's meetings: who looks at them, and how they come there. */
export function panelRoutes(deps: Deps) {
	const { settings, portsOf } = deps;
	const routes = createRouter();

	routes.openapi(signIn, async (c) => {
		await deps.limits.singleSignOn(c.var.address);
		// In a frame of another site no cookie can be relied on, and none of ours shall be there.
		if (!isApiClient(c)) throw new CourtsideError("invalid_request", "Send x-courtside-client: api.");
		c.header("cache-control", "no-store");
		return c.json(await signInFromPanel(c, deps, c.req.valid("json")), 200);
	});

	routes.openapi(setup, async (c) => {
		const host = panelHostOf(deps, c.req.valid("param").host);
		const ports = portsOf(host.id, c.var.principal.tenantId);
		const installation = await ports.installations.current();
		const tryAt = installation?.settings["tryAt"];
		return c.json(
			{
				name: host.about.name,
				origin: settings.publicUrl,
				isOn: installation?.state === "on",
				isReachable: settings.publicUrl.startsWith("https:"),
				steps: await host.panel.steps(settings.publicUrl, ports),
				tryAt: typeof tryAt === "string" ? tryAt : null,
			},
			200,
		);
	});

	routes.openapi(file, async (c) => {
		const host = panelHostOf(deps, c.req.valid("param").host);
		const packed = await host.panel.appPackage(settings.publicUrl, portsOf(host.id, c.var.principal.tenantId));
		return c.body(packed, 200, {
			"content-type": "application/zip",
			"content-disposition": `attachment; filename="courtside-${host.id}.zip"`,
			"cache-control": "private, no-store",
		});
	});

	routes.openapi(open, async (c) => {
		const { key, title, startsAt, ...of } = c.req.valid("json");
		const host = panelHostOf(deps, of.host);
		const { tenantId } = c.var.principal;
		const opened = await deps.database.inTenant(tenantId, async (trx) => {
			const workspace = await loadWorkspace(trx, deps.now());
			return openPanelMeeting(trx, c.var.principal, {
				...{ host: host.id, key, title: title ?? host.about.name, requestId: c.var.requestId },
				startsAt: startsAt ? Date.parse(startsAt) : workspace.now,
			});
		});
		return c.json(opened, 200);
	});

	routes.openapi(bot, async (c) => {
		const { tenantId, userId, name: actor, visibleOwners } = c.var.principal;
		const { id: meetingId } = c.req.valid("param");
		const { database } = deps;
		const meeting = found(await findMeeting(database.reader(tenantId), meetingId, visibleOwners), "meeting");
		if (meeting.owner?.id !== userId)
			throw new CourtsideError("forbidden", "A bot is sent by the meeting's rep alone.");
		const { title } = meeting;
		const { bot: sent, isNew } = await inviteBot(deps, { tenantId, meetingId, title, ...c.req.valid("json") });
		const { name, vendor } = sent;
		if (isNew)
			await database.inTenant(tenantId, (trx) =>
				recordAudit(trx, {
					...{ tenantId, actorId: userId, actor, action: "meeting.bot_invited", detail: { vendor } },
					...{ entity: "meeting", entityId: meetingId, requestId: c.var.requestId },
				}),
			);
		return c.json({ name, invitedAt: sent.invitedAt ?? new Date(deps.now()).toISOString(), isNew }, 200);
	});

	routes.openapi(watch, async (c) => {
		const meetingId = c.req.valid("param").id;
		const { token, joinUrl, ...of } = c.req.valid("json");
		const host = panelHostOf(deps, of.host);
		const { tenantId, visibleOwners } = c.var.principal;
		found(await findMeeting(deps.database.reader(tenantId), meetingId, visibleOwners), "meeting");
		const given = { tenantId, meetingId, token, joinUrl };
		return c.json(await watchMeeting({ ...deps, publicUrl: () => settings.publicUrl }, host, given), 200);
	});

	routes.openapi(share, async (c) => {
		const { meetingId, agenda, steps } = c.req.valid("json");
		const { tenantId, userId, name, visibleOwners } = c.var.principal;
		const made = await deps.database.inTenant(tenantId, async (trx) => {
			const { title } = found(await findMeeting(trx, meetingId, visibleOwners), "meeting");
			const given = { tenantId, meetingId, title, agenda, steps, by: userId, now: deps.now() };
			await recordAudit(trx, {
				...{ tenantId, actorId: userId, actor: name, action: "meeting.shared_steps", entity: "meeting" },
				...{ entityId: meetingId, detail: { title, steps: steps.length }, requestId: c.var.requestId },
			});
			return shareSteps(trx, given);
		});
		return c.json(made, 201);
	});

	routes.openapi(shared, async (c) => {
		await deps.limits.token(c.var.address);
		c.header("cache-control", "no-store");
		const seen = await readShared(deps, c.req.valid("param").token);
		if (!seen) throw new CourtsideError("not_found", "What was shared here is not shared any more.");
		return c.json(seen, 200);
	});

	routes.openapi(handOver, async (c) => c.json(await beginHandover(deps, c.var.principal), 201));

	routes.openapi(takeOver, async (c) => {
		await deps.limits.token(c.var.address);
		if (!isApiClient(c)) throw new CourtsideError("invalid_request", "Send x-courtside-client: api.");
		c.header("cache-control", "no-store");
		const person = await takeHandover(deps, c.req.valid("json").code);
		return c.json(await startSession(c, deps, person, "panel"), 200);
	});
	return routes;
}
