import { readJson } from "./json-transcript.ts";
import { takeNamesFromText } from "./name-prefix.ts";
import { readPlain } from "./plain-transcript.ts";
import { readTimedCues } from "./timed-cues.ts";
import { TIMING_LINE } from "./timestamps.ts";
import type { Cue, Transcript, TranscriptFault } from "./transcript.ts";

/** Guessed pace where a file has no times: letters a second of ordinary speech (150 words a minute). */
const LETTERS_PER_SECOND = 14;

/**
 * Reads a transcript of any kind we know: WebVTT (Graph, Teams, Zoom), SRT, JSON, JSON lines, or plain text (Meet, Otter,
 * "Name: words"). `attendees` are names known beforehand. Pure; never throws: what cannot be read is a fault.
 */
export function readTranscript(
	raw: string,
	attendees: readonly string[] = [],
): Transcript | { fault: TranscriptFault } {
	const text = raw.replace(/^\uFEFF/, "");
	if (text.trim() === "") return { fault: "empty" };
	const lines = text.split(/\r\n|\r|\n|\u2028/);
	const read = parse(text, lines);
	if ("fault" in read) return read;
	const named = takeNamesFromText(read.cues, attendees, read.format === "text");
	if (named.length === 0) return { fault: "no-speech" };
	const { cues, timed } = withTimes(named);
	return { format: read.format, cues, timed };
}

function parse(
	text: string,
	lines: readonly string[],
): { format: Transcript["format"]; cues: Cue[] } | { fault: TranscriptFault } {
	if (lines.some((line) => TIMING_LINE.test(line))) {
		const isVtt = /^\s*WEBVTT/.test(text) || !lines.some((line) => /^\s*[\d:]+,\d+\s*-->/.test(line));
		return { format: isVtt ? "vtt" : "srt", cues: readTimedCues(lines) };
	}
	if (/^\s*WEBVTT/.test(text)) return { fault: "no-speech" };
	if (/^\s*[[{]/.test(text)) {
		const whole = parseJson(text);
		if (whole !== undefined) return { format: "json", cues: readJson(whole) };
		const rows = lines.filter((line) => line.trim() !== "").map(parseJson);
		if (rows.every((row) => row !== undefined)) return { format: "jsonl", cues: readJson(rows) };
		if (rows[0] !== undefined || /^\s*\{/.test(text)) return { fault: "broken-json" };
	}
	return { format: "text", cues: readPlain(lines) };
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** Every cue gets times, in order; a file without any gets them from the length of its words. */
function withTimes(cues: Cue[]): { cues: Cue[]; timed: boolean } {
	const timed = cues.some((c) => c.start !== null);
	const ends = cues.every((c) => c.end !== null);
	let at = 0;
	const filled = cues.map((cue, k) => {
		const length = Math.max(0.5, cue.text.length / LETTERS_PER_SECOND);
		const start = cue.start ?? at;
		const next = cues[k + 1]?.start ?? null;
		// A start alone says no end: until the next begins, but not longer than the words would take.
		const end = cue.end ?? (next !== null && next > start ? Math.min(next, start + length) : start + length);
		at = Math.max(at, end);
		return { ...cue, start, end: Math.max(start, end) };
	});
	return { cues: filled.sort((a, b) => a.start - b.start || a.end - b.end), timed: timed && ends };
}
