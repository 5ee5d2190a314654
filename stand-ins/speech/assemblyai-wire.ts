import { randomUUID } from "node:crypto";
import type { Told } from "./oracle.ts";

/** First message of AssemblyAI's v3: the session has begun. */
export function begin(now: number): unknown {
	return { type: "Begin", id: randomUUID(), expires_at: Math.round(now / 1000) + 10_800 };
}

/** Messages of a turn: interim words, or its end twice, as heard and as it is written. A failed one is silence. */
export function turnMessages(
	{ turn, words, text, kind }: Told,
	lang: string,
	formats: boolean,
	voice: string | null = null,
): unknown[] {
	if (kind === "failed") return [];
	const isEnd = kind === "final";
	const plain = (word: string): string => word.toLowerCase().replace(/[.,!?;:…¿¡]+/gu, "");
	const told = (isFormatted: boolean) => ({
		type: "Turn",
		turn_order: turn,
		turn_is_formatted: isFormatted,
		end_of_turn: isEnd,
		transcript: isEnd ? (isFormatted ? text : plain(text)) : "",
		utterance: "",
		...(isEnd && { language_code: lang, language_confidence: 0.99 }),
		...(voice !== null && { speaker_label: voice }),
		end_of_turn_confidence: isEnd ? 0.9 : 0.1,
		words: words.map(([w, start, end], k) => ({
			text: isFormatted ? w : plain(isEnd ? w : (text.split(" ")[k] ?? w)),
			start: Math.round(start * 1000),
			end: Math.round(end * 1000),
			confidence: 0.95,
			word_is_final: isEnd || k < words.length - 1,
		})),
	});
	return isEnd && formats ? [told(false), told(true)] : [told(false)];
}

/** Last message: the session is over. */
export function termination(seconds: number): unknown {
	return {
		type: "Termination",
		audio_duration_seconds: Math.round(seconds),
		session_duration_seconds: Math.round(seconds),
	};
}
