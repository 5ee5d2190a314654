import { buffer } from "node:stream/consumers";
import type { AudioPart } from "../db/live-audio.ts";
import { SAMPLE_RATE } from "../speech/speech-to-text.ts";
import type { Storage } from "../storage/storage.ts";

const HEADER = 44;
const SAMPLE = 2;
/** So much is put together at a time. */
const WINDOW_SEC = 10;

/** A sound file of a size known before it is read. */
export interface SoundFile {
	bytes: number;
	/** The file in pieces, made as they are asked for. */
	pieces: AsyncGenerator<Buffer>;
}

/**
 * The sound of a live meeting as one WAV file, put together from its kept stretches: a channel each, on the meeting's own
 * clock, silence where nothing was kept. A stretch that storage no longer has is silence.
 */
export function liveSoundFile(
	storage: Pick<Storage, "get">,
	tenantId: number,
	parts: readonly Pick<AudioPart, "channel" | "storageKey" | "start" | "end">[],
): SoundFile {
	const channels = [...new Set(parts.map(({ channel }) => channel))].sort((a, b) => a - b);
	const stride = channels.length * SAMPLE;
	const frames = Math.round(Math.max(0, ...parts.map(({ end }) => end)) * SAMPLE_RATE);
	return { bytes: HEADER + frames * stride, pieces: pieces() };

	async function* pieces() {
		yield header(channels.length, frames * stride);
		let held = new Map<string, Buffer>();
		for (let from = 0; from < frames; from += WINDOW_SEC * SAMPLE_RATE) {
			const until = Math.min(frames, from + WINDOW_SEC * SAMPLE_RATE);
			const window = Buffer.alloc((until - from) * stride);
			const inside = parts.filter(({ start, end }) => start * SAMPLE_RATE < until && end * SAMPLE_RATE > from);
			const read = new Map<string, Buffer>();
			for (const { channel, storageKey, start } of inside) {
				const sound = held.get(storageKey) ?? (await soundOf(storageKey));
				read.set(storageKey, sound);
				mix(window, sound, Math.round(start * SAMPLE_RATE) - from, channels.indexOf(channel) * SAMPLE, stride);
			}
			held = read;
			yield window;
		}
	}

	async function soundOf(storageKey: string): Promise<Buffer> {
		const object = await storage.get(tenantId, storageKey);
		return object ? buffer(object.stream) : Buffer.alloc(0);
	}
}

/** Puts samples into a window from a frame on, which may lie before it, at a channel's place in each frame. */
function mix(window: Buffer, sound: Buffer, at: number, place: number, stride: number): void {
	const first = Math.max(0, -at);
	const last = Math.min(sound.length / SAMPLE, window.length / stride - at);
	for (let k = first; k < last; k++) window.writeInt16LE(sound.readInt16LE(k * SAMPLE), (at + k) * stride + place);
}

/** The head of a WAV file of 16-bit PCM, as RIFF has it. */
function header(channels: number, bytes: number): Buffer {
	const head = Buffer.alloc(HEADER);
	head.write("RIFF", 0);
	head.writeUInt32LE(HEADER - 8 + bytes, 4);
	head.write("WAVEfmt ", 8);
	head.writeUInt32LE(16, 16);
	head.writeUInt16LE(1, 20);
	head.writeUInt16LE(channels, 22);
	head.writeUInt32LE(SAMPLE_RATE, 24);
	head.writeUInt32LE(SAMPLE_RATE * channels * SAMPLE, 28);
	head.writeUInt16LE(channels * SAMPLE, 32);
	head.writeUInt16LE(SAMPLE * 8, 34);
	head.write("data", 36);
	head.writeUInt32LE(bytes, 40);
	return head;
}
