import type { TimedWord } from "../segment.ts";

/** One piece of a transcript, as its file has it. */
export interface Cue {
	/** As written; null where the file does not say. */
	speaker: string | null;
	/** Seconds from the start of the recording; null in a file without times. */
	start: number | null;
	end: number | null;
	text: string;
	words?: TimedWord[];
	lang: string | null;
}

/** A transcript that was read. */
export interface Transcript {
	format: "vtt" | "srt" | "json" | "jsonl" | "text";
	/** In order of time. */
	cues: Cue[];
	/** False: the file has no times, and those of the cues are guessed from their length. */
	timed: boolean;
}

/** Why a text is no transcript; each has its sentence under `coach.transcript`. */
export type TranscriptFault = "empty" | "no-speech" | "broken-json";
