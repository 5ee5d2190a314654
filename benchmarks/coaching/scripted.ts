import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { COACH_LANGUAGES, type CoachLanguage } from "../../core/coaching/languages.ts";
import type { Segment } from "../../core/coaching/segment.ts";

const MATERIAL = join(import.meta.dirname, "material");
/** Letters a second of ordinary speech: about 150 words a minute. */
const LETTERS_PER_SECOND: Record<CoachLanguage, number> = { en: 14, es: 15, fr: 15, de: 14, he: 10, ja: 7 };
const PAUSE_SEC = 0.6;

/** The day all scripts and phrases are said on: a Wednesday. */
export const SCRIPT_DAY = "2026-03-04";

/** A scripted meeting with what was planted in it. */
export interface ScriptedMeeting {
	name: string;
	lang: CoachLanguage;
	/** Kept unopened while rules were tuned. */
	isKept: boolean;
	segments: Segment[];
	planted: {
		segmentId: string;
		end: number;
		tip?: string;
		action?: { owner: string; due: string | null };
		slot?: string;
	}[];
}

/** All scripted meetings. Of each language those of even number are kept, in every other language those of odd number. */
export function scriptedMeetings(): ScriptedMeeting[] {
	return COACH_LANGUAGES.flatMap((lang, k) => {
		const text = readFileSync(join(MATERIAL, "meetings", `${lang}.txt`), "utf8");
		return text
			.split(/^== /m)
			.filter((block) => block.trim() !== "")
			.map((block) => readMeeting(block, lang, k));
	});
}

function readMeeting(block: string, lang: CoachLanguage, languageNumber: number): ScriptedMeeting {
	const [name = "", ...lines] = block.trim().split("\n");
	const number = Number(name.trim().split("-")[1]);
	const segments: Segment[] = [];
	const planted: ScriptedMeeting["planted"] = [];
	let at = 0;
	for (const [k, line] of lines.entries()) {
		const [, who = "", text = "", tags = ""] = /^([RC]): (.*?)(?: ## (.*))?$/.exec(line) ?? [];
		const end = at + text.length / LETTERS_PER_SECOND[lang];
		const segmentId = `${name.trim()}.${k + 1}`;
		const role = who === "R" ? "rep" : "customer";
		segments.push({
			segmentId,
			rev: 1,
			channel: who === "R" ? 0 : 1,
			speakerId: role,
			role,
			start: at,
			end,
			text,
			final: true,
			lang,
		});
		for (const tag of tags.split(" ").filter((t) => t !== "")) {
			const [kind = "", value = ""] = tag.split("=");
			if (kind === "tip") planted.push({ segmentId, end, tip: value });
			if (kind === "slot")
				planted.push({ segmentId, end, slot: value.replace(/_(\w)/g, (_, c: string) => c.toUpperCase()) });
			if (kind === "act") {
				const [owner = "", due = "-"] = value.split(":");
				planted.push({ segmentId, end, action: { owner, due: due === "-" ? null : due } });
			}
		}
		at = end + PAUSE_SEC;
	}
	return { name: name.trim(), lang, isKept: (number + languageNumber) % 2 === 0, segments, planted };
}

/** A phrase with the day it is due; null: none, or none that can be told. */
export interface DuePhrase {
	lang: CoachLanguage;
	text: string;
	due: string | null;
	isKept: boolean;
}

/** All phrases about due dates; every second was kept unopened while rules were tuned. */
export function duePhrases(): DuePhrase[] {
	return readdirSync(join(MATERIAL, "due-dates")).flatMap((file) =>
		readFileSync(join(MATERIAL, "due-dates", file), "utf8")
			.trim()
			.split("\n")
			.map((line, k) => {
				const [text = "", due = "-"] = line.split("\t");
				return { lang: file.slice(0, 2) as CoachLanguage, text, due: due === "-" ? null : due, isKept: k % 2 === 1 };
			}),
	);
}
