import { writeFile } from "node:fs/promises";
import { meetingResults, sideByName } from "../core/coaching/after/meeting-results.ts";
import { foldMeeting } from "../core/coaching/fold.ts";
import { coachLanguage } from "../core/coaching/languages.ts";
import type { Role } from "../core/coaching/segment.ts";
import { readTranscript } from "../core/coaching/transcript/read-transcript.ts";
import { speakerKey, toSegments } from "../core/coaching/transcript/to-segments.ts";
import type { Cue, TranscriptFault } from "../core/coaching/transcript/transcript.ts";
import { type EngineCommand, UnusableInput } from "./engine-command.ts";
import { inputText } from "./input-text.ts";

const FAULTS: Record<TranscriptFault, string> = {
	empty: "the file is empty",
	"no-speech": "nobody says anything in it",
	"broken-json": "it begins as JSON, and is none",
};

/** `meeting`: what a meeting leaves behind, from its transcript alone. */
export const meeting: EngineCommand = {
	name: "meeting",
	summary: "Coach a meeting from its transcript: metrics, actions, tips, slots, moments, summary, e-mail, score.",
	help: `
--in         any transcript: WebVTT (Teams, Graph, Zoom), SRT, Meet, Otter, "Name: words", JSON, JSON lines of
             {speaker, start, end, text, words?: [[text, start, end], ..]}
--rep        the seller's name as the transcript has it, several parted by commas; everybody else is then the customer.
             Without it sides are taken from names like "Sales rep" or "Customer", else they stay unknown and nothing is
             counted for either
--lang       en, es, fr, de, he or ja; guessed where absent
--reference  ISO date of the meeting: due dates are counted from it (default: today)
--out        JSON {metrics, actions, tips, slots, keyMoments, summary, email, score, …}; each item with quote and segment`,
	options: {
		in: { value: "call.vtt", required: true },
		rep: { value: "NAME" },
		lang: { value: "en" },
		reference: { value: "2026-03-04" },
		seed: { value: "1", default: "1" },
		out: { value: "meeting.json", required: true },
	},
	async run(options, progress) {
		const path = options["in"] ?? "";
		const text = await inputText(path);
		const lang = options["lang"] === undefined ? null : coachLanguage(options["lang"]);
		if (options["lang"] !== undefined && !lang)
			throw new UnusableInput(`--lang ${options["lang"]}: not one of en, es, fr, de, he, ja`);
		const reps = (options["rep"] ?? "")
			.split(",")
			.map((n) => n.trim())
			.filter((n) => n !== "");
		const read = readTranscript(text, reps);
		if ("fault" in read) throw new UnusableInput(`${path}: ${FAULTS[read.fault]}`);
		const sides = sidesOf(read.cues, reps, path);
		const segments = toSegments(read.cues, (speaker) => sides.get(speakerKey(speaker)) ?? "unknown");
		const reference = options["reference"] ?? new Date().toISOString().slice(0, 10);
		if (!/^\d{4}-\d{2}-\d{2}$/.test(reference)) throw new UnusableInput(`--reference ${reference}: not an ISO date`);
		progress(`${segments.length} segments`);
		const context = { reference, competitors: [], trackers: [], tips: "normal" as const };
		const state = foldMeeting(
			segments.map((s) => ({ type: "segment" as const, ...s, lang: lang ?? s.lang })),
			context,
		);
		const speakers = speakersOf(read.cues, sides);
		const nameOf = (role: Role): string | null => only(speakers.filter((s) => s.role === role).map((s) => s.name));
		const results = meetingResults(state, { rep: nameOf("rep"), customer: nameOf("customer") });
		const answer = {
			...results,
			reference,
			format: read.format,
			timed: read.timed,
			speakers,
			segments: segments.map(({ segmentId, speakerId, role, start, end, text: said }) => ({
				segmentId,
				speakerId,
				role,
				start,
				end,
				text: said,
			})),
		};
		await writeFile(options["out"] ?? "", `${JSON.stringify(answer, null, "\t")}\n`).catch((cause: Error) => {
			throw new UnusableInput(`${options["out"]}: cannot be written: ${cause.message}`, { cause });
		});
	},
};

/** Sides by key of speaker: the named reps against all others, else by names that say a side. */
function sidesOf(cues: readonly Cue[], reps: string[], path: string): Map<string, Role> {
	const keys = [...new Set(cues.flatMap((c) => (c.speaker === null ? [] : [speakerKey(c.speaker)])))];
	if (reps.length === 0) return new Map(keys.map((key) => [key, sideByName(key)]));
	const wanted = reps.map(speakerKey);
	const found = wanted.filter((w) => keys.includes(w));
	if (found.length === 0)
		throw new UnusableInput(
			`${path}: nobody is called ${reps.join(", ")}; speakers are: ${keys.join(", ") || "not named"}`,
		);
	return new Map(keys.map((key) => [key, found.includes(key) ? "rep" : "customer"]));
}

function speakersOf(
	cues: readonly Cue[],
	sides: ReadonlyMap<string, Role>,
): { id: string; name: string; role: Role }[] {
	const names = new Map<string, string>();
	for (const { speaker } of cues)
		if (speaker !== null && !names.has(speakerKey(speaker))) names.set(speakerKey(speaker), speaker);
	return [...names].map(([id, name]) => ({ id, name, role: sides.get(id) ?? "unknown" }));
}

function only(names: string[]): string | null {
	return names.length === 1 ? (names[0] ?? null) : null;
}
