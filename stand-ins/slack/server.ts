import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, type Args, METHODS, readMessage } from "./methods.ts";
import { authorizePage, giveToken } from "./oauth.ts";
import { answerPage } from "./page-door.ts";
import { socketMode } from "./socket.ts";
import { putMessage, type SlackWorkspace } from "./workspace.ts";

/** A running workspace. */
export interface SlackStandIn {
	base: string;
	stop(): Promise<void>;
}

/** Serves a workspace on loopback in the vendor's protocol, with its limits, and a page that draws it. */
export async function startSlack(workspace: SlackWorkspace, port = 0): Promise<SlackStandIn> {
	const lastInChannel = new Map<string, number>();
	const posted: number[] = [];
	const called = new Map<string, number[]>();
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		await answer(request, response, Buffer.concat(chunks).toString()).catch((fault: unknown) => {
			response.writeHead(500, { "content-type": "text/plain" });
			response.end(String(fault));
		});
	});
	const sockets = socketMode(workspace, server);
	server.listen(port, "127.0.0.1");
	await once(server, "listening");
	workspace.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

	async function answer(request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
		const url = new URL(request.url ?? "/", workspace.base);
		const method = /^\/api\/([\w.]+)$/.exec(url.pathname)?.[1];
		if (method) return answerApi(request, response, method, argsOf(request, url, body));
		if (url.pathname === "/oauth/v2/authorize") return authorizePage(workspace, request, response, url, body);
		if (url.pathname.startsWith("/respond/")) {
			const { status, said } = answerRespond(url, body);
			return json(response, status, said);
		}
		return answerPage(workspace, request, response, url, body);
	}

	async function answerApi(
		request: IncomingMessage,
		response: ServerResponse,
		method: string,
		args: Args,
	): Promise<void> {
		const trouble = workspace.troubles.findIndex((one) => one.method === method);
		const [planned] = trouble < 0 ? [] : workspace.troubles.splice(trouble, 1);
		if (planned && !planned.after) return troubled(response, method, planned);
		if (method === "oauth.v2.access") return json(response, 200, noted(method, giveToken(workspace, request, args)));
		if (method === "apps.connections.open") return json(response, 200, noted(method, sockets.open(request)));
		const known = METHODS[method];
		if (!known) return json(response, 200, noted(method, { ok: false, error: "unknown_method" }));
		const token = /^Bearer (.+)$/.exec(String(request.headers.authorization ?? ""))?.[1] ?? args["token"] ?? "";
		const granted = workspace.tokens.get(token);
		if (token === "") return json(response, 200, noted(method, { ok: false, error: "not_authed" }));
		if (!granted) return json(response, 200, noted(method, { ok: false, error: "invalid_auth" }));
		if (known.scope !== null && !granted.scopes.includes(known.scope))
			return json(
				response,
				200,
				noted(method, { ok: false, error: "missing_scope", needed: known.scope, provided: granted.scopes.join() }),
			);
		const wait = method === "chat.postMessage" ? waitOf(args["channel"] ?? "") : waitOfTier(method, known.perMinute);
		if (wait > 0) {
			noted(method, { ok: false, error: "ratelimited" });
			response.setHeader("retry-after", String(Math.ceil(wait / 1000)));
			return json(response, 429, { ok: false, error: "ratelimited" });
		}
		const said = noted(method, known.run(workspace, args));
		if (method === "chat.postMessage" && said.ok) {
			lastInChannel.set(args["channel"] ?? "", workspace.now());
			posted.push(workspace.now());
		}
		// It was done, but nobody hears of it.
		if (planned?.after) return void response.destroy();
		return json(response, 200, said);
	}

	function troubled(response: ServerResponse, method: string, planned: SlackWorkspace["troubles"][number]): void {
		noted(method, { ok: false, error: planned.error ?? String(planned.status ?? 0) });
		if (planned.hang) return void response.destroy();
		if (planned.retryAfter !== undefined) response.setHeader("retry-after", String(planned.retryAfter));
		json(response, planned.status ?? (planned.retryAfter === undefined ? 200 : 429), {
			ok: false,
			error: planned.error ?? "ratelimited",
		});
	}

	/** One message a second in each conversation, and so many a minute in all. */
	function waitOf(channel: string): number {
		const now = workspace.now();
		while (posted[0] !== undefined && posted[0] <= now - 60_000) posted.shift();
		const ofAll = posted.length >= workspace.limits.perMinute ? (posted[0] ?? now) + 60_000 - now : 0;
		const ofChannel = (lastInChannel.get(channel) ?? Number.NEGATIVE_INFINITY) + workspace.limits.perChannelMs - now;
		return Math.max(ofAll, ofChannel, 0);
	}

	/** So many calls a minute of each method that has a tier. */
	function waitOfTier(method: string, perMinute: number | undefined): number {
		if (perMinute === undefined) return 0;
		const now = workspace.now();
		const made = (called.get(method) ?? []).filter((at) => at > now - 60_000);
		called.set(method, made);
		if (made.length >= perMinute) return (made[0] ?? now) + 60_000 - now;
		made.push(now);
		return 0;
	}

	function noted(method: string, said: Answer): Answer {
		workspace.calls.push({ method, at: workspace.now(), ok: said.ok, error: said.ok ? null : said.error });
		return said;
	}

	/** The address at which a command or a click may be answered: five times, for half an hour. */
	function answerRespond(url: URL, body: string): { status: number; said: unknown } {
		const where = workspace.responses.get(url.pathname);
		if (!where || where.until < workspace.now()) return { status: 404, said: { ok: false, error: "expired_url" } };
		if (where.left-- <= 0) return { status: 404, said: { ok: false, error: "used_url" } };
		const given = JSON.parse(body) as { text?: string; blocks?: object[]; response_type?: string };
		const read = readMessage({ text: given.text ?? "", blocks: JSON.stringify(given.blocks ?? []) });
		if ("error" in read) return { status: 400, said: { ok: false, error: read.error } };
		const channel = workspace.channels.get(where.channel);
		if (channel)
			putMessage(workspace, channel, {
				user: workspace.botUserId,
				...read,
				ephemeralTo: given.response_type === "in_channel" ? null : where.user,
			});
		return { status: 200, said: "ok" };
	}

	return {
		base: workspace.base,
		async stop() {
			sockets.close();
			server.closeAllConnections();
			server.close();
			await once(server, "close");
		},
	};
}

function argsOf(request: IncomingMessage, url: URL, body: string): Args {
	const query = Object.fromEntries(url.searchParams);
	if ((request.headers["content-type"] ?? "").startsWith("application/json")) {
		const given = JSON.parse(body || "{}") as Record<string, unknown>;
		return {
			...query,
			...Object.fromEntries(Object.entries(given).map(([k, v]) => [k, typeof v === "string" ? v : JSON.stringify(v)])),
		};
	}
	return { ...query, ...Object.fromEntries(new URLSearchParams(body)) };
}

/** Answers in JSON. */
export function json(response: ServerResponse, status: number, value: unknown): void {
	response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
	response.end(JSON.stringify(value));
}
