import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Segment } from "../../core/coaching/segment.ts";
import { speakerKey } from "../../core/coaching/transcript/to-segments.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Bot, BotEvent, BotPerson } from "./bot-event.ts";

const text = z.string().max(300);
const meeting = z.object({
	id: z.union([z.number(), z.string()]).nullish(),
	platform: text.nullish(),
	native_meeting_id: text.nullish(),
	native_id: text.nullish(),
	status: text.nullish(),
	start_time: text.nullish(),
	end_time: text.nullish(),
	data: z.record(z.string(), z.unknown()).nullish(),
});
const change = z.object({ to: text.nullish(), timestamp: text.nullish() });
/** Webhooks: older servers put the meeting beside the type, newer ones into `data`. */
const told = z.object({
	event_type: text,
	created_at: text.nullish(),
	meeting: meeting.nullish(),
	status_change: change.nullish(),
	data: z.object({ meeting: meeting.nullish(), status_change: change.nullish(), change: change.nullish() }).nullish(),
});
const piece = z.object({
	segment_id: text.nullish(),
	text: z.string().max(20_000),
	speaker: text.nullish(),
	language: text.nullish(),
	start: z.number().nullish(),
	end: z.number().nullish(),
	start_time: z.number().nullish(),
	end_time: z.number().nullish(),
	absolute_start_time: text.nullish(),
	absolute_end_time: text.nullish(),
	updated_at: text.nullish(),
	completed: z.boolean().nullish(),
});
type Piece = z.output<typeof piece>;
const pieces = z.array(piece).max(20_000).nullish();
/** Words as its live line tells them: bundles of a speaker, or segments that may still change. */
const words = z.object({
	type: z.enum(["transcript", "transcript.mutable", "transcript.finalized"]),
	meeting: meeting.nullish(),
	platform: text.nullish(),
	native_meeting_id: text.nullish(),
	speaker: text.nullish(),
	confirmed: pieces,
	pending: pieces,
	payload: z.object({ segments: pieces }).nullish(),
});

const STATES: Readonly<Record<string, BotEvent["state"]>> = {
	active: "live",
	stopping: "over",
	completed: "over",
	failed: "over",
};
/** Revisions count seconds from here, so that they fit. */
const REV_SINCE = Date.UTC(2020, 0, 1);

/** Vexa: its webhooks, and the messages of its live line handed on by whoever holds it; both show the workspace's token. */
export const VEXA: Bot = {
	vendor: "vexa",
	refusal({ headers }, { token = "" }) {
		if (token === "") return "no token is made";
		const shown = Buffer.from((headers["authorization"] ?? "").replace(/^Bearer /i, ""));
		const expected = Buffer.from(token);
		return shown.length === expected.length && timingSafeEqual(shown, expected) ? null : "it shows another token";
	},
	deliveryKey({ body }) {
		const { event_id: id } = (jsonOf(body) ?? {}) as { event_id?: unknown };
		return typeof id === "string" && id !== "" ? id.slice(0, 200) : createHash("sha256").update(body).digest("hex");
	},
	read(body) {
		const said = words.safeParse(body);
		if (said.success) return wordsOf(said.data);
		const { event_type: type, created_at: at, data, ...older } = parsed(told, body);
		const about = data?.meeting ?? older.meeting;
		if (!about) return null;
		const moved = data?.status_change ?? data?.change ?? older.status_change;
		const status = moved?.to ?? about.status ?? (type === "meeting.completed" ? "completed" : "");
		const state = STATES[status] ?? null;
		return {
			...eventOf(about),
			at: instantOf(moved?.timestamp ?? (state === "over" ? about.end_time : about.start_time) ?? at),
			state,
			transcriptRef: status === "completed" ? `${about.platform}/${nativeId(about)}` : null,
		};
	},
	async fetchTranscript(ref, apiUrl, apiKey, ask) {
		const [platform = "", id = ""] = ref.split("/");
		const found = await ask(`${apiUrl}/transcripts/${encodeURIComponent(platform)}/${encodeURIComponent(id)}`, {
			"x-api-key": apiKey,
		});
		const { segments, start_time: begun } = parsed(z.object({ segments: pieces, start_time: text.nullish() }), found);
		const all = segments ?? [];
		return {
			people: all.flatMap(({ speaker }) => personOf(speaker)),
			segments: all.flatMap((one) => segmentOf(one, { speaker: one.speaker, final: true, begun })),
		};
	},
};

