import { type AudioChunk, writeAudioChunk } from "../../../core/contract/audio-chunk.ts";
import type { LiveFrame, LiveMessage } from "../../../core/contract/live-meeting.ts";
import { type LiveState, NOTHING, takeFrame } from "./live-state.ts";

/** What a page says besides its hello. */
export type LiveSaying = Without<Exclude<LiveMessage, { type: "hello" }>, "id">;
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** `lost`: it is being opened again by itself. */
export type LineStanding = "opening" | "open" | "lost" | "closed";

/** A page's line to a live meeting; comes back by itself, with what it missed. */
export interface LiveLine {
	state(): LiveState;
	standing(): LineStanding;
	/** Seconds since the meeting began; null before. */
	elapsedSec(): number | null;
	/** Resolves when it is kept, whenever the line is back; rejects with the server's words where it may not be. */
	say(saying: LiveSaying): Promise<void>;
	/** Sends audio; it is held until the server has kept it, so that none is lost with the line. */
	audio(chunk: Omit<AudioChunk, "chunk">): void;
	subscribe(listener: () => void): () => void;
	close(): void;
}

interface Waiting {
	id: number;
	saying: LiveSaying;
	done(): void;
	failed(fault: Error): void;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** Two minutes of two channels: more than a line is away for. */
const MOST_HELD = 2400;

/** Opens it. `ticket` asks the server for a new one each time; it rejects where one may not come in (any more). */
export function openLiveLine(given: {
	origin: string;
	ticket(): Promise<{ ticket: string; path: string }>;
	/** Why it is closed for good. */
	refused(fault: Error): void;
}): LiveLine {
	let state = NOTHING;
	let standing: LineStanding = "opening";
	let socket: WebSocket | null = null;
	let beganAt: number | null = null;
	let pauseMs = FIRST_PAUSE_MS;
	let nextId = 1;
	let isSlow = false;
	/** What this page said when it began to record; null while it does not. */
	let recording: LiveSaying | null = null;
	let isResuming = false;
	const waiting = new Map<number, Waiting>();
	const held = new Map<number, AudioChunk[]>();
	const lastChunk = new Map<number, number>();
	const listeners = new Set<() => void>();
	const tell = () => {
		for (const listener of listeners) listener();
	};
	const stand = (now: LineStanding) => {
		standing = now;
		tell();
	};
	const send = ({ id, saying }: Waiting) => socket?.send(JSON.stringify({ ...saying, id }));

	function take(frame: LiveFrame): void {
		if (frame.type === "ack") {
			waiting.get(frame.id)?.done();
			waiting.delete(frame.id);
		} else if (frame.type === "error") {
			const fault = new Error(frame.message);
			if (frame.id !== null) waiting.get(frame.id)?.failed(fault);
			waiting.delete(frame.id ?? -1);
		} else if (frame.type === "audio:kept") kept(frame.channel, frame.chunk);
		else if (frame.type === "audio:pressure") {
			isSlow = frame.isHigh;
			if (!isSlow) sendHeld();
		} else if (frame.type === "welcome") {
			if (frame.elapsedSec !== null) beganAt = performance.now() - frame.elapsedSec * 1000;
			for (const { channel, chunk } of frame.audio) kept(channel, chunk);
			pauseMs = FIRST_PAUSE_MS;
			state = takeFrame(state, frame);
			// What was not answered is said again; saying it twice changes nothing.
			for (const one of [...waiting.values()].sort((a, b) => a.id - b.id)) send(one);
			if (recording && state.status?.recording === "on") goOnRecording(recording);
			else sendHeld();
			stand("open");
		} else {
			state = takeFrame(state, frame);
			const elapsedSec = state.status?.elapsedSec ?? null;
			// Once: later ones would only jitter with the line.
			if (elapsedSec !== null) beganAt ??= performance.now() - elapsedSec * 1000;
			tell();
		}
	}

	function sendHeld(): void {
		for (const chunks of held.values()) for (const chunk of chunks) socket?.send(writeAudioChunk(chunk));
	}

	/** A line that is new knows of no microphone: it is told again, and then gets what was held meanwhile. */
	function goOnRecording(saying: LiveSaying): void {
		isResuming = true;
		const rest = (flush: boolean) => () => {
			isResuming = false;
			if (flush) sendHeld();
		};
		const one = { id: nextId++, saying, done: rest(true), failed: rest(false) };
		waiting.set(one.id, one);
		send(one);
	}

	function kept(channel: number, chunk: number): void {
		lastChunk.set(channel, Math.max(chunk, lastChunk.get(channel) ?? -1));
		held.set(
			channel,
			(held.get(channel) ?? []).filter((c) => c.chunk > chunk),
		);
	}

	async function open(): Promise<void> {
		let ticket: { ticket: string; path: string };
		try {
			ticket = await given.ticket();
		} catch (fault) {
			// Without a code nobody was there to refuse it.
			if (!(fault as { code?: string }).code || (fault as { code?: string }).code === "unavailable") return again();
			stand("closed");
			given.refused(fault as Error);
			return;
		}
		if (standing === "closed") return;
		const line = new WebSocket(given.origin.replace(/^http/, "ws") + ticket.path);
		socket = line;
		line.onopen = () => {
			const from = state.epoch ? { epoch: state.epoch, after: state.n } : {};
			line.send(JSON.stringify({ type: "hello", ticket: ticket.ticket, ...from }));
		};
		line.onmessage = ({ data }) => take(JSON.parse(String(data)) as LiveFrame);
		line.onclose = () => {
			if (socket !== line) return;
			socket = null;
			again();
		};
	}

	function again(): void {
		if (standing === "closed") return;
		stand("lost");
		setTimeout(() => void open(), pauseMs);
		pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
	}

	void open();
	return {
		state: () => state,
		standing: () => standing,
		elapsedSec: () => (beganAt === null ? null : (performance.now() - beganAt) / 1000),
		say: (saying) =>
			new Promise((done, failed) => {
				const one = {
					id: nextId++,
					saying,
					failed,
					done: () => {
						const isBeginning = saying.type === "meeting:start" || saying.type === "recording:start";
						if (isBeginning) beganAt ??= performance.now();
						if (saying.type === "recording:start") recording = saying;
						if (saying.type === "meeting:end") recording = null;
						done();
					},
				};
				waiting.set(one.id, one);
				if (standing === "open") send(one);
			}),
		audio(given) {
			const chunk = { ...given, chunk: (lastChunk.get(given.channel) ?? -1) + 1 };
			lastChunk.set(given.channel, chunk.chunk);
			const chunks = held.get(given.channel) ?? [];
			chunks.push(chunk);
			if (chunks.length > MOST_HELD) chunks.shift();
			held.set(given.channel, chunks);
			if (standing === "open" && !isSlow && !isResuming) socket?.send(writeAudioChunk(chunk));
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close() {
			standing = "closed";
			socket?.close();
		},
	};
}
