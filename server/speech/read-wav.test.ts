import { expect, test } from "vitest";
import { wavChannels } from "./read-wav.ts";

/** A WAV file with a chunk before its sound, as recorders write one. */
function wav(kind: number, channels: number, rate: number, bits: number, data: Buffer): Buffer {
	const format = Buffer.alloc(16);
	format.writeUInt16LE(kind, 0);
	format.writeUInt16LE(channels, 2);
	format.writeUInt32LE(rate, 4);
	format.writeUInt16LE(bits, 14);
	const chunk = (name: string, body: Buffer) => {
		const head = Buffer.alloc(8);
		head.write(name, 0);
		head.writeUInt32LE(body.length, 4);
		return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
	};
	const body = Buffer.concat([
		Buffer.from("WAVE"),
		chunk("LIST", Buffer.from("abc")),
		chunk("fmt ", format),
		chunk("data", data),
	]);
	return Buffer.concat([Buffer.from("RIFF"), Buffer.alloc(4), body]);
}
const samplesOf = (pcm: Buffer | undefined) =>
	pcm ? Array.from({ length: pcm.length / 2 }, (_, k) => pcm.readInt16LE(k * 2)) : null;
const words = (...values: number[]) => Buffer.from(Int16Array.from(values).buffer);

test("each side of a call comes alone", () => {
	const sides = wavChannels(wav(1, 2, 16_000, 16, words(1, -1, 2, -2, 3, -3)));
	expect(sides?.map(samplesOf)).toEqual([
		[1, 2, 3],
		[-1, -2, -3],
	]);
});

test("other rates and depths are made to fit", () => {
	expect(samplesOf(wavChannels(wav(1, 1, 8000, 16, words(0, 100, 200)))?.[0])).toEqual([0, 50, 100, 150, 200, 200]);
	expect(samplesOf(wavChannels(wav(1, 1, 48_000, 16, words(0, 1, 2, 3, 4, 5)))?.[0])).toEqual([0, 3]);
	expect(samplesOf(wavChannels(wav(1, 1, 16_000, 8, Buffer.from([128, 255, 0])))?.[0])).toEqual([0, 32_512, -32_768]);
	expect(samplesOf(wavChannels(wav(3, 1, 16_000, 32, Buffer.from(Float32Array.of(0, 1, -2).buffer)))?.[0])).toEqual([
		0, 32_767, -32_768,
	]);
});

test("what is no WAV file, or one of a kind we cannot read, is none", () => {
	expect(wavChannels(Buffer.from("ID3 something else entirely"))).toBeNull();
	expect(wavChannels(wav(85, 1, 16_000, 0, Buffer.alloc(8)))).toBeNull();
	expect(wavChannels(Buffer.from("RIFF____WAVE"))).toBeNull();
});
