import { setTimeout as pause } from "node:timers/promises";
import { quantile } from "../../core/stats/quantile.ts";
import { addMeeting, type Caller, openLine } from "./line.ts";

const CHUNK_SEC = 0.1;
const CHUNK_BYTES = 3200;

/** What we add between a word's being in a chunk and its being on the page, in ms, the provider's own delay taken out. */
export interface AudioDelay {
	words: number;
	p50: number;
	p95: number;
}

/**
 * Speaks a recording into a meeting at the pace of speech. A turn's words are in what was sent `turnEndSec` after its last;
 * the provider then tells them after `delayMs`. What is over that is ours: to the provider and back, kept, coached, shown.
 */
export async function measureAudio(
	caller: Caller,
	{ ends, seconds, delayMs }: { ends: ReadonlyMap<string, number>; seconds: number; delayMs: number },
): Promise<AudioDelay> {
	const id = await addMeeting(caller, "Spoken");
	const delays: number[] = [];
	const sentAt: number[] = [];
	const line = await openLine(caller, id, (frame, at) => {
		if (frame.type !== "frame") return;
		for (const event of frame.events) {
			if (event.type !== "transcription:final") continue;
			const end = ends.get(event.segment.text);
			const sent = end === undefined ? undefined : sentAt[Math.ceil(end / CHUNK_SEC) - 1];
			if (sent !== undefined) delays.push(at - sent - delayMs);
		}
	});
	line.say({ type: "consent:record", answer: "given", how: "said" });
	line.say({
		type: "recording:start",
		sourceId: crypto.randomUUID(),
		channels: [{ channel: 0, role: "rep" }],
	});
	await pause(500);
	// What sounds in it does not matter: the provider knows the words.
	const pcm = new Uint8Array(CHUNK_BYTES);
	const began = performance.now();
	for (let chunk = 0; chunk < Math.floor(seconds / CHUNK_SEC); chunk++) {
		const wait = began + chunk * CHUNK_SEC * 1000 - performance.now();
		if (wait > 1) await pause(wait);
		sentAt.push(performance.now());
		line.audio({
			channel: 0,
			chunk,
			startSec: chunk * CHUNK_SEC,
			pcm,
		});
	}
	for (let k = 0; k < 30 && delays.length < ends.size; k++) await pause(100);
	line.cut();
	const at = (q: number) => quantile(delays, q) ?? Number.NaN;
	return { words: delays.length, p50: at(0.5), p95: at(0.95) };
}
