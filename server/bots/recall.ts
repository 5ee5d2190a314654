import { z } from "zod";
import type { Segment, TimedWord } from "../../core/coaching/segment.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Instant } from "../../core/model/instant.ts";
import { verifyWebhook } from "../webhooks/verify.ts";
import type { Bot, BotEvent, BotPerson } from "./bot-event.ts";

const moment = z.object({ relative: z.number(), absolute: z.string().nullish() });
const participant = z.object({
	id: z.union([z.number(), z.string()]).nullish(),
	name: z.string().nullish(),
	email: z.string().nullish(),
});
const words = z
	.array(z.object({ text: z.string(), start_timestamp: moment.nullish(), end_timestamp: moment.nullish() }))
	.max(5000);
const utterance = z.object({
	words,
	language_code: z.string().max(35).nullish(),
	participant: participant.nullish(),
});
const metadata = z.record(z.string(), z.unknown()).nullish();
const bot = z.object({ id: z.string().min(1).max(200), metadata });
const envelope = z.object({ event: z.string(), data: z.record(z.string(), z.unknown()) });
const spoken = z.object({ data: utterance, bot });
const present = z.object({ data: z.object({ participant }), bot });
const status = z.object({
	data: z.object({ code: z.string().nullish(), updated_at: z.string().nullish() }).nullish(),
	bot,
});
/** As accounts of before 2025 are told it. */
const oldStatus = z.object({
	bot_id: z.string().min(1).max(200),
	status: z.object({ code: z.string(), created_at: z.string().nullish() }),
});
const written = z.object({ transcript: z.object({ id: z.string().min(1).max(200) }), bot });

const STATES: Readonly<Record<string, BotEvent["state"]>> = {
	in_call_recording: "live",
	recording_permission_denied: "declined",
	call_ended: "over",
	done: "over",
	fatal: "over",
};

/** As it stands among those in the meeting. */
const BOT_NAME = "Courtside";
const OUR_MEETING = "courtside_meeting_id";
const TOLD_LIVE = ["transcript.data", "transcript.partial_data", "participant_events.join"];

/** Recall.ai: events of real-time endpoints and of its webhooks, all signed as Standard Webhooks has it. */
export const RECALL: Bot = {
	vendor: "recall",
	refusal({ headers, body }, secrets, now) {
		const { secret } = secrets;
		if (!secret) return "no secret is set";
		return verifyWebhook({ headers, body }, [secret], now);
	},
	deliveryKey: ({ headers }) => headers["webhook-id"] ?? headers["svix-id"] ?? "",
	read(body) {
		const { event, data } = parsed(envelope, body);
		if (event === "transcript.data" || event === "transcript.partial_data") {
			const { data: said, bot } = parsed(spoken, data);
			const segment = segmentOf(said, event === "transcript.data");
			return {
				...eventOf(bot),
				people: peopleOf(said.participant),
				segments: segment ? [segment] : [],
				// Words are not said in a meeting that has not begun.
				state: "live",
			};
		}
		if (event === "participant_events.join" || event === "participant_events.update") {
			const { data: seen, bot } = parsed(present, data);
			return { ...eventOf(bot), people: peopleOf(seen.participant) };
		}
		if (event === "transcript.done") {
			const { transcript, bot } = parsed(written, data);
			return { ...eventOf(bot), transcriptRef: transcript.id };
		}
		if (event === "bot.status_change") {
			const { bot_id: id, status } = parsed(oldStatus, data);
			return { ...eventOf({ id }, status.created_at), state: STATES[status.code] ?? null };
		}
		if (!event.startsWith("bot.")) return null;
		const { data: change, bot } = parsed(status, data);
		return { ...eventOf(bot, change?.updated_at), state: STATES[event.slice(4)] ?? null };
	},
	async fetchTranscript(ref, apiUrl, apiKey, ask) {
		const found = await ask(`${apiUrl}/api/v1/transcript/${encodeURIComponent(ref)}/`, {
			authorization: `Token ${apiKey}`,
		});
		const { data } = parsed(z.object({ data: z.object({ download_url: z.url() }) }), found);
		// Signed by itself: the key is not for where it lies.
		const turns = parsed(z.array(utterance).max(20_000), await ask(data.download_url));
		return {
			people: turns.flatMap((turn) => peopleOf(turn.participant)),
			segments: turns.flatMap((turn) => segmentOf(turn, true) ?? []),
		};
	},
	async invite({ meetingId, title, joinUrl, address }, { apiUrl, apiKey, ask }) {
		const url = `${apiUrl}/api/v1/bot/`;
		await ask(
			url,
			{ authorization: `Token ${apiKey}` },
			{
				meeting_url: joinUrl,
				bot_name: BOT_NAME,
				metadata: { [OUR_MEETING]: meetingId, title },
				recording_config: {
					transcript: { provider: { meeting_captions: {} } },
					realtime_endpoints: [{ type: "webhook", url: address, events: TOLD_LIVE }],
				},
			},
		);
	},
};

function eventOf(
	{ id, metadata }: { id: string; metadata?: Record<string, unknown> | null | undefined },
	at?: string | null,
): BotEvent {
	return {
		meetingKey: id,
		meetingId: textIn(metadata, OUR_MEETING),
		title: textIn(metadata, "title"),
		ownerEmail: textIn(metadata, "owner_email"),
		at: instantOf(at),
		people: [],
		segments: [],
		state: null,
		transcriptRef: null,
	};
}

function textIn(metadata: Record<string, unknown> | null | undefined, key: string): string | null {
	const value = metadata?.[key];
	return typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 300) : null;
}

function instantOf(text: string | null | undefined): Instant | null {
	const at = Date.parse(text ?? "");
	return Number.isNaN(at) ? null : at;
}

function peopleOf(given: z.output<typeof participant> | null | undefined): BotPerson[] {
	const speakerId = speakerOf(given);
	if (speakerId === null || !given) return [];
	return [{ speakerId, name: given.name?.trim() || null, email: given.email?.trim() || null }];
}

/** Numbers are the meeting's own, names need not be: two people may bear the same. */
function speakerOf(given: z.output<typeof participant> | null | undefined): string | null {
	const id = given?.id ?? null;
	return id === null ? null : `participant ${id}`.slice(0, 200);
}

/** Null where nothing was said. An utterance is known again by who began it and when. */
function segmentOf(
	{ words, participant, language_code: lang }: z.output<typeof utterance>,
	final: boolean,
): Segment | null {
	const timed = words.flatMap(({ text, start_timestamp: start, end_timestamp: end }): TimedWord[] =>
		start && text.trim() !== "" ? [[text.trim(), start.relative, end?.relative ?? start.relative]] : [],
	);
	const text = words
		.map((word) => word.text.trim())
		.filter(Boolean)
		.join(" ");
	const first = timed[0];
	if (text === "" || !first) return null;
	const speakerId = speakerOf(participant);
	return {
		segmentId: `${speakerId ?? "nobody"} ${Math.round(first[1] * 1000)}`,
		rev: final ? 1 : 0,
		channel: null,
		speakerId,
		role: "unknown",
		start: first[1],
		end: Math.max(...timed.map(([, , end]) => end)),
		text: text.slice(0, 10_000),
		words: timed,
		final,
		lang: lang ?? null,
	};
}

function parsed<T>(schema: z.ZodType<T>, given: unknown): T {
	const read = schema.safeParse(given);
	if (read.success) return read.data;
	throw new CourtsideError("unprocessable", `Recall.ai sent what cannot be read: ${z.prettifyError(read.error)}`);
}
