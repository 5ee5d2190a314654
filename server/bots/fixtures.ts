/**
 * Deliveries as Recall.ai and Vexa document them, written by us: a short call in which Sarah, the customer, asks for a
 * price and Maria takes something on.
 */
const BOT = {
	id: "0d9f6a0e-7a5b-4a53-9d3e-3f1b1f3a9a11",
	metadata: { title: "Northwind: first call", owner_email: "" },
};
const BEGUN = "2026-11-20T09:00:00.000Z";

function recallWords(text: string, from: number) {
	return text.split(" ").map((word, k) => ({
		text: word,
		start_timestamp: { absolute: BEGUN, relative: from + k * 0.3 },
		end_timestamp: { absolute: BEGUN, relative: from + k * 0.3 + 0.25 },
	}));
}

/** An utterance of Recall.ai's real-time endpoint. */
export function recallSaid(
	who: { id: number; name: string | null; email?: string },
	from: number,
	text: string,
	given: { partial?: boolean; bot?: string; owner?: string } = {},
) {
	return {
		event: given.partial ? "transcript.partial_data" : "transcript.data",
		data: {
			data: {
				words: recallWords(text, from),
				language_code: "en",
				participant: { is_host: false, platform: "desktop", extra_data: null, email: null, ...who },
			},
			realtime_endpoint: { id: "0e7b", metadata: {} },
			transcript: { id: "5d0f", metadata: {} },
			recording: { id: "9a2c", metadata: {} },
			bot: { id: given.bot ?? BOT.id, metadata: { ...BOT.metadata, ...(given.owner && { owner_email: given.owner }) } },
		},
	};
}

/** A change of Recall.ai's bot, such as `in_call_recording` or `call_ended`. */
export function recallStatus(code: string, bot = BOT.id) {
	return {
		event: `bot.${code}`,
		data: { data: { code, sub_code: null, updated_at: BEGUN }, bot: { id: bot, metadata: BOT.metadata } },
	};
}

/** Recall.ai's word that a whole transcript is there. */
export function recallWritten(transcript: string, bot = BOT.id) {
	return {
		event: "transcript.done",
		data: {
			data: { code: "done", sub_code: null, updated_at: BEGUN },
			transcript: { id: transcript, metadata: {} },
			recording: { id: "9a2c", metadata: {} },
			bot: { id: bot, metadata: BOT.metadata },
		},
	};
}

/** What Recall.ai's download address gives. */
export function recallDownload(turns: readonly [who: { id: number; name: string }, from: number, text: string][]) {
	return turns.map(([participant, from, text]) => ({ participant, words: recallWords(text, from) }));
}

const VEXA_MEETING = {
	id: 16,
	user_id: 1,
	platform: "google_meet",
	native_meeting_id: "abc-defg-hij",
	start_time: BEGUN,
	end_time: null,
	data: { name: "Contoso check-in" },
};

/** A change of a Vexa meeting as its newer servers tell it, under an id of the event. */
export function vexaStatus(to: string, eventId: string) {
	return {
		event_id: eventId,
		event_type: to === "completed" ? "meeting.completed" : "meeting.status_change",
		api_version: "2026-03-01",
		created_at: BEGUN,
		data: { meeting: { ...VEXA_MEETING, status: to }, status_change: { from: "joining", to, timestamp: BEGUN } },
	};
}

/** A change of a Vexa meeting as its older servers tell it. */
export function vexaOldStatus(to: string) {
	return {
		event_type: "meeting.status_change",
		meeting: { ...VEXA_MEETING, status: to },
		status_change: { from: "active", to, reason: "stopped", timestamp: BEGUN, transition_source: "bot_callback" },
	};
}

/** A bundle of Vexa's live line: what is certain of one speaker, and what may still change. */
export function vexaBundle(speaker: string, confirmed: [id: string, from: number, text: string][], pending = "") {
	const piece = ([segment_id, start, text]: [string, number, string]) => ({
		...{ segment_id, text, speaker, language: "en", start, end: start + 3, completed: true },
		absolute_start_time: new Date(Date.parse(BEGUN) + start * 1000).toISOString(),
	});
	const last = confirmed.at(-1);
	return {
		type: "transcript",
		meeting: VEXA_MEETING,
		speaker,
		confirmed: confirmed.map(piece),
		pending: pending === "" ? [] : [{ ...piece(["open", (last?.[1] ?? 0) + 4, pending]), completed: false }],
	};
}
