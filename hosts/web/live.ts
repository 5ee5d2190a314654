import type { EventJson } from "../../core/contract/events.ts";
import { createStreamParser } from "./event-stream.ts";

/** How well the page hears: `quiet` while it tries again. */
export type Hearing = "off" | "connecting" | "live" | "quiet";

/** The stream of what happens in the workspace. Listeners get null after a gap, when anything may have changed. */
export interface Live {
	start(): void;
	stop(): void;
	hearing(): Hearing;
	onHearing(listener: () => void): () => void;
	onEvent(listener: (happened: EventJson | null) => void): () => void;
}

/** Without a word for this long (the server sends a comment now and then) the stream counts as dead. */
const SILENCE_MS = 60_000;
const LONGEST_WAIT_MS = 30_000;

/** Listens to GET /api/v1/stream by `fetch`, because EventSource cannot send a token. Reconnects with growing waits. */
export function createLive(fetchAs: (url: string, init?: RequestInit) => Promise<Response>): Live {
	let stopper: AbortController | null = null;
	let state: Hearing = "off";
	let lastId: string | null = null;
	const hearers = new Set<() => void>();
	const listeners = new Set<(happened: EventJson | null) => void>();
	const become = (next: Hearing) => {
		if (state === next) return;
		state = next;
		for (const hearer of hearers) hearer();
	};
	const tell = (happened: EventJson | null) => {
		for (const listener of listeners) listener(happened);
	};

	async function listen(signal: AbortSignal): Promise<void> {
		let failures = 0;
		let heardBefore = false;
		while (!signal.aborted) {
			const attempt = new AbortController();
			const end = () => attempt.abort();
			signal.addEventListener("abort", end);
			try {
				const headers: Record<string, string> = { accept: "text/event-stream" };
				if (lastId) headers["last-event-id"] = lastId;
				const response = await fetchAs("/api/v1/stream", { headers, signal: attempt.signal });
				if (!response.ok || !response.body) throw new Error(`the stream answered ${response.status}`);
				become("live");
				if (heardBefore || failures > 0) tell(null);
				failures = 0;
				heardBefore = true;
				await read(response.body, attempt);
			} catch {
				failures++;
			}
			signal.removeEventListener("abort", end);
			if (signal.aborted) break;
			become("quiet");
			const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** Math.min(failures, 7));
			await new Promise((resolve) => setTimeout(resolve, wait * (0.75 + Math.random() / 2)));
		}
	}

	async function read(body: ReadableStream<Uint8Array>, attempt: AbortController): Promise<void> {
		const parse = createStreamParser();
		const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
		for (;;) {
			const silence = setTimeout(() => attempt.abort(), SILENCE_MS);
			const { done, value } = await reader.read().finally(() => clearTimeout(silence));
			if (done) return;
			for (const message of parse(value)) {
				if (message.id) lastId = message.id;
				const happened = readEvent(message.data);
				// "*" stands for many of a kind: which ones is not said, so everything is looked at anew.
				if (happened) tell(happened.entityId === "*" ? null : happened);
			}
		}
	}

	return {
		start() {
			if (stopper) return;
			stopper = new AbortController();
			become("connecting");
			void listen(stopper.signal);
		},
		stop() {
			stopper?.abort();
			stopper = null;
			lastId = null;
			become("off");
		},
		hearing: () => state,
		onHearing(listener) {
			hearers.add(listener);
			return () => hearers.delete(listener);
		},
		onEvent(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}

/** An event, or null for anything else that the stream may say. */
function readEvent(data: string): EventJson | null {
	try {
		const said = JSON.parse(data) as Partial<EventJson>;
		const isEvent =
			typeof said?.type === "string" && typeof said.entity === "string" && typeof said.entityId === "string";
		return isEvent ? (said as EventJson) : null;
	} catch {
		return null;
	}
}
