import { setTimeout as pause } from "node:timers/promises";
import type { Segment } from "../../core/coaching/segment.ts";
import { quantile } from "../../core/stats/quantile.ts";
import type { MeasuredServer } from "../api/server.ts";
import { addMeeting, type Caller, openLine } from "./line.ts";
import { longCall, onWire } from "./long-call.ts";

/** What so many live meetings came to. Times in ms from a segment's being sent to its page's having what it caused. */
export interface TipTimes {
	meetings: number;
	/** So many seconds of meeting a second. */
	speed: number;
	finals: number;
	finalsPerSecond: number;
	tips: number;
	words: Record<"p50" | "p99", number>;
	tip: Record<"p50" | "p99", number>;
	/** Segments that did not come back. */
	lost: number;
	/** Of one core, by the server process. */
	busy: number;
}

/** Replays meetings at once, each with a page of its own, interims and finals at the pace of speech times `speed`. */
export async function measureTips(
	server: MeasuredServer,
	caller: Caller,
	{ meetings, seconds, speed }: { meetings: number; seconds: number; speed: number },
): Promise<TipTimes> {
	const wordTimes: number[] = [];
	const tipTimes: number[] = [];
	const sentAt = new Map<string, number>();
	const lines = await Promise.all(
		Array.from({ length: meetings }, async (_, which) => {
			const id = await addMeeting(caller, `Load ${meetings}/${which}`);
			return openLine(caller, id, (frame, at) => {
				if (frame.type !== "frame" || frame.n === null) return;
				let newest = 0;
				for (const event of frame.events) {
					if (event.type !== "transcription:final") continue;
					const sent = sentAt.get(event.segment.segmentId);
					if (sent === undefined) continue;
					sentAt.delete(event.segment.segmentId);
					newest = Math.max(newest, sent);
					wordTimes.push(at - sent);
				}
				// What a segment causes is told in the frame that tells the segment.
				for (const event of frame.events) if (event.type === "coaching:tip" && newest > 0) tipTimes.push(at - newest);
			});
		}),
	);
	for (const line of lines) line.say({ type: "meeting:start", source: "captions" });
	await pause(500);
	const before = await server.processorMs();
	const began = performance.now();
	await Promise.all(
		lines.map(async (line, which) => {
			// Meetings do not begin at one moment.
			await pause((1000 * which) / meetings);
			const call = longCall(which, seconds * speed);
			const start = performance.now();
			for (const { at, segment } of inTime(call)) {
				const wait = start + (1000 * at) / speed - performance.now();
				if (wait > 1) await pause(wait);
				if (segment.final) sentAt.set(segment.segmentId, performance.now());
				line.say({ type: "transcript:segments", segments: [onWire(segment)] });
			}
		}),
	);
	const took = (performance.now() - began) / 1000;
	for (let k = 0; k < 300 && sentAt.size > 0; k++) await pause(100);
	const busy = (await server.processorMs()) - before;
	for (const line of lines) line.cut();
	const at = (times: number[], q: number) => quantile(times, q) ?? Number.NaN;
	return {
		...{ meetings, speed, finals: wordTimes.length, finalsPerSecond: wordTimes.length / took, tips: tipTimes.length },
		words: { p50: at(wordTimes, 0.5), p99: at(wordTimes, 0.99) },
		tip: { p50: at(tipTimes, 0.5), p99: at(tipTimes, 0.99) },
		...{ lost: sentAt.size, busy: busy / 1000 / took },
	};
}

/** What a recogniser would tell, in order: two interims of each segment while it is said, and the final after it. */
function inTime(call: readonly Segment[]): { at: number; segment: Segment }[] {
	return call
		.flatMap((segment) => [
			...[1 / 3, 2 / 3].map((share, rev) => ({
				at: segment.start + (segment.end - segment.start) * share,
				segment: { ...interim(segment, share), rev },
			})),
			{ at: segment.end, segment },
		])
		.sort((a, b) => a.at - b.at);
}

function interim({ words, ...segment }: Segment, share: number): Segment {
	const text = segment.text.slice(0, Math.max(1, Math.round(segment.text.length * share)));
	return { ...segment, text, end: segment.start + (segment.end - segment.start) * share, final: false };
}
