import type { Role, Segment } from "../segment.ts";
import type { Cue } from "./transcript.ts";

const GAP_SEC = 1;
const LONGEST_SEC = 30;

/** A name as the key of a speaker: case and space do not make two people. */
export function speakerKey(name: string): string {
	return name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}

/**
 * Segments of a transcript, ids in order of time. Captions cut sentences in two: neighbours of one speaker within a
 * second are joined until a sentence ends, up to 30 s.
 */
export function toSegments(cues: readonly Cue[], roleOf: (speaker: string) => Role): Segment[] {
	return joinCut(cues).map((cue, k) => ({
		segmentId: `s${k + 1}`,
		rev: 1,
		channel: null,
		speakerId: cue.speaker === null ? null : speakerKey(cue.speaker),
		role: cue.speaker === null ? "unknown" : roleOf(cue.speaker),
		start: cue.start ?? 0,
		end: cue.end ?? cue.start ?? 0,
		text: cue.text,
		...(cue.words ? { words: cue.words } : {}),
		final: true,
		lang: cue.lang,
	}));
}

function joinCut(cues: readonly Cue[]): Cue[] {
	const joined: Cue[] = [];
	for (const cue of cues) {
		const last = joined.at(-1);
		if (last && isCut(last, cue)) {
			last.text = `${last.text} ${cue.text}`;
			last.end = Math.max(last.end ?? 0, cue.end ?? 0);
			if (last.words && cue.words) last.words = [...last.words, ...cue.words];
			else delete last.words;
		} else joined.push({ ...cue });
	}
	return joined;
}

function isCut(last: Cue, next: Cue): boolean {
	if (last.speaker === null || next.speaker === null || speakerKey(last.speaker) !== speakerKey(next.speaker))
		return false;
	if (/[.?!。？！…]["”’)]?$/.test(last.text)) return false;
	const gap = (next.start ?? 0) - (last.end ?? 0);
	return gap >= 0 && gap < GAP_SEC && (next.end ?? 0) - (last.start ?? 0) <= LONGEST_SEC;
}
