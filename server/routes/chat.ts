import { z } from "@hono/zod-openapi";
import { setCookie } from "hono/cookie";
import type { ChatDoor } from "../../core/contract/chat.ts";
import { chatInstall, chatSettings } from "../../core/contract/chat-settings.ts";
import { hostId } from "../../core/contract/connections.ts";
import type { Host } from "../../core/contract/host.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { INSTALL_COOKIE } from "../chat/install-route.ts";
import { chatSettingsOf } from "../chat/settings-answer.ts";
import { makeOneTimeToken } from "../db/one-time-tokens.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { hostOf, note } from "./connections.ts";
import { answer, createRouter, faults } from "./router.ts";

const tags = ["Conversations"];
const params = z.object({ host: hostId });
const BACK_WITHIN_MS = 600_000;

const read = guardedRoute("connections:read", {
	method: "get",
	path: "/connections/{host}/chat",
	tags,
	summary: "How a host of conversations is set up, where it is installed and who gets what",
	request: { params },
	responses: { 200: answer(chatSettings, "How it stands"), ...faults },
});
const install = guardedRoute("connections:write", {
	method: "post",
	path: "/connections/{host}/chat/install",
	tags,
	summary: "Where to let us into a workspace of the vendor’s; comes back within ten minutes in the same browser",
	request: { params },
	responses: { 200: answer(chatInstall, "Where to go"), ...faults },
});

/** Hosts of conversations: installation and standing. */
export function chatRoutes(deps: Deps) {
	const { database, portsOf, settings, now } = deps;
	const routes = createRouter();

	routes.openapi(read, async (c) => {
		const { id, chat } = chatHostOf(deps, c.req.valid("param").host);
		return c.json(await chatSettingsOf(deps, c.var.principal.tenantId, { id, chat }), 200);
	});

	routes.openapi(install, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const { id, chat } = chatHostOf(deps, c.req.valid("param").host);
		const { callback } = await chatSettingsOf(deps, tenantId, { id, chat });
		const ports = portsOf(id, tenantId);
		const state = await database.inTenant(tenantId, async (trx) => {
			const made = await makeOneTimeToken(trx, {
				tenantId,
				userId,
				purpose: "install-chat",
				expiresAt: now() + BACK_WITHIN_MS,
			});
			await note(c, trx, id, "chat.install-begun", {});
			return made;
		});
		const url = await chat.agreeUrl({ state, redirectUri: callback }, ports);
		setCookie(c, INSTALL_COOKIE, state, {
			path: "/hooks",
			httpOnly: true,
			sameSite: "Lax",
			secure: settings.publicUrl.startsWith("https:"),
			maxAge: BACK_WITHIN_MS / 1000,
		});
		c.header("cache-control", "no-store");
		return c.json({ url }, 200);
	});

	return routes;
}

/** A host of conversations. Throws not_found, wrong_state. */
export function chatHostOf(deps: Pick<Deps, "hosts">, id: string): { id: string; chat: ChatDoor; host: Host } {
	const host = hostOf(deps, id);
	if (!host.chat) throw new CourtsideError("wrong_state", `${host.about.name} holds no conversations.`);
	return { id: host.id, chat: host.chat, host };
}
