import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer, Args } from "./methods.ts";
import { newId, type SlackWorkspace } from "./workspace.ts";

/** The page on which an administrator lets the app in. A post is a press of its button. */
export function authorizePage(
	workspace: SlackWorkspace,
	request: IncomingMessage,
	response: ServerResponse,
	url: URL,
	body: string,
): void {
	const asked = request.method === "POST" ? new URLSearchParams(body) : url.searchParams;
	const [clientId, redirectUri, state, scope] = ["client_id", "redirect_uri", "state", "scope"].map(
		(name) => asked.get(name) ?? "",
	) as [string, string, string, string];
	const fault =
		clientId !== workspace.app.clientId
			? "invalid_client_id"
			: !workspace.app.redirectUrls.some((one) => redirectUri.startsWith(one))
				? "redirect_uri did not match any configured URIs"
				: null;
	if (fault) {
		response.writeHead(400, { "content-type": "text/plain" });
		response.end(fault);
		return;
	}
	if (request.method === "POST") {
		const back = new URL(redirectUri);
		back.searchParams.set("state", state);
		if (asked.get("choice") === "allow") {
			const code = newId("code-");
			workspace.codes.set(code, { scopes: scope.split(",").filter(Boolean), redirectUri });
			back.searchParams.set("code", code);
		} else back.searchParams.set("error", "access_denied");
		response.writeHead(302, { location: back.href });
		response.end();
		return;
	}
	const kept = [...url.searchParams]
		.map(([name, value]) => `<input type="hidden" name="${safe(name)}" value="${safe(value)}">`)
		.join("");
	response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
	response.end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Let Courtside in</title><link rel="icon" href="data:,">
<style>body{font:16px system-ui;max-width:32rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.6rem 1.2rem;margin-right:.5rem}</style>
<h1>Courtside asks to be let into ${safe(workspace.name)}</h1><p>It wants to:</p><ul>${scope
		.split(",")
		.map((one) => `<li><code>${safe(one)}</code></li>`)
		.join("")}</ul>
<form method="post">${kept}<button name="choice" value="allow">Allow</button><button name="choice" value="deny">Cancel</button></form></html>`);
}

/** Gives a token for a code, once. */
export function giveToken(workspace: SlackWorkspace, request: IncomingMessage, args: Args): Answer {
	const [, basic = ""] = /^Basic (.+)$/.exec(String(request.headers.authorization ?? "")) ?? [];
	const [id = args["client_id"], secret = args["client_secret"]] = basic
		? Buffer.from(basic, "base64").toString().split(":")
		: [];
	if (id !== workspace.app.clientId) return { ok: false, error: "invalid_client_id" };
	if (secret !== workspace.app.clientSecret) return { ok: false, error: "bad_client_secret" };
	const code = workspace.codes.get(args["code"] ?? "");
	if (!code) return { ok: false, error: "invalid_code" };
	workspace.codes.delete(args["code"] ?? "");
	if (code.redirectUri !== args["redirect_uri"]) return { ok: false, error: "bad_redirect_uri" };
	const { enterprise } = workspace;
	const token = `xoxb-${workspace.teamId}-${newId("")}`;
	workspace.tokens.set(token, { scopes: code.scopes });
	return {
		ok: true,
		access_token: token,
		token_type: "bot",
		scope: code.scopes.join(","),
		bot_user_id: workspace.botUserId,
		app_id: workspace.app.id,
		team: enterprise ? null : { id: workspace.teamId, name: workspace.name },
		enterprise: enterprise && { id: enterprise.id, name: enterprise.name },
		is_enterprise_install: enterprise !== null,
		authed_user: { id: "U0ADMIN" },
	};
}

/** Text within HTML. */
export function safe(text: string): string {
	return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
