import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { liveSoundFile } from "./live-sound.ts";
import { muLaw } from "./mu-law.ts";

const RATE = 16_000;
const HEAD = 58;
const tone = (seconds: number, value: number) => {
	const sound = Buffer.alloc(seconds * RATE * 2);
	for (let k = 0; k < sound.length; k += 2) sound.writeInt16LE(value, k);
	return sound;
};
const KEPT: Record<string, Buffer> = { a: tone(5, 1000), b: tone(4, 2000), c: tone(3, 3000) };
const PARTS = [
	{ channel: 0, storageKey: "a", start: 1, end: 6 },
	{ channel: 0, storageKey: "b", start: 8, end: 12 },
	{ channel: 4, storageKey: "c", start: 9.5, end: 12.5 },
	{ channel: 4, storageKey: "lost", start: 2, end: 4 },
];

function opened() {
	const fetched: string[] = [];
	const storage = {
		get: async (_tenant: number, key: string) => {
			fetched.push(key);
			const sound = KEPT[key];
			return sound ? { key, bytes: sound.length, stream: Readable.from([sound]) } : null;
		},
	};
	return { ...liveSoundFile(storage, 1, PARTS), fetched };
}

test("stretches stand where they were said, each side in its channel, with silence where nothing was kept", async () => {
	const { bytes, read } = opened();
	const file = await buffer(Readable.from(read(0, bytes)));
	expect(file.length).toBe(bytes);
	expect(file.length).toBe(HEAD + 12.5 * RATE * 2);
	const at = (second: number, channel: number) => file[HEAD + Math.round(second * RATE) * 2 + channel];
	const [none, a, b, c] = [0, 1000, 2000, 3000].map(muLaw);
	const told = [0.5, 1, 5.9, 6, 7.9, 8, 9.9, 10, 11.9, 12].map((second) => at(second, 0));
	expect(told).toEqual([none, a, a, none, none, b, b, b, b, none]);
	expect([2, 3.9, 9.4, 9.5, 10, 12.4].map((second) => at(second, 1))).toEqual([none, none, none, c, c, c]);
});

test("any part of it is what the whole has there, and fetches no other stretches", async () => {
	const whole = opened();
	const file = await buffer(Readable.from(whole.read(0, whole.bytes)));
	const { bytes, read, fetched } = opened();
	const from = HEAD + 11 * RATE * 2 + 1;
	expect((await buffer(Readable.from(read(from, from + 999)))).equals(file.subarray(from, from + 999))).toBe(true);
	expect(fetched).toEqual(["b", "c"]);
	for (const [first, until] of [
		[0, 10],
		[50, 70],
		[HEAD - 1, bytes],
		[bytes - 1, bytes],
		[10 * RATE * 2 - 3, 30 * RATE],
	] as const)
		expect((await buffer(Readable.from(read(first, until)))).equals(file.subarray(first, until))).toBe(true);
});
