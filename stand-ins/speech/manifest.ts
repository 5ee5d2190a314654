import { z } from "zod";

/** What is said in a recording: word for word, with times in seconds and the channel each was said in. */
export const manifest = z.object({
	lang: z.string(),
	segments: z.array(
		z.object({
			channel: z.number().int(),
			start: z.number(),
			end: z.number(),
			text: z.string(),
			words: z.array(z.tuple([z.string(), z.number(), z.number()])),
		}),
	),
});
export type Manifest = z.infer<typeof manifest>;

/** How a provider behaves besides hearing right. */
export interface Behaviour {
	/** Between the end of a word in the audio and its being told. */
	delayMs: number;
	/** Interim words are told in steps of so many. */
	wordsAStep: number;
	/** Each interim's last word is wrong, and put right by the next. */
	revises: boolean;
	/** Every message comes twice. */
	repeats: boolean;
	/** Cuts the line after so many seconds of audio; of each stream. */
	cutAfterSec: number | null;
	/** Refuses whoever comes. */
	refuses: boolean;
	/** Ends a turn without ever punctuating it (AssemblyAI only). */
	leavesPlain: boolean;
	/** Says so instead of the words of every n-th turn (OpenAI only: the other vendor has no such message). */
	failsEveryTurn: number | null;
}

/** Hears everything, at once and once. */
export const PLAIN: Behaviour = {
	delayMs: 0,
	wordsAStep: 3,
	revises: false,
	repeats: false,
	cutAfterSec: null,
	refuses: false,
	leavesPlain: false,
	failsEveryTurn: null,
};