function wordsOf(said: z.output<typeof words>): BotEvent {
	const about = said.meeting ?? { platform: said.platform, native_meeting_id: said.native_meeting_id };
	const begun = about.start_time;
	const speaker = (one: Piece) => one.speaker ?? said.speaker;
	const open = said.type === "transcript.mutable";
	const all = [...(said.confirmed ?? []), ...(said.pending ?? []), ...(said.payload?.segments ?? [])];
	return {
		...eventOf(about),
		people: all.flatMap((one) => personOf(speaker(one))),
		segments: [
			...(said.confirmed ?? []).flatMap((one) => segmentOf(one, { speaker: speaker(one), final: true, begun })),
			...(said.pending ?? []).flatMap((one) => segmentOf(one, { speaker: speaker(one), final: false, begun })),
			...(said.payload?.segments ?? []).flatMap((one) =>
				segmentOf(one, { speaker: speaker(one), final: one.completed ?? !open, begun }),
			),
		],
		state: "live",
	};
}

function eventOf(about: z.output<typeof meeting>): BotEvent {
	const native = nativeId(about);
	if (!native) throw new CourtsideError("unprocessable", "Vexa named no meeting.");
	return {
		meetingKey: `${about.platform ?? "meeting"}/${native}${about.id == null ? "" : `/${about.id}`}`.slice(0, 280),
		meetingId: named(about.data, "courtside_meeting_id"),
		title: named(about.data, "name"),
		ownerEmail: named(about.data, "owner_email"),
		at: instantOf(about.start_time),
		people: [],
		segments: [],
		state: null,
		transcriptRef: null,
	};
}

function nativeId(about: z.output<typeof meeting>): string | null {
	return about.native_meeting_id ?? about.native_id ?? null;
}

function named(data: Record<string, unknown> | null | undefined, key: string): string | null {
	const value = data?.[key];
	return typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 300) : null;
}

function personOf(speaker: string | null | undefined): BotPerson[] {
	const name = speaker?.trim();
	return name ? [{ speakerId: speakerKey(name).slice(0, 200), name, email: null }] : [];
}

function segmentOf(
	one: Piece,
	{ speaker, final, begun }: { speaker: string | null | undefined; final: boolean; begun: string | null | undefined },
): Segment[] {
	const said = one.text.trim();
	const start = one.start ?? one.start_time ?? between(begun, one.absolute_start_time);
	if (said === "" || start === null) return [];
	const end = one.end ?? one.end_time ?? between(begun, one.absolute_end_time) ?? start;
	const updated = instantOf(one.updated_at);
	return [
		{
			segmentId: one.segment_id ?? one.absolute_start_time ?? `at ${Math.round(start * 1000)}`,
			// One that may still change is below every one that may not.
			rev: !final ? 0 : updated === null ? 1 : Math.max(1, Math.floor((updated - REV_SINCE) / 1000)),
			channel: null,
			speakerId: personOf(speaker)[0]?.speakerId ?? null,
			role: "unknown",
			start,
			end: Math.max(start, end),
			text: said.slice(0, 10_000),
			final,
			lang: one.language ?? null,
		},
	];
}

/** Seconds from one moment to another; null where one is not known. */
function between(from: string | null | undefined, to: string | null | undefined): number | null {
	const [a, b] = [instantOf(from), instantOf(to)];
	return a === null || b === null ? null : (b - a) / 1000;
}

function instantOf(given: string | null | undefined): number | null {
	const at = Date.parse(given ?? "");
	return Number.isNaN(at) ? null : at;
}

function parsed<T>(schema: z.ZodType<T>, given: unknown): T {
	const read = schema.safeParse(given);
	if (read.success) return read.data;
	throw new CourtsideError("unprocessable", `Vexa sent what cannot be read: ${z.prettifyError(read.error)}`);
}

function jsonOf(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return null;
	}
}
