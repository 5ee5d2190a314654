import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { readAudioChunk } from "../../core/contract/audio-chunk.ts";
import { type LiveFrame, liveMessage } from "../../core/contract/live-meeting.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Deps } from "../deps.ts";
import { faultOf } from "../problems.ts";
import { LiveVisit, openTicket } from "./live-visit.ts";

/** Where pages of live meetings connect. */
export const LIVE_PATH = "/api/v1/live";
const HELLO_WITHIN_MS = 10_000;
const HEARTBEAT_MS = 25_000;
const MOST_MESSAGE = 400_000;
/** A page that has not taken so many bytes besides its first frame is let go; it comes back and gets what it missed. */
const MOST_BEHIND = 1_000_000;

/** Takes WebSockets of live meetings. */
export interface LiveDoor {
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	/** Lets every page go; they come back, to whoever listens then. */
	close(): Promise<void>;
}

/** The door that `listen` hands upgrades to. */
export function openLiveDoor(deps: Deps): LiveDoor {
	const server = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE });
	const visits = new Set<Promise<unknown>>();
	return {
		upgrade(request, socket, head) {
			const path = (request.url ?? "").split("?")[0];
			if (path !== LIVE_PATH) return refuse(socket, "404 Not Found");
			if (!isOwnPage(request, deps.settings)) return refuse(socket, "403 Forbidden");
			server.handleUpgrade(request, socket, head, (client) => {
				const visit = receive(deps, client)
					.catch((err: unknown) => deps.log.error({ err }, "a page of a live meeting did not end well"))
					.finally(() => visits.delete(visit));
				visits.add(visit);
			});
		},
		async close() {
			for (const client of server.clients) client.close(1012, "the server restarts");
			const cut = setTimeout(() => {
				for (const client of server.clients) client.terminate();
			}, 2000);
			await Promise.allSettled([...visits]);
			clearTimeout(cut);
			server.close();
		},
	};
}

/** One page from its hello to its end. */
async function receive(deps: Deps, client: WebSocket): Promise<void> {
	let mostBehind = MOST_BEHIND;
	const send = (frame: LiveFrame) => {
		if (client.readyState !== client.OPEN) return;
		if (client.bufferedAmount > mostBehind) return client.terminate();
		const text = JSON.stringify(frame);
		// A long meeting told whole may be more than a slow line takes at once, and would be no less when it came back.
		if (frame.type === "frame" && frame.reset) mostBehind = MOST_BEHIND + 2 * text.length;
		client.send(text);
	};
	const closed = new Promise<void>((resolve) => client.once("close", () => resolve()));
	client.on("error", () => client.terminate());
	let visit: LiveVisit | null = null;
	let isAlive = true;
	const late = setTimeout(() => client.close(4408, "no hello"), HELLO_WITHIN_MS);
	const heartbeat = setInterval(() => {
		if (!isAlive) return client.terminate();
		isAlive = false;
		client.ping();
		visit?.isStillWelcome().then(
			(is) => is || client.close(4401, "sign in again"),
			// Nobody can be asked while the database is away; the next beat asks again.
			(err: unknown) => deps.log.warn({ err }, "a page of a live meeting was not asked for its rights"),
		);
	}, HEARTBEAT_MS);
	client.on("pong", () => {
		isAlive = true;
	});
	// In order: each message waits for those before it.
	let work: Promise<void> = Promise.resolve();
	client.on("message", (data, isBinary) => {
		const bytes = data as Buffer;
		if (isBinary) {
			const chunk = readAudioChunk(bytes);
			if (chunk) visit?.audio(chunk);
			else send(errorFrame(null, new CourtsideError("invalid_request", "This is no chunk of audio.")));
			return;
		}
		const text = String(bytes);
		work = work.then(async () => {
			const json = parseJson(text);
			const message = liveMessage.safeParse(json);
			const id = idOf(json);
			try {
				if (!message.success) throw new CourtsideError("invalid_request", "This is no message of a live meeting.");
				if (message.data.type === "hello") {
					if (visit) throw new CourtsideError("invalid_request", "You said hello before.");
					clearTimeout(late);
					const who = await openTicket(deps, message.data.ticket);
					visit = await LiveVisit.open(deps, who, send, message.data);
				} else if (visit) {
					await visit.take(message.data);
					if (id !== null) send({ type: "ack", id });
				} else throw new CourtsideError("not_signed_in", "Say hello first, with a ticket.");
			} catch (error) {
				const fault = faultOf(error);
				if (fault.code === "internal") deps.log.error({ err: error }, "a live message failed");
				send(errorFrame(id, fault));
				if (!visit) client.close(4401, "no ticket");
			}
		});
	});
	deps.metrics.liveConnections(1);
	await closed;
	clearTimeout(late);
	clearInterval(heartbeat);
	deps.metrics.liveConnections(-1);
	await work;
	await (visit as LiveVisit | null)?.close();
}

function errorFrame(id: number | null, { code, message }: CourtsideError): LiveFrame {
	return { type: "error", id, code, message };
}

/** A ticket cannot be had by a page of another site; this is the second lock. */
function isOwnPage({ headers }: IncomingMessage, { publicUrl, apiOrigins }: Deps["settings"]): boolean {
	const { origin } = headers;
	if (origin === undefined || origin === publicUrl || apiOrigins.includes(origin)) return true;
	return URL.canParse(origin) && new URL(origin).host === headers.host;
}

function refuse(socket: Duplex, status: string): void {
	socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** The id by which a message wants to be answered, whatever else is wrong with it. */
function idOf(json: unknown): number | null {
	const { id } = (json ?? {}) as { id?: unknown };
	return typeof id === "number" && Number.isInteger(id) && id >= 0 ? id : null;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
