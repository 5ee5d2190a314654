import { setTimeout as pause } from "node:timers/promises";
import { seededRandom } from "../../core/stats/random.ts";
import { addMeeting, type Caller, openLine } from "./line.ts";
import { longCall, onWire } from "./long-call.ts";

/** What a page that was cut so often heard. */
export interface Reconnects {
	times: number;
	sent: number;
	/** Heard once; not at all; more than once. */
	once: number;
	missed: number;
	again: number;
	/** Times it was told everything anew instead of what it had missed. */
	resets: number;
}

/** One page sends a call's segments, another is cut so often and comes back: it must hear each final exactly once. */
export async function measureReconnects(caller: Caller, times: number): Promise<Reconnects> {
	const id = await addMeeting(caller, "Cut lines");
	const heard = new Map<string, number>();
	let resets = 0;
	const open = (from?: { epoch: string; n: number }) =>
		openLine(
			caller,
			id,
			(frame) => {
				if (frame.type !== "frame") return;
				if (frame.reset) {
					// Everything begins anew: what was heard before is not shown any more.
					heard.clear();
					resets++;
				}
				for (const event of frame.events)
					if (event.type === "transcription:final")
						heard.set(event.segment.segmentId, (heard.get(event.segment.segmentId) ?? 0) + 1);
			},
			from,
		);
	const sender = await openLine(caller, id, () => {});
	sender.say({ type: "meeting:start", source: "captions" });
	let page = await open();
	const random = seededRandom(7);
	const call = longCall(0, 600);
	const cutBefore = new Set<number>();
	while (cutBefore.size < times) cutBefore.add(1 + Math.floor(random() * (call.length - 1)));
	for (const [k, segment] of call.entries()) {
		if (cutBefore.has(k)) {
			const at = page.at();
			page.cut();
			page = await open(at);
		}
		sender.say({ type: "transcript:segments", segments: [onWire(segment)] });
		await pause(random() * 20);
	}
	for (let k = 0; k < 600 && heard.size < call.length; k++) await pause(100);
	sender.cut();
	page.cut();
	const counts = call.map(({ segmentId }) => heard.get(segmentId) ?? 0);
	return {
		...{ times, sent: call.length, resets: resets - 1 },
		once: counts.filter((n) => n === 1).length,
		missed: counts.filter((n) => n === 0).length,
		again: counts.filter((n) => n > 1).length,
	};
}
