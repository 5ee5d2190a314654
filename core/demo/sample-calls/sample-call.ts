import type { CoachLanguage } from "../../coaching/languages.ts";
import type { Segment, TimedWord } from "../../coaching/segment.ts";

/** A call that nobody had, of about ninety seconds: seller and customer by turns, the seller first. */
export interface SampleCall {
	lang: CoachLanguage;
	title: string;
	rep: string;
	customer: string;
	company: string;
	turns: readonly string[];
}

/** A pause between two speakers, and how fast people speak: letters a second, fewer where each says more. */
const PAUSE_SEC = 0.5;
const LETTERS_PER_SEC: Record<CoachLanguage, number> = { en: 16, es: 17, fr: 17, de: 16, he: 12, ja: 8 };

/** A sample call as finals with times of each word, reckoned from its letters. */
export function sampleSegments({ lang, rep, customer, turns }: SampleCall): Segment[] {
	let at = 0.5;
	return turns.map((text, k) => {
		const start = at;
		const words = timedWords(text, start, LETTERS_PER_SEC[lang]);
		const end = words.at(-1)?.[2] ?? start;
		at = end + PAUSE_SEC;
		const isRep = k % 2 === 0;
		return {
			...{ segmentId: `s${k + 1}`, rev: 1, channel: isRep ? 0 : 1, speakerId: isRep ? rep : customer },
			...{ role: isRep ? "rep" : "customer", start, end, text, words, final: true, lang },
		};
	});
}

/** Words with their times; a script without spaces is one word a clause. */
function timedWords(text: string, start: number, lettersPerSec: number): TimedWord[] {
	let at = start;
	return (text.match(/[^\s、。！？]+[、。！？]?/gu) ?? []).map((word): TimedWord => {
		const from = at;
		at = Math.round((at + (word.length + 1) / lettersPerSec) * 100) / 100;
		return [word, from, at];
	});
}
