import { setTimeout as pause } from "node:timers/promises";
import { WebSocket } from "ws";
import { CourtsideError } from "../../core/contract/problem.ts";

const ANSWER_WITHIN_MS = 10_000;
/** So many bytes that the provider has not taken: it is too slow to be of use. */
const MOST_WAITING = 2_000_000;
/** From so few on more may be sent. */
const LITTLE_WAITING = 200_000;
const LOOK_MS = 10;
const MOST_MESSAGE = 1_000_000;

/** A provider's socket that is open. */
export interface ProviderSocket {
	send(message: Uint8Array | string): void;
	/** Resolves once the line has taken most of what was sent, or is over. */
	taken(): Promise<void>;
	/** Ends it; nothing is told any more. */
	close(): void;
}

/**
 * Opens a provider's socket. `message` gets the text of each message; `down` is told once, when it ends without our
 * closing it. Throws CourtsideError `unavailable` when it cannot be opened.
 */
export function openProviderSocket(
	url: string,
	headers: Record<string, string>,
	told: { message(text: string): void; down(reason: string): void },
): Promise<ProviderSocket> {
	return new Promise((resolve, reject) => {
		const socket = new WebSocket(url, { headers, handshakeTimeout: ANSWER_WITHIN_MS, maxPayload: MOST_MESSAGE });
		let isOver = false;
		const end = (reason: string) => {
			if (isOver) return;
			isOver = true;
			socket.terminate();
			told.down(reason);
			reject(new CourtsideError("unavailable", `The speech provider is not there: ${reason}.`));
		};
		socket.on("open", () =>
			resolve({
				send(message) {
					if (isOver || socket.readyState !== WebSocket.OPEN) return;
					if (socket.bufferedAmount > MOST_WAITING) return end("it takes audio too slowly");
					socket.send(message);
				},
				async taken() {
					while (!isOver && socket.bufferedAmount > LITTLE_WAITING) await pause(LOOK_MS);
				},
				close() {
					isOver = true;
					socket.close();
				},
			}),
		);
		socket.on("message", (data, isBinary) => {
			if (!isOver && !isBinary) told.message(String(data));
		});
		socket.on("unexpected-response", (_, response) => end(`it answered ${response.statusCode}`));
		socket.on("error", (error) => end(error.message));
		socket.on("close", (code) => end(`it closed with ${code}`));
	});
}

/** A message as JSON; null for what is none. */
export function readMessage(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
