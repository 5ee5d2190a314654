import { z } from "@hono/zod-openapi";
import { chatDoc } from "../../core/contract/chat.ts";
import {
	chatPreview,
	chatPreviewRequest,
	chatRollout,
	chatSettings,
	chatTroubles,
	putChatRolloutRequest,
	settleChatRequest,
} from "../../core/contract/chat-settings.ts";
import { hostId } from "../../core/contract/connections.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { chatAddresses } from "../chat/members.ts";
import { chatSettingsOf, rolloutOf } from "../chat/settings-answer.ts";
import { digestFor } from "../chat/write-digests.ts";
import { listChatTroubles, settleChatTrouble } from "../db/chat-troubles.ts";
import type { Deps } from "../deps.ts";
import { changeInstallation } from "../hosts/installations.ts";
import { guardedRoute } from "../policy/guard.ts";
import { chatHostOf } from "./chat.ts";
import { note } from "./connections.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";

const tags = ["Conversations"];
const params = z.object({ host: hostId });
const MOST_SHOWN = 100;

const preview = guardedRoute("connections:write", {
	method: "post",
	path: "/connections/{host}/chat/preview",
	tags,
	summary: "What a person’s digest would say now, as the vendor draws it; nothing is sent",
	request: { params, body: jsonBody(chatPreviewRequest) },
	responses: { 200: answer(chatPreview, "What would be said"), ...faults },
});
const rollout = guardedRoute("connections:write", {
	method: "put",
	path: "/connections/{host}/chat/rollout",
	tags,
	summary: "Who gets what by itself; only after a real digest was looked at",
	request: { params, body: jsonBody(putChatRolloutRequest) },
	responses: { 200: answer(chatSettings, "As it is now"), ...faults },
});
const troubles = guardedRoute("connections:read", {
	method: "get",
	path: "/connections/{host}/chat/troubles",
	tags,
	summary: "Messages that were not sent, or of which nobody knows whether they were; newest first",
	request: { params },
	responses: { 200: answer(chatTroubles, "At most a hundred"), ...faults },
});
const settle = guardedRoute("connections:write", {
	method: "post",
	path: "/chat-messages/{id}/settle",
	tags,
	summary: "Send such a message again, or take it for settled",
	request: { params: z.object({ id }), body: jsonBody(settleChatRequest) },
	responses: { 204: { description: "Done" }, ...faults },
});

/** What is sent to persons by itself: seen first, then switched on, and what went wrong with it. */
export function chatMessageRoutes(deps: Deps) {
	const { database, jobs, settings, now } = deps;
	const routes = createRouter();

	routes.openapi(preview, async (c) => {
		const { tenantId } = c.var.principal;
		const host = chatHostOf(deps, c.req.valid("param").host);
		const { userId, kind } = c.req.valid("json");
		const [person] = await chatAddresses(database.reader(tenantId), tenantId, host.id, [userId]);
		if (!person) throw new CourtsideError("not_found", "Nobody of that id can be written to there.");
		const doc = await digestFor(deps, { tenantId, person, kind });
		const standing = await rolloutOf(database.reader(tenantId), tenantId, host.id);
		await database.inTenant(tenantId, async (trx) => {
			const seen = { ...standing, previewedAt: new Date(now()).toISOString() };
			// Nothing to say is no real digest.
			if (doc)
				await changeInstallation(trx, { tenantId, host: host.id, settings: { rollout: seen as unknown as JsonValue } });
			await note(c, trx, host.id, "chat.previewed", { userId, kind, empty: doc === null });
		});
		deps.wakeRelay();
		const drawn = doc && host.chat.draw(chatDoc.parse(doc), settings.publicUrl);
		return c.json({ doc, drawn }, 200);
	});

	routes.openapi(rollout, async (c) => {
		const { tenantId } = c.var.principal;
		const host = chatHostOf(deps, c.req.valid("param").host);
		const given = c.req.valid("json");
		const before = await rolloutOf(database.reader(tenantId), tenantId, host.id);
		if (given.audience !== "nobody" && before.previewedAt === null)
			throw new CourtsideError("wrong_state", "Look at a real digest first: preview one that has something to say.");
		const next = chatRollout.parse({ ...given, previewedAt: before.previewedAt });
		await database.inTenant(tenantId, async (trx) => {
			await changeInstallation(trx, { tenantId, host: host.id, settings: { rollout: next as unknown as JsonValue } });
			await note(c, trx, host.id, "chat.rollout", {
				audience: next.audience,
				people: next.userIds.length,
				kinds: next.kinds,
			});
		});
		deps.wakeRelay();
		return c.json(await chatSettingsOf(deps, tenantId, host), 200);
	});

	routes.openapi(troubles, async (c) => {
		const { tenantId } = c.var.principal;
		const host = chatHostOf(deps, c.req.valid("param").host);
		const rows = await listChatTroubles(database.reader(tenantId), tenantId, host.id, MOST_SHOWN);
		return c.json({ items: rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt).toISOString() })) }, 200);
	});

	routes.openapi(settle, async (c) => {
		const { tenantId } = c.var.principal;
		const { as } = c.req.valid("json");
		const messageId = c.req.valid("param").id;
		const host = await database.inTenant(tenantId, async (trx) => {
			const found = await settleChatTrouble(trx, { tenantId, id: messageId, as, now: now() });
			if (found) await note(c, trx, found, "chat.settled", { message: messageId, as });
			return found;
		});
		if (!host) throw new CourtsideError("not_found", "No message of that id waits for a person.");
		if (as === "again")
			await jobs.enqueue("send-chat", { tenantId, host }, { dedupId: `chat-send-${tenantId}-${host}` });
		deps.wakeRelay();
		return c.body(null, 204);
	});

	return routes;
}
