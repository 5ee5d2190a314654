import { randomUUID } from "node:crypto";
import type { Told } from "./oracle.ts";

const PREFIX = "conversation.item.input_audio_transcription";
const eventId = (): string => `event_${randomUUID().slice(0, 12)}`;

/** A line of OpenAI's realtime transcription: what was told of each item so far. */
export function openItems() {
	const known = new Map<number, { id: string; text: string }>();
	let before: string | null = null;

	/** Messages of a turn: that speech began, words as they come, that it stopped, and the whole. */
	return function messagesOf({ turn, words, text, kind }: Told): unknown[] {
		const out: unknown[] = [];
		let item = known.get(turn);
		if (!item) {
			item = { id: `item_${randomUUID().slice(0, 12)}`, text: "" };
			known.set(turn, item);
			const startMs = Math.round((words[0]?.[1] ?? 0) * 1000);
			out.push({ type: "input_audio_buffer.speech_started", audio_start_ms: startMs, item_id: item.id });
		}
		const ids = { item_id: item.id, content_index: 0 };
		// A delta only adds: what an interim would take back is told by the whole.
		const delta = text.startsWith(item.text) ? text.slice(item.text.length) : "";
		if (kind === "interim" && delta !== "") {
			out.push({ type: `${PREFIX}.delta`, ...ids, delta });
			item.text = text;
		}
		if (kind !== "interim") {
			const endMs = Math.round((words.at(-1)?.[2] ?? 0) * 1000);
			out.push({ type: "input_audio_buffer.speech_stopped", audio_end_ms: endMs, item_id: item.id });
			out.push({ type: "input_audio_buffer.committed", previous_item_id: before, item_id: item.id });
			before = item.id;
		}
		if (kind === "final") {
			const usage = { type: "duration", seconds: (words.at(-1)?.[2] ?? 0) - (words[0]?.[1] ?? 0) };
			out.push({ type: `${PREFIX}.completed`, ...ids, transcript: text, usage });
		}
		if (kind === "failed") {
			const error = {
				type: "transcription_error",
				code: "audio_unintelligible",
				message: "It could not be transcribed.",
			};
			out.push({ type: `${PREFIX}.failed`, ...ids, error });
		}
		return out.map((message) => ({ event_id: eventId(), ...(message as object) }));
	};
}

/** What is said when a buffer without audio is to be written down. */
export function commitEmpty(): unknown {
	const message = "Error committing input audio buffer: buffer too small.";
	const error = { type: "invalid_request_error", code: "input_audio_buffer_commit_empty", message, param: null };
	return { event_id: eventId(), type: "error", error };
}

/** The effective settings, as asked for. */
export function sessionUpdated(session: unknown): unknown {
	return { event_id: eventId(), type: "session.updated", session };
}
