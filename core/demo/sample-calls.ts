import { COACH_LANGUAGES, type CoachLanguage } from "../coaching/languages.ts";
import type { Segment, TimedWord } from "../coaching/segment.ts";
import { SAMPLE_SCRIPTS } from "./sample-scripts.ts";

/** Letters a second of ordinary speech, about 150 words a minute. */
const LETTERS_PER_SECOND: Record<CoachLanguage, number> = { en: 16, es: 16, fr: 16, de: 16, he: 11, ja: 7.5 };
const PAUSE_SEC = 0.5;

/** A call of about 90 seconds that somebody can have played to see the coach at work. */
export interface SampleCall {
	lang: CoachLanguage;
	title: string;
	rep: string;
	customer: string;
	/** Finals with times of words, in order; speakers go by their names. */
	segments: Segment[];
}

/** The sample call in a language, English where there is none; sold by somebody else, or so many turns shorter. */
export function sampleCall(language: string, given: { rep?: string; shorterBy?: number } = {}): SampleCall {
	const lang = COACH_LANGUAGES.find((l) => l === language.split("-")[0]) ?? "en";
	const [head = "", ...lines] = SAMPLE_SCRIPTS[lang].trim().split("\n");
	const [title = "", seller = "", customer = ""] = head.split("|");
	const rep = given.rep ?? seller;
	let at = 1;
	const segments = lines.slice(0, lines.length - (given.shorterBy ?? 0)).map((line, k): Segment => {
		const role = line.startsWith("R:") ? "rep" : "customer";
		const text = line.slice(2).trim();
		const words = timedWords(text, at, LETTERS_PER_SECOND[lang], lang);
		const start = at;
		const end = words.at(-1)?.[2] ?? at;
		at = end + PAUSE_SEC;
		const channel = role === "rep" ? 0 : 1;
		return {
			segmentId: `s${k + 1}`,
			rev: 100,
			channel,
			speakerId: role === "rep" ? rep : customer,
			role,
			start,
			end,
			text,
			words,
			final: true,
			lang,
		};
	});
	return { lang, title, rep, customer, segments };
}

/** Japanese is parted into pieces of a few letters: it has no spaces. */
function timedWords(text: string, from: number, lettersPerSecond: number, lang: CoachLanguage): TimedWord[] {
	const parts = lang === "ja" ? (text.match(/.{1,4}/gu) ?? []) : text.split(" ");
	let at = from;
	return parts.map((part): TimedWord => {
		const start = at;
		at += (part.length + (lang === "ja" ? 0 : 1)) / lettersPerSecond;
		return [part, start, at];
	});
}
