import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { liveSoundFile } from "./live-sound.ts";

const RATE = 16_000;
const tone = (seconds: number, value: number) => {
	const sound = Buffer.alloc(seconds * RATE * 2);
	for (let k = 0; k < sound.length; k += 2) sound.writeInt16LE(value, k);
	return sound;
};

test("stretches stand where they were said, each side in its channel, with silence where nothing was kept", async () => {
	const kept: Record<string, Buffer> = { a: tone(5, 1), b: tone(4, 2), c: tone(3, 3) };
	const storage = {
		get: async (_tenant: number, key: string) => {
			const sound = kept[key];
			return sound ? { key, bytes: sound.length, stream: Readable.from([sound]) } : null;
		},
	};
	const { bytes, pieces } = liveSoundFile(storage, 1, [
		{ channel: 0, storageKey: "a", start: 1, end: 6 },
		{ channel: 0, storageKey: "b", start: 8, end: 12 },
		{ channel: 4, storageKey: "c", start: 9.5, end: 12.5 },
		{ channel: 4, storageKey: "lost", start: 2, end: 4 },
	]);
	const file = await buffer(Readable.from(pieces));
	expect(file.length).toBe(bytes);
	expect(file.length).toBe(44 + 12.5 * RATE * 4);
	const at = (second: number, channel: number) => file.readInt16LE(44 + Math.round(second * RATE) * 4 + channel * 2);
	const told = [0.5, 1, 5.9, 6, 7.9, 8, 9.9, 10, 11.9, 12].map((second) => at(second, 0));
	expect(told).toEqual([0, 1, 1, 0, 0, 2, 2, 2, 2, 0]);
	expect([2, 3.9, 9.4, 9.5, 10, 12.4].map((second) => at(second, 1))).toEqual([0, 0, 0, 3, 3, 3]);
});
