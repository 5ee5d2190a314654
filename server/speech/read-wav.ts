import { fromMuLaw } from "../meetings/mu-law.ts";
import { SAMPLE_RATE } from "./speech-to-text.ts";

const PCM = 1;
const FLOAT = 3;
const MU_LAW = 7;
const EXTENSIBLE = 0xfffe;
/** Two sides of a call; further channels are effects and copies. */
const MOST_CHANNELS = 2;
/** Samples of a piece: ten seconds, some milliseconds of work. */
const PIECE = 10 * SAMPLE_RATE;

interface WavFormat {
	kind: number;
	channels: number;
	rate: number;
	bits: number;
}

/** A file of which any part can be read alone: the bytes from one on to before another, all of them there. */
export interface WavFile {
	bytes: number;
	read(from: number, until: number): Promise<Buffer>;
}

/**
 * The channels of a WAV file (at most two), each in pieces as speech providers take it, made as they are asked for: a file of
 * an hour is never held whole. Null where it is none that we can read.
 */
export async function wavChannels(file: WavFile): Promise<AsyncIterable<Buffer>[] | null> {
	if (file.bytes < 12) return null;
	const head = await file.read(0, 12);
	if (head.toString("latin1", 0, 4) !== "RIFF" || head.toString("latin1", 8, 12) !== "WAVE") return null;
	let format: WavFormat | null = null;
	for (let at = 12; at + 8 <= file.bytes; ) {
		const chunk = await file.read(at, at + 8);
		const name = chunk.toString("latin1", 0, 4);
		// A file that was cut off, or written as a stream, says more than there is.
		const size = Math.min(chunk.readUInt32LE(4), file.bytes - at - 8);
		if (name === "fmt " && size >= 16) format = readFormat(await file.read(at + 8, at + 8 + Math.min(size, 40)));
		if (name === "data") return format && partChannels(file, { at: at + 8, size }, format);
		at += 8 + size + (size % 2);
	}
	return null;
}

function readFormat(chunk: Buffer): WavFormat {
	const kind = chunk.readUInt16LE(0);
	return {
		kind: kind === EXTENSIBLE && chunk.length >= 26 ? chunk.readUInt16LE(24) : kind,
		channels: chunk.readUInt16LE(2),
		rate: chunk.readUInt32LE(4),
		bits: chunk.readUInt16LE(14),
	};
}

function partChannels(
	file: WavFile,
	data: { at: number; size: number },
	{ kind, channels, rate, bits }: WavFormat,
): AsyncIterable<Buffer>[] | null {
	const sample = sampleReader(kind, bits);
	if (!sample || channels < 1 || rate < 4000 || rate > 192_000) return null;
	const width = bits / 8;
	const frameBytes = width * channels;
	const frames = Math.floor(data.size / frameBytes);
	const length = Math.floor((frames * SAMPLE_RATE) / rate);
	return Array.from({ length: Math.min(channels, MOST_CHANNELS) }, (_, channel) => pieces(sample, channel));

	async function* pieces(sampleAt: NonNullable<typeof sample>, channel: number): AsyncGenerator<Buffer> {
		for (let begin = 0; begin < length; begin += PIECE) {
			const end = Math.min(length, begin + PIECE);
			const first = Math.floor((begin * rate) / SAMPLE_RATE);
			const last = Math.min(frames - 1, Math.floor(((end - 1) * rate) / SAMPLE_RATE) + 1);
			const held = await file.read(data.at + first * frameBytes, data.at + (last + 1) * frameBytes);
			const read = (frame: number) => sampleAt(held, (Math.min(frame, last) - first) * frameBytes + channel * width);
			const out = Buffer.alloc((end - begin) * 2);
			for (let k = begin; k < end; k++) {
				// Between two samples by a straight line, as live sound is made to fit.
				const place = (k * rate) / SAMPLE_RATE;
				const frame = Math.floor(place);
				const value = place === frame ? read(frame) : read(frame) + (read(frame + 1) - read(frame)) * (place - frame);
				out.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(value))), (k - begin) * 2);
			}
			yield out;
		}
	}
}

/** Reads one sample as one of 16 bits; null for a kind that we cannot read. */
function sampleReader(kind: number, bits: number): ((data: Buffer, at: number) => number) | null {
	if (kind === MU_LAW && bits === 8) return (data, at) => fromMuLaw(data[at] ?? 0xff);
	if (kind === FLOAT && bits === 32) return (data, at) => data.readFloatLE(at) * 32_767;
	if (kind !== PCM) return null;
	if (bits === 8) return (data, at) => ((data[at] ?? 128) - 128) * 256;
	if (bits === 16) return (data, at) => data.readInt16LE(at);
	if (bits === 24) return (data, at) => data.readIntLE(at, 3) / 256;
	if (bits === 32) return (data, at) => data.readInt32LE(at) / 65_536;
	return null;
}
