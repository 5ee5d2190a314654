import type { Readable } from "node:stream";
import type { TimedWord } from "../../core/coaching/segment.ts";

/** Audio as every page sends it and every provider is given it: one channel, 16-bit little-endian PCM. */
export const SAMPLE_RATE = 16_000;

/** What a provider makes of one turn; the same id comes again until it is final. Seconds from the stream's first sample. */
export interface HeardTurn {
	turnId: string;
	text: string;
	/** Absent where the provider gives no times for words. */
	words?: TimedWord[];
	start: number;
	end: number;
	isFinal: boolean;
	/** As the provider names it; null where it does not say. */
	lang: string | null;
	/** 0–1. */
	confidence?: number;
	/** Whose voice it is among those of the stream, as the provider names it; null or absent: it does not say. */
	voice?: string | null;
}

/** One channel being listened to. */
export interface SpeechStream {
	/** Takes audio of {@link SAMPLE_RATE}, any length; what comes after the stream is over is dropped. */
	send(pcm: Uint8Array): void;
	/** Resolves once most of what was sent is under way: for who has more audio at once than a line takes. */
	taken(): Promise<void>;
	/**
	 * No more audio comes: resolves when the last words have been told, at the latest after `withinMs` (5 s), with whether the
	 * provider said that these were all.
	 */
	finish(withinMs?: number): Promise<boolean>;
	/** Ends it at once. */
	close(): void;
}

/** Who hears of a stream. */
export interface SpeechHearer {
	hear(turn: HeardTurn): void;
	/** Of this stretch no words will come; seconds of the stream. */
	missed(start: number, end: number): void;
	/** The stream is over without our asking; the reason is for people who run the server. Told once. */
	down(reason: string): void;
}

/** A file with sound in it, as somebody gave it to us. */
export interface SoundFile {
	/** With an ending that says what it is. */
	fileName: string;
	mediaType: string;
	bytes: number;
	open(): Promise<Readable>;
}

/** A provider of words, live and of files. */
export interface SpeechToText {
	name: "assemblyai" | "openai";
	/**
	 * Starts listening; `lang` is a hint, null: find out. `hasVoices`: several people are to be told apart in it, where the
	 * provider can. Throws CourtsideError `unavailable` when it does not answer.
	 */
	open(lang: string | null, hearer: SpeechHearer, hasVoices?: boolean): Promise<SpeechStream>;
	/**
	 * All turns of a file of any kind that the provider reads, who speaks told apart. Throws CourtsideError `unavailable` when
	 * it does not answer, `unsupported_file` with its reason when it will not have the file.
	 */
	hearFile(file: SoundFile, lang: string | null): Promise<HeardTurn[]>;
}
