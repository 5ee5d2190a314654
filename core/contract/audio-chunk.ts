/** Audio of one channel: 16-bit little-endian PCM at 16 kHz. */
export interface AudioChunk {
	channel: number;
	/** Counts up by one within a channel. */
	chunk: number;
	/** Of its first sample, seconds from the start of the meeting. */
	startSec: number;
	pcm: Uint8Array;
}

const HEADER = 14;
const AUDIO = 1;
/** A second of audio and a half. */
const MOST_PCM = 48_000;

/** `audio:chunk` as it goes over the line: kind, channel, number, start, samples; little-endian. */
export function writeAudioChunk({ channel, chunk, startSec, pcm }: AudioChunk): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(HEADER + pcm.length);
	const header = new DataView(bytes.buffer);
	header.setUint8(0, AUDIO);
	header.setUint8(1, channel);
	header.setUint32(2, chunk, true);
	header.setFloat64(6, startSec, true);
	bytes.set(pcm, HEADER);
	return bytes;
}

/** The chunk in a binary message; null for anything else, or one too long to be a chunk. */
export function readAudioChunk(bytes: Uint8Array): AudioChunk | null {
	if (bytes.length <= HEADER || bytes.length > HEADER + MOST_PCM || bytes.length % 2 === 1) return null;
	const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	const [channel, chunk, startSec] = [header.getUint8(1), header.getUint32(2, true), header.getFloat64(6, true)];
	if (header.getUint8(0) !== AUDIO || channel > 1 || !(startSec >= 0 && startSec < 604_800)) return null;
	return { channel, chunk, startSec, pcm: bytes.subarray(HEADER) };
}
