import { buffer } from "node:stream/consumers";
import type { AudioPart } from "../db/live-audio.ts";
import { SAMPLE_RATE } from "../speech/speech-to-text.ts";
import type { Storage } from "../storage/storage.ts";
import { MU_LAW_SILENCE, muLaw } from "./mu-law.ts";

const SAMPLE = 2;
/** So much is put together at a time. */
const WINDOW_SEC = 10;
const MU_LAW = 7;

/** A sound file of a size known before it is read, and of which any part can be read alone. */
export interface SoundFile {
	bytes: number;
	/** The bytes from one on to before another, in pieces, made as they are asked for. */
	read(from: number, until: number): AsyncGenerator<Buffer>;
}

/**
 * The sound of a live meeting as one WAV file of µ-law, put together from its kept stretches: a channel each, on the
 * meeting's own clock, silence where nothing was kept. A stretch that storage no longer has is silence. Only the
 * stretches that a part of it needs are fetched.
 */
export function liveSoundFile(
	storage: Pick<Storage, "get">,
	tenantId: number,
	parts: readonly Pick<AudioPart, "channel" | "storageKey" | "start" | "end">[],
): SoundFile {
	const channels = [...new Set(parts.map(({ channel }) => channel))].sort((a, b) => a - b);
	const frames = Math.round(Math.max(0, ...parts.map(({ end }) => end)) * SAMPLE_RATE);
	const head = header(channels.length, frames);
	const bytes = head.length + frames * channels.length;
	return { bytes, read };

	async function* read(from: number, until: number) {
		if (from < head.length) yield head.subarray(from, until);
		const firstFrame = Math.floor(Math.max(0, from - head.length) / channels.length);
		let held = new Map<string, Buffer>();
		for (let at = firstFrame; at < frames; at += WINDOW_SEC * SAMPLE_RATE) {
			const begins = head.length + at * channels.length;
			if (begins >= until) return;
			const last = Math.min(frames, at + WINDOW_SEC * SAMPLE_RATE);
			const window = Buffer.alloc((last - at) * channels.length, MU_LAW_SILENCE);
			const fetched = new Map<string, Buffer>();
			for (const { channel, storageKey, start, end } of parts) {
				if (start * SAMPLE_RATE >= last || end * SAMPLE_RATE <= at) continue;
				const sound = held.get(storageKey) ?? (await soundOf(storageKey));
				fetched.set(storageKey, sound);
				lay(sound, window, Math.round(start * SAMPLE_RATE) - at, channels.indexOf(channel), channels.length);
			}
			held = fetched;
			yield window.subarray(Math.max(0, from - begins), until - begins);
		}
	}

	async function soundOf(storageKey: string): Promise<Buffer> {
		const object = await storage.get(tenantId, storageKey);
		return object ? buffer(object.stream) : Buffer.alloc(0);
	}
}

/** Puts samples into a window from a frame on, which may lie before it, at a channel's place in each frame. */
function lay(sound: Buffer, window: Buffer, at: number, place: number, channels: number): void {
	const first = Math.max(0, -at);
	const last = Math.min(Math.floor(sound.length / SAMPLE), window.length / channels - at);
	for (let k = first; k < last; k++) window[(at + k) * channels + place] = muLaw(sound.readInt16LE(k * SAMPLE));
}

/** The head of a WAV file that is not plain PCM: format, number of frames, data. */
function header(channels: number, frames: number): Buffer {
	const head = Buffer.alloc(58);
	head.write("RIFF", 0);
	head.writeUInt32LE(head.length - 8 + frames * channels, 4);
	head.write("WAVEfmt ", 8);
	head.writeUInt32LE(18, 16);
	head.writeUInt16LE(MU_LAW, 20);
	head.writeUInt16LE(channels, 22);
	head.writeUInt32LE(SAMPLE_RATE, 24);
	head.writeUInt32LE(SAMPLE_RATE * channels, 28);
	head.writeUInt16LE(channels, 32);
	head.writeUInt16LE(8, 34);
	head.write("fact", 38);
	head.writeUInt32LE(4, 42);
	head.writeUInt32LE(frames, 46);
	head.write("data", 50);
	head.writeUInt32LE(frames * channels, 54);
	return head;
}
