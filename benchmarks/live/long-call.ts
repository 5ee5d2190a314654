import { COACH_LANGUAGES } from "../../core/coaching/languages.ts";
import type { Segment } from "../../core/coaching/segment.ts";
import { sampleCall } from "../../core/demo/sample-calls.ts";

/**
 * A call of so many seconds: the sample call of a language over and over, every time with words of its own, so that no
 * two rounds are one. `everySec`: a turn begins so often on average; by default as often as it is in the sample.
 */
export function longCall(which: number, seconds: number, everySec: number | null = null): Segment[] {
	const lang = COACH_LANGUAGES[which % COACH_LANGUAGES.length] ?? "en";
	const { segments } = sampleCall(lang);
	const last = segments.at(-1)?.end ?? 0;
	const pace = everySec === null ? 1 : (everySec * segments.length) / last;
	const out: Segment[] = [];
	for (let round = 0; out.length === 0 || (out.at(-1)?.end ?? 0) < seconds; round++) {
		for (const segment of segments) {
			const at = (sec: number) => (sec + round * (last + 1)) * pace;
			const start = at(segment.start);
			if (start > seconds) return out;
			out.push({
				...segment,
				segmentId: `${which}.${round}.${segment.segmentId}`,
				start,
				end: at(segment.end),
				text: round === 0 ? segment.text : `${segment.text} ${round}.`,
				...(segment.words && { words: segment.words.map(([word, a, b]) => [word, at(a), at(b)] as const) }),
			});
		}
	}
	return out;
}

/** A segment as it goes over the line. */
export function onWire({ words, ...segment }: Segment) {
	return { ...segment, ...(words && { words: words.map(([w, a, b]): [string, number, number] => [w, a, b]) }) };
}
