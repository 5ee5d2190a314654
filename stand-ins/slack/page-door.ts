import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { tellAction, tellCommand, tellEvent, tellShortcut, tellSubmission } from "./tell.ts";
import { imOf, putMessage, type SlackWorkspace } from "./workspace.ts";

const FILES: Readonly<Record<string, string>> = { "/": "page.html", "/page.js": "page.js", "/page.css": "page.css" };
const TYPES: Readonly<Record<string, string>> = { html: "text/html", js: "text/javascript", css: "text/css" };

/** The page that draws the workspace, what it shows, and what somebody does on it. */
export async function answerPage(
	workspace: SlackWorkspace,
	request: IncomingMessage,
	response: ServerResponse,
	url: URL,
	body: string,
): Promise<void> {
	const file = FILES[url.pathname];
	if (file) {
		const text = await readFile(fileURLToPath(new URL(file, import.meta.url)), "utf8");
		response.writeHead(200, { "content-type": `${TYPES[file.split(".").at(-1) ?? ""]}; charset=utf-8` });
		return void response.end(text);
	}
	if (url.pathname === "/page/state")
		return answer(response, 200, stateOf(workspace, url.searchParams.get("user") ?? ""));
	if (url.pathname === "/page/do" && request.method === "POST") {
		const said = await act(workspace, JSON.parse(body) as Deed).catch((fault: unknown) => ({ fault: String(fault) }));
		return answer(response, 200, said);
	}
	answer(response, 404, { ok: false });
}

/** What somebody does on the page. */
type Deed =
	| { what: "say"; user: string; channel: string; text: string; thread?: string }
	| { what: "press"; user: string; channel?: string; ts?: string; view?: string; action: object }
	| { what: "submit"; view: string; values: Record<string, Record<string, object>> }
	| { what: "close"; view: string }
	| { what: "home"; user: string }
	| { what: "shortcut"; user: string; channel: string; ts: string }
	| { what: "requestUrl"; url: string };

async function act(workspace: SlackWorkspace, deed: Deed): Promise<object> {
	if (deed.what === "requestUrl") {
		workspace.app.requestUrl = deed.url;
		workspace.app.redirectUrls = [new URL(deed.url).origin];
		return {};
	}
	if (deed.what === "home")
		return heard(
			await tellEvent(workspace, {
				type: "app_home_opened",
				user: deed.user,
				channel: imOf(workspace, deed.user).id,
				tab: "home",
			}),
		);
	if (deed.what === "close") return { closed: workspace.views.delete(deed.view) };
	if (deed.what === "submit") {
		const view = workspace.views.get(deed.view);
		return view ? heard(await tellSubmission(workspace, view, deed.values)) : {};
	}
	const channel = workspace.channels.get(("channel" in deed && deed.channel) || "");
	const message = "ts" in deed ? channel?.messages.find(({ ts }) => ts === deed.ts) : undefined;
	if (deed.what === "press") {
		const view = deed.view ? (workspace.views.get(deed.view) ?? workspace.homes.get(deed.user)) : undefined;
		return heard(
			await tellAction(workspace, deed.user, {
				action: deed.action,
				...(channel && { channel }),
				...(message && { message }),
				...(view && { view }),
			}),
		);
	}
	if (!channel) return { fault: "channel_not_found" };
	if (deed.what === "shortcut")
		return message ? heard(await tellShortcut(workspace, deed.user, channel, message, "make_action_item")) : {};
	const command = /^\/courtside(?:\s+(.*))?$/.exec(deed.text);
	if (command) return heard(await tellCommand(workspace, deed.user, channel, command[1] ?? ""));
	const said = putMessage(workspace, channel, { user: deed.user, text: deed.text, threadTs: deed.thread ?? null });
	const links = [...deed.text.matchAll(/https?:\/\/\S+/g)].map(([url]) => ({ domain: new URL(url).hostname, url }));
	if (links.length > 0)
		await tellEvent(workspace, {
			type: "link_shared",
			user: deed.user,
			channel: channel.id,
			message_ts: said.ts,
			links,
		});
	if (channel.im === null) return {};
	return heard(
		await tellEvent(workspace, {
			type: "message",
			channel_type: "im",
			user: deed.user,
			channel: channel.id,
			text: deed.text,
			ts: said.ts,
			...(deed.thread && { thread_ts: deed.thread }),
		}),
	);
}

function heard({ status, text, ...rest }: { status: number; text: string; errors?: Record<string, string> }): object {
	return {
		status,
		errors: rest.errors ?? {},
		...(status >= 400 && { fault: `The app answered ${status}: ${text.slice(0, 200)}` }),
	};
}

function stateOf(workspace: SlackWorkspace, user: string): object {
	const seen = (ephemeralTo: string | null) => ephemeralTo === null || ephemeralTo === user;
	if (workspace.users.has(user)) imOf(workspace, user);
	return {
		name: workspace.name,
		bot: workspace.botUserId,
		requestUrl: workspace.app.requestUrl,
		installed: workspace.tokens.size > 0,
		users: [...workspace.users.values()]
			.filter((one) => !one.isBot && !one.isDeleted)
			.map(({ id, name }) => ({ id, name })),
		channels: [...workspace.channels.values()]
			.filter(({ im }) => im === null || im === user)
			.map((channel) => ({ ...channel, messages: channel.messages.filter((one) => seen(one.ephemeralTo)) })),
		home: workspace.homes.get(user) ?? null,
		modal: [...workspace.views.values()].findLast((view) => view.user === user) ?? null,
	};
}

function answer(response: ServerResponse, status: number, value: unknown): void {
	response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
	response.end(JSON.stringify(value));
}
