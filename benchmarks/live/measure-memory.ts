import { COACH_LANGUAGES } from "../../core/coaching/languages.ts";
import type { MeasuredServer } from "../api/server.ts";
import { addMeeting, type Caller, openLine } from "./line.ts";
import { longCall, onWire } from "./long-call.ts";

/** Turns of a meeting of 90 minutes with a lively talk: one every 2.7 s. */
const SECONDS = 5400;
const EVERY_SEC = 2.7;
const AT_ONCE = 50;

/** What an open meeting costs the server process, in bytes, once its collector has run. */
export interface MeetingMemory {
	meetings: number;
	turns: number;
	/** On its heap: each, and the dearest of the groups they were opened in. */
	heapEach: number;
	heapMost: number;
	/** Of the machine's memory. The process keeps room that it may use again, so this says less of a meeting. */
	residentEach: number;
}

/** Opens meetings of 90 minutes in groups and leaves them open. */
export async function measureMemory(
	server: MeasuredServer,
	caller: Caller,
	{ groups, each, seconds = SECONDS }: { groups: number; each: number; seconds?: number | undefined },
): Promise<MeetingMemory> {
	// What the first meeting loads once, in every language, is not any meeting's own.
	for (let which = 0; which < COACH_LANGUAGES.length; which++) await fill(caller, which, 60);
	const before = await server.memory();
	let turns = 0;
	let heapMost = 0;
	let last = before;
	for (let group = 0; group < groups; group++) {
		for (let which = 0; which < each; which++) turns = await fill(caller, group * each + which, seconds);
		const now = await server.memory();
		heapMost = Math.max(heapMost, (now.heap - last.heap) / each);
		last = now;
	}
	const meetings = groups * each;
	return {
		...{ meetings, turns, heapMost, heapEach: (last.heap - before.heap) / meetings },
		residentEach: (last.resident - before.resident) / meetings,
	};
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
