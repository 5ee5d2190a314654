import type { Segment } from "../../core/coaching/segment.ts";
import type { LiveSession } from "./live-session.ts";

/** Words a step: as live words come. */
const STEP_WORDS = 3;
const TAIL_SEC = 2;

/**
 * Says a script in a live meeting as if people spoke, from wherever the meeting's clock is: what is past is said at once,
 * and saying it twice changes nothing. `ended` is called after its last word, `failed` where words could not be kept: then
 * it says no more. Call the answer to stop.
 */
export function playScript(
	session: LiveSession,
	segments: readonly Segment[],
	ended: () => void,
	failed: (fault: unknown) => void,
): () => void {
	let timer: NodeJS.Timeout | undefined;
	let isStopped = false;
	const cues = segments.flatMap((segment): { at: number; segment: Segment }[] => [
		...interims(segment).map((interim) => ({ at: interim.end, segment: interim })),
		{ at: segment.end, segment },
	]);
	let next = 0;

	async function turn(): Promise<void> {
		if (isStopped) return;
		const elapsed = session.elapsedSec() ?? 0;
		const due = cues.slice(next).filter(({ at }) => at <= elapsed);
		next += due.length;
		const finals = due.filter(({ segment }) => segment.final).map(({ segment }) => segment);
		const last = due.at(-1)?.segment;
		if (finals.length > 0) await session.write(finals.map((segment) => ({ type: "segment", segment })));
		if (last && !last.final) session.interim(last);
		const cue = cues[next];
		const end = (segments.at(-1)?.end ?? 0) + TAIL_SEC;
		if (!cue && elapsed >= end) return ended();
		timer = setTimeout(() => turn().catch(failed), Math.max(20, ((cue?.at ?? end) - elapsed) * 1000));
	}
	turn().catch(failed);
	return () => {
		isStopped = true;
		clearTimeout(timer);
	};
}

function interims(segment: Segment): Segment[] {
	const words = segment.words ?? [];
	const found: Segment[] = [];
	for (let n = STEP_WORDS; n < words.length; n += STEP_WORDS) {
		const said = words.slice(0, n);
		const text = said.map(([word]) => word).join(segment.lang === "ja" ? "" : " ");
		found.push({
			...segment,
			rev: found.length + 1,
			words: said,
			text,
			end: said.at(-1)?.[2] ?? segment.end,
			final: false,
		});
	}
	return found;
}
