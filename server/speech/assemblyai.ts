import { z } from "zod";
import type { TimedWord } from "../../core/coaching/segment.ts";
import { hearByAssemblyAi } from "./assemblyai-files.ts";
import { openProviderSocket, readMessage } from "./provider-socket.ts";
import { SAMPLE_RATE, type SpeechStream, type SpeechToText } from "./speech-to-text.ts";

const URL_OF_VENDOR = "wss://streaming.assemblyai.com/v3/ws";
/** The vendor takes chunks of 50 to 1000 ms. */
const LEAST_CHUNK = (SAMPLE_RATE * 2 * 50) / 1000;
const MOST_CHUNK = SAMPLE_RATE * 2;
/** So long a turn waits for its punctuated wording before it is final without. */
const FORMATTED_WITHIN_MS = 1000;
const LAST_WORDS_WITHIN_MS = 5000;
/** Languages of the multilingual model; the others go to Whisper. */
const MULTILINGUAL = ["en", "es", "fr", "de", "pt", "it"];

const word = z.object({ text: z.string(), start: z.number(), end: z.number(), confidence: z.number() });
const message = z.discriminatedUnion("type", [
	z.object({
		type: z.literal("Turn"),
		turn_order: z.number(),
		turn_is_formatted: z.boolean(),
		end_of_turn: z.boolean(),
		transcript: z.string(),
		words: z.array(word),
		language_code: z.string().nullish(),
		speaker_label: z.string().max(20).nullish(),
	}),
	z.object({ type: z.literal("Termination") }),
]);
type Turn = Extract<z.infer<typeof message>, { type: "Turn" }>;

/** AssemblyAI: its streaming API v3, words with times, the punctuated wording of a turn a moment after its end; and files. */
export function assemblyAi({ key, url = URL_OF_VENDOR }: { key: string; url?: string }): SpeechToText {
	return {
		name: "assemblyai",
		hearFile: (file, lang) => hearByAssemblyAi({ key, url }, file, lang),
		async open(lang, { hear, down }, hasVoices = false) {
			const waiting = new Map<number, { turn: Turn; timer: NodeJS.Timeout }>();
			let held: Buffer = Buffer.alloc(0);
			let isOver = false;
			let terminated = (_isAll: boolean) => {};
			const tell = (turn: Turn, isFinal: boolean) => {
				clearTimeout(waiting.get(turn.turn_order)?.timer);
				waiting.delete(turn.turn_order);
				const heard = readTurn(turn, isFinal);
				if (heard) hear(heard);
			};
			const flush = () => {
				for (const { turn } of [...waiting.values()]) tell(turn, true);
			};
			const socket = await openProviderSocket(
				`${url}?${settingsFor(lang, hasVoices)}`,
				{ authorization: key },
				{
					message(text) {
						const read = message.safeParse(readMessage(text));
						if (!read.success) return;
						if (read.data.type === "Termination") return terminated(true);
						const turn = read.data;
						if (!turn.end_of_turn || turn.turn_is_formatted) return tell(turn, turn.end_of_turn);
						tell(turn, false);
						const timer = setTimeout(() => tell(turn, true), FORMATTED_WITHIN_MS);
						waiting.set(turn.turn_order, { turn, timer });
					},
					down(reason) {
						isOver = true;
						flush();
						terminated(false);
						down(reason);
					},
				},
			);
			const stream: SpeechStream = {
				send(pcm) {
					held = held.length === 0 ? Buffer.from(pcm) : Buffer.concat([held, pcm]);
					while (held.length >= LEAST_CHUNK) {
						socket.send(held.subarray(0, MOST_CHUNK));
						held = held.subarray(MOST_CHUNK);
					}
				},
				taken: () => socket.taken(),
				async finish(withinMs = LAST_WORDS_WITHIN_MS) {
					if (isOver) return false;
					// What is shorter than the vendor takes is filled up with silence.
					if (held.length > 0) socket.send(Buffer.concat([held, Buffer.alloc(LEAST_CHUNK - held.length)]));
					const ended = new Promise<boolean>((resolve) => {
						terminated = resolve;
						setTimeout(resolve, withinMs, false).unref();
					});
					socket.send(JSON.stringify({ type: "Terminate" }));
					const isAll = await ended;
					flush();
					socket.close();
					return isAll;
				},
				close() {
					for (const { timer } of waiting.values()) clearTimeout(timer);
					socket.close();
				},
			};
			return stream;
		},
	};
}

function settingsFor(lang: string | null, hasVoices: boolean): URLSearchParams {
	const base = lang?.split("-")[0] ?? null;
	const model =
		base === null || MULTILINGUAL.includes(base)
			? `universal-streaming-${base === "en" ? "english" : "multilingual"}`
			: "whisper-rt";
	return new URLSearchParams({
		sample_rate: String(SAMPLE_RATE),
		encoding: "pcm_s16le",
		speech_model: model,
		format_turns: "true",
		...(model === "universal-streaming-multilingual" && { language_detection: "true" }),
		...(hasVoices && { speaker_labels: "true" }),
	});
}

function readTurn(turn: Turn, isFinal: boolean) {
	const [first, last] = [turn.words[0], turn.words.at(-1)];
	if (!first || !last) return null;
	const words = turn.words.map((w): TimedWord => [w.text, w.start / 1000, w.end / 1000]);
	const text = isFinal && turn.transcript !== "" ? turn.transcript : words.map(([w]) => w).join(" ");
	return {
		turnId: String(turn.turn_order),
		text,
		words,
		start: first.start / 1000,
		end: last.end / 1000,
		isFinal,
		lang: turn.language_code ?? null,
		// Of what was too short to tell, the vendor says so: nobody is better than the wrong one.
		voice: turn.speaker_label === "UNKNOWN" ? null : (turn.speaker_label ?? null),
		confidence: turn.words.reduce((sum, w) => sum + w.confidence, 0) / turn.words.length,
	};
}
