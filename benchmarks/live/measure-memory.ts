import { setTimeout as pause } from "node:timers/promises";
import type { MeasuredServer } from "../api/server.ts";
import { addMeeting, type Caller, openLine } from "./line.ts";
import { longCall, onWire } from "./long-call.ts";

/** Turns of a meeting of 90 minutes with a lively talk: one every 2.7 s. */
const SECONDS = 5400;
const EVERY_SEC = 2.7;
const AT_ONCE = 50;

/** What an open meeting of 90 minutes costs the server process, in bytes: what it grew by over all of them. */
export async function measureMemory(
	server: MeasuredServer,
	caller: Caller,
	meetings: number,
	seconds = SECONDS,
): Promise<{ bytesEach: number; turns: number }> {
	// What the first meeting loads once is not any meeting's own.
	await fill(caller, 0, 300);
	const before = await server.memoryBytes();
	let turns = 0;
	for (let which = 0; which < meetings; which++) turns = await fill(caller, which, seconds);
	await pause(2000);
	return { bytesEach: ((await server.memoryBytes()) - before) / meetings, turns };
}

/** Fills a meeting as fast as it is taken, and leaves its page open. */
async function fill(caller: Caller, which: number, seconds: number): Promise<number> {
	const id = await addMeeting(caller, `Long ${which}`);
	const waiting = new Map<number, () => void>();
	const line = await openLine(caller, id, (frame) => {
		if (frame.type === "ack") waiting.get(frame.id)?.();
		if (frame.type === "error" && frame.id !== null) throw new Error(frame.message);
	});
	line.say({ type: "meeting:start", source: "captions" });
	const call = longCall(which, seconds, EVERY_SEC);
	for (let from = 0; from < call.length; from += AT_ONCE) {
		const kept = new Promise<void>((done) => waiting.set(from, done));
		line.say({ type: "transcript:segments", segments: call.slice(from, from + AT_ONCE).map(onWire), id: from });
		await kept;
	}
	return call.length;
}
