import { cleanName, plainText } from "./cue-text.ts";
import { splitPrefix } from "./name-prefix.ts";
import { BARE_TIME, readTime } from "./timestamps.ts";
import type { Cue } from "./transcript.ts";

/** Otter, Teams and Zoom: `Anna Smith  0:12`, the words below. */
const HEAD = new RegExp(String.raw`^\s*(\S.{0,79}?)[\s,|–-]+${BARE_TIME}\s*$`, "u");
/** `[00:12] Anna: …`, `00:12 Anna: …`, `00:12 …`. */
const TIME_FIRST = new RegExp(String.raw`^\s*${BARE_TIME}\s*(?:[-–|]\s*)?(.*)$`, "u");
/** `Anna (00:12): …`, `Anna [00:12] …`. */
const TIME_INSIDE = /^\s*([^:[(]{1,80}?)\s*[[(](\d{1,2}:\d{2}(?::\d{2})?)[\])]\s*:?\s+(.+)$/u;
const NOTICE =
	/^(.{1,60} )?(started|stopped) transcription\.?$|^(Transcribed by|Attendees|Transcript|Meeting ended)\b.{0,80}$/i;

/** Cues of a transcript in plain words: a time starts a cue where there is one, a name where there is none. */
export function readPlain(lines: readonly string[]): Cue[] {
	const cues: Cue[] = [];
	let open: Cue | null = null;
	let time: number | null = null;
	const begin = (speaker: string | null, start: number | null, text: string): void => {
		open = { speaker, start, end: null, text: plainText(text), lang: null };
		cues.push(open);
	};
	for (const raw of lines) {
		// Trimmed once: each pattern would look at a long run of blanks again from each of its places.
		const line = raw.trim();
		if (line === "") {
			// A blank line ends a paragraph, but not what a head has only just begun.
			if (open !== null && (open as Cue).text !== "") open = null;
			continue;
		}
		if (NOTICE.test(line)) continue;
		const head = HEAD.exec(line);
		const inside = TIME_INSIDE.exec(line);
		const first = TIME_FIRST.exec(line);
		if (inside) begin(cleanName(inside[1] ?? ""), readTime(inside[2] ?? ""), inside[3] ?? "");
		else if (first) {
			time = readTime(first[1] ?? "");
			const front = splitPrefix(first[2] ?? "");
			if (front) begin(front.name, time, front.rest);
			else if ((first[2] ?? "") !== "") begin(null, time, first[2] ?? "");
			else if (open !== null && (open as Cue).text === "") (open as Cue).start = time;
			else if (looksLikeName(cues.at(-1)) && open !== null) {
				// Meet and Webex put the name on a line of its own, and the time below it.
				const named = open as Cue;
				named.speaker = cleanName(named.text);
				named.text = "";
				named.start = time;
			} else open = null;
		} else if (head && !/[.?!。？！]$/.test(head[1] ?? ""))
			begin(cleanName(head[1] ?? ""), readTime(head[2] ?? ""), "");
		else if (splitPrefix(line)) {
			begin(null, time, line);
			time = null;
		} else if (open) (open as Cue).text = `${(open as Cue).text} ${plainText(line)}`.trim();
		else {
			begin(null, time, line);
			time = null;
		}
	}
	return cues.filter((c) => c.text !== "");
}

function looksLikeName(cue: Cue | undefined): boolean {
	return (
		cue !== undefined &&
		cue.speaker === null &&
		cue.start === null &&
		/^[\p{L} .'’-]{2,40}$/u.test(cue.text) &&
		cue.text.split(" ").length <= 4
	);
}
