import { z } from "zod";
import { hearByOpenAi } from "./openai-files.ts";
import { openProviderSocket, readMessage } from "./provider-socket.ts";
import { openUpsampler } from "./resample.ts";
import { SAMPLE_RATE, type SpeechStream, type SpeechToText } from "./speech-to-text.ts";

const URL_OF_VENDOR = "wss://api.openai.com/v1/realtime";
const LAST_WORDS_WITHIN_MS = 5000;
const QUIET_MS = 1000;
const item = { item_id: z.string() };

const message = z.discriminatedUnion("type", [
	z.object({ type: z.literal("input_audio_buffer.speech_started"), audio_start_ms: z.number(), ...item }),
	z.object({ type: z.literal("input_audio_buffer.speech_stopped"), audio_end_ms: z.number(), ...item }),
	z.object({ type: z.literal("input_audio_buffer.committed"), ...item }),
	z.object({
		type: z.literal("conversation.item.input_audio_transcription.delta"),
		delta: z.string().default(""),
		...item,
	}),
	z.object({
		type: z.literal("conversation.item.input_audio_transcription.completed"),
		transcript: z.string(),
		languages: z.array(z.unknown()).nullish(),
		...item,
	}),
	z.object({ type: z.literal("conversation.item.input_audio_transcription.failed"), ...item }),
	z.object({ type: z.literal("error"), error: z.object({ message: z.string(), code: z.string().nullish() }) }),
]);

/** A stretch of speech the vendor has begun to write down. */
interface Item {
	startMs: number;
	endMs: number | null;
	text: string;
}

/** OpenAI's realtime transcription, text only, its times are where the vendor heard speech begin and stop; and files. */
export function openAiRealtime({ key, url = URL_OF_VENDOR }: { key: string; url?: string }): SpeechToText {
	return {
		name: "openai",
		hearFile: (file, lang) => hearByOpenAi({ key, url }, file, lang),
		async open(lang, { hear, missed, down }) {
			const items = new Map<string, Item>();
			const upsample = openUpsampler();
			let sentMs = 0;
			let isFinishing = false;
			let isAllCommitted = false;
			let isOver = false;
			let settled = (_isAll: boolean) => {};
			const itemOf = (id: string): Item => {
				let known = items.get(id);
				if (!known) {
					known = { startMs: sentMs, endMs: null, text: "" };
					items.set(id, known);
				}
				return known;
			};
			const tell = (id: string, { startMs, endMs, text }: Item, isFinal: boolean) => {
				if (text.trim() === "") return;
				const end = Math.max(startMs, endMs ?? sentMs) / 1000;
				hear({ turnId: id, text: text.trim(), start: startMs / 1000, end, isFinal, lang: null });
			};
			const settleIfDone = () => {
				if (items.size > 0 || !isFinishing) return;
				if (isAllCommitted) settled(true);
				// A turn that the vendor has not begun with may still be in what it was given.
				else setTimeout(() => items.size === 0 && settled(true), QUIET_MS).unref();
			};
			const drop = (id: string) => {
				items.delete(id);
				settleIfDone();
			};
			const socket = await openProviderSocket(
				`${url}?intent=transcription`,
				{ authorization: `Bearer ${key}` },
				{
					message(text) {
						const read = message.safeParse(readMessage(text));
						if (!read.success) return;
						const event = read.data;
						if (event.type === "error") {
							// Nothing was left to be written down: what finishing asks for, said as a fault.
							if (isFinishing && event.error.code === "input_audio_buffer_commit_empty") {
								isAllCommitted = true;
								return settleIfDone();
							}
							socket.close();
							isOver = true;
							settled(false);
							return down(event.error.message);
						}
						const known = itemOf(event.item_id);
						if (event.type === "input_audio_buffer.speech_started") known.startMs = event.audio_start_ms;
						else if (event.type === "input_audio_buffer.speech_stopped") known.endMs = event.audio_end_ms;
						else if (event.type === "conversation.item.input_audio_transcription.delta") {
							known.text += event.delta;
							tell(event.item_id, known, false);
						} else if (event.type === "conversation.item.input_audio_transcription.completed") {
							tell(event.item_id, { ...known, text: event.transcript }, true);
							drop(event.item_id);
						} else if (event.type === "conversation.item.input_audio_transcription.failed") {
							missed(known.startMs / 1000, (known.endMs ?? sentMs) / 1000);
							drop(event.item_id);
						}
					},
					down(reason) {
						isOver = true;
						settled(false);
						down(reason);
					},
				},
			);
			socket.send(JSON.stringify(settingsFor(lang)));
			const stream: SpeechStream = {
				send(pcm) {
					sentMs += (pcm.length / 2 / SAMPLE_RATE) * 1000;
					const audio = upsample(pcm).toString("base64");
					if (audio !== "") socket.send(JSON.stringify({ type: "input_audio_buffer.append", audio }));
				},
				taken: () => socket.taken(),
				async finish(withinMs = LAST_WORDS_WITHIN_MS) {
					if (isOver) return false;
					isFinishing = true;
					const ended = new Promise<boolean>((resolve) => {
						settled = resolve;
						setTimeout(resolve, withinMs, false).unref();
					});
					socket.send(JSON.stringify({ type: "input_audio_buffer.commit" }));
					const isAll = await ended;
					socket.close();
					return isAll;
				},
				close: () => socket.close(),
			};
			return stream;
		},
	};
}

function settingsFor(lang: string | null) {
	const language = lang?.split("-")[0];
	return {
		type: "session.update",
		session: {
			type: "transcription",
			audio: {
				input: {
					format: { type: "audio/pcm", rate: 24_000 },
					transcription: { model: "gpt-4o-transcribe", ...(language && { language }) },
					turn_detection: { type: "server_vad", silence_duration_ms: 400 },
				},
			},
		},
	};
}
