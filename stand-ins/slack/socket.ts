import type { IncomingMessage, Server } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import type { Answer } from "./methods.ts";
import { newId, type SlackSocket, type SlackWorkspace } from "./workspace.ts";

const PATIENCE_MS = 3000;
const PING_MS = 5000;

/** Socket Mode: an address that holds for one connection, and the connections themselves. */
export function socketMode(workspace: SlackWorkspace, server: Server) {
	const tickets = new Set<string>();
	const sockets = new WebSocketServer({ noServer: true });
	server.on("upgrade", (request, socket, head) => {
		const ticket = new URL(request.url ?? "/", workspace.base).searchParams.get("ticket") ?? "";
		if (!tickets.delete(ticket)) return void socket.end("HTTP/1.1 401 Unauthorized\r\n\r\n");
		sockets.handleUpgrade(request, socket, head, (opened) => connected(workspace, opened));
	});
	return {
		/** `apps.connections.open`, with the app-level token. */
		open(request: IncomingMessage): Answer {
			const token = /^Bearer (.+)$/.exec(String(request.headers.authorization ?? ""))?.[1];
			if (token !== workspace.app.appToken) return { ok: false, error: "invalid_auth" };
			const ticket = newId("ticket-");
			tickets.add(ticket);
			return { ok: true, url: `${workspace.base.replace(/^http/, "ws")}/socket?ticket=${ticket}` };
		},
		close(): void {
			for (const client of sockets.clients) client.terminate();
			sockets.close();
		},
	};
}

function connected(workspace: SlackWorkspace, socket: WebSocket): void {
	const waiting = new Map<string, (payload: unknown) => void>();
	const ping = setInterval(() => socket.ping(), PING_MS);
	const connection: SlackSocket = {
		deliver(envelope) {
			const { promise, resolve, reject } = Promise.withResolvers<unknown>();
			const late = setTimeout(() => reject(new Error("The app did not answer within three seconds.")), PATIENCE_MS);
			waiting.set(envelope.envelope_id, resolve);
			socket.send(JSON.stringify(envelope));
			return promise.finally(() => {
				clearTimeout(late);
				waiting.delete(envelope.envelope_id);
			});
		},
		end(how) {
			if (how === "cut") socket.terminate();
			else socket.send(JSON.stringify({ type: "disconnect", reason: "refresh_requested", debug_info: {} }));
		},
	};
	socket.on("message", (data) => {
		const said = JSON.parse(String(data)) as { envelope_id?: string; payload?: unknown };
		waiting.get(said.envelope_id ?? "")?.(said.payload);
	});
	socket.on("close", () => {
		clearInterval(ping);
		workspace.sockets.splice(workspace.sockets.indexOf(connection), 1);
	});
	workspace.sockets.push(connection);
	socket.send(
		JSON.stringify({
			type: "hello",
			num_connections: workspace.sockets.length,
			connection_info: { app_id: workspace.app.id },
		}),
	);
}
