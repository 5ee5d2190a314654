import { buffer } from "node:stream/consumers";
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
/** The samples of every channel, read as from a storage; null where the file is none that we can read. */
async function samplesOf(file: Buffer): Promise<number[][] | null> {
	const read = async (from: number, until: number) => {
		if (from < 0 || until > file.length || from >= until) throw new RangeError(`not there: ${from} to ${until}`);
		return file.subarray(from, until);
	};
	const channels = await wavChannels({ bytes: file.length, read });
	const pieces = channels?.map((channel) => buffer(channel));
	if (!pieces) return null;
	return (await Promise.all(pieces)).map((pcm) =>
		Array.from({ length: pcm.length / 2 }, (_, k) => pcm.readInt16LE(k * 2)),
	);
}
const words = (...values: number[]) => Buffer.from(Int16Array.from(values).buffer);

test("each side of a call comes alone", async () => {
	expect(await samplesOf(wav(1, 2, 16_000, 16, words(1, -1, 2, -2, 3, -3)))).toEqual([
		[1, 2, 3],
		[-1, -2, -3],
	]);
});

test("other rates and depths are made to fit", async () => {
	expect(await samplesOf(wav(1, 1, 8000, 16, words(0, 100, 200)))).toEqual([[0, 50, 100, 150, 200, 200]]);
	expect(await samplesOf(wav(1, 1, 48_000, 16, words(0, 1, 2, 3, 4, 5)))).toEqual([[0, 3]]);
	expect(await samplesOf(wav(1, 1, 16_000, 8, Buffer.from([128, 255, 0])))).toEqual([[0, 32_512, -32_768]]);
	const floats = Buffer.from(Float32Array.of(0, 1, -2).buffer);
	expect(await samplesOf(wav(3, 1, 16_000, 32, floats))).toEqual([[0, 32_767, -32_768]]);
});

test("a long one is read in pieces that meet without a seam", async () => {
	const frames = 44_100 * 25;
	const line = Buffer.from(Int16Array.from({ length: frames }, (_, k) => k % 30_000).buffer);
	const [samples] = (await samplesOf(wav(1, 1, 44_100, 16, line))) ?? [];
	expect(samples).toHaveLength(16_000 * 25);
	const wrong = samples?.filter((value, k) => {
		const place = (k * 44_100) / 16_000;
		// Where the line begins again it lies between its end and its beginning.
		if (Math.floor(place) % 30_000 === 29_999) return false;
		return Math.abs(value - (place % 30_000)) > 0.51;
	});
	expect(wrong).toEqual([]);
});

test("what is no WAV file, or one of a kind we cannot read, is none", async () => {
	expect(await samplesOf(Buffer.from("ID3 something else entirely"))).toBeNull();
	expect(await samplesOf(wav(85, 1, 16_000, 0, Buffer.alloc(8)))).toBeNull();
	expect(await samplesOf(Buffer.from("RIFF____WAVE"))).toBeNull();
});
