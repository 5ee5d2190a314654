import { readCueText } from "./cue-text.ts";
import { readTime, TIMING_LINE } from "./timestamps.ts";
import type { Cue } from "./transcript.ts";

interface RawCue {
	start: number;
	end: number;
	lines: string[];
}

/**
 * Cues of WebVTT and SRT as meetings write them: with and without header, ids (numbers, or Teams' `uuid/12-0`), settings,
 * notes, styles, blank lines inside cues or none between them. A cue with several voices shares its time among them by length.
 */
export function readTimedCues(lines: readonly string[]): Cue[] {
	return rawCues(lines).flatMap(({ start, end, lines: text }) => {
		const voices = readCueText(text.join("\n"));
		const letters = voices.reduce((sum, v) => sum + v.text.length, 0);
		let at = start;
		return voices.map(({ speaker, text: said, lang }): Cue => {
			const from = at;
			at += ((end - start) * said.length) / Math.max(1, letters);
			return { speaker, start: round(from), end: round(at), text: said, lang };
		});
	});
}

function rawCues(lines: readonly string[]): RawCue[] {
	const cues: RawCue[] = [];
	let isSkipping = true;
	let isAfterBlank = true;
	for (const [k, line] of lines.entries()) {
		const timing = TIMING_LINE.exec(line);
		if (timing) {
			const start = readTime(timing[1] ?? "");
			cues.push({ start, end: Math.max(start, readTime(timing[2] ?? "")), lines: [] });
			isSkipping = false;
		} else if (line.trim() === "") {
			isAfterBlank = true;
			continue;
		} else if (isAfterBlank && /^(NOTE|STYLE|REGION)\b/.test(line)) isSkipping = true;
		else if (!isSkipping && !isCueId(lines, k, isAfterBlank)) cues.at(-1)?.lines.push(line);
		isAfterBlank = false;
	}
	return cues;
}

/** The line right before a timing is an id when it stands alone or looks like one. */
function isCueId(lines: readonly string[], k: number, isAfterBlank: boolean): boolean {
	if (!TIMING_LINE.test(lines[k + 1] ?? "")) return false;
	return isAfterBlank || /^\s*(\d+|[\da-f]{8}-[\da-f-]{27}(\/[\d-]+)?)\s*$/i.test(lines[k] ?? "");
}

function round(seconds: number): number {
	return Math.round(seconds * 1000) / 1000;
}
