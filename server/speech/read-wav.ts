import { fromMuLaw } from "../meetings/mu-law.ts";
import { SAMPLE_RATE } from "./speech-to-text.ts";

const PCM = 1;
const FLOAT = 3;
const MU_LAW = 7;
const EXTENSIBLE = 0xfffe;
/** Two sides of a call; further channels are effects and copies. */
const MOST_CHANNELS = 2;

interface WavFormat {
	kind: number;
	channels: number;
	rate: number;
	bits: number;
}

/** The channels of a WAV file (at most two), each as speech providers take it; null where it is none that we can read. */
export function wavChannels(file: Buffer): Buffer[] | null {
	if (file.length < 12 || file.toString("latin1", 0, 4) !== "RIFF" || file.toString("latin1", 8, 12) !== "WAVE")
		return null;
	let format: WavFormat | null = null;
	for (let at = 12; at + 8 <= file.length; ) {
		const name = file.toString("latin1", at, at + 4);
		// A file that was cut off, or written as a stream, says more than there is.
		const size = Math.min(file.readUInt32LE(at + 4), file.length - at - 8);
		if (name === "fmt " && size >= 16) format = readFormat(file.subarray(at + 8, at + 8 + size));
		if (name === "data") return format && partChannels(file.subarray(at + 8, at + 8 + size), format);
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

function partChannels(data: Buffer, { kind, channels, rate, bits }: WavFormat): Buffer[] | null {
	const sample = sampleReader(kind, bits);
	if (!sample || channels < 1 || rate < 4000 || rate > 192_000) return null;
	const width = bits / 8;
	const frames = Math.floor(data.length / (width * channels));
	const length = Math.floor((frames * SAMPLE_RATE) / rate);
	return Array.from({ length: Math.min(channels, MOST_CHANNELS) }, (_, channel) => {
		const out = Buffer.alloc(length * 2);
		const read = (frame: number) => sample(data, (Math.min(frame, frames - 1) * channels + channel) * width);
		for (let k = 0; k < length; k++) {
			// Between two samples by a straight line, as live sound is made to fit.
			const place = (k * rate) / SAMPLE_RATE;
			const frame = Math.floor(place);
			const first = read(frame);
			const value = place === frame ? first : first + (read(frame + 1) - first) * (place - frame);
			out.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(value))), k * 2);
		}
		return out;
	});
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
