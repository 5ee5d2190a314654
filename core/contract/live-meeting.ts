import { z } from "zod";
import { MEETING_CONSENTS, SIDES } from "../model/meeting.ts";
import { id, instant } from "./scalars.ts";

const seconds = z.number().min(-86_400).max(604_800);
const shortText = z.string().max(200);
/** An id that whoever sends it made up. */
const givenId = z.string().min(1).max(200);

/** What one person said without a break. A higher revision replaces a lower one; the same twice changes nothing. */
export const liveSegment = z
	.object({
		segmentId: givenId,
		rev: z.number().int().min(0).max(1_000_000),
		channel: z.number().int().min(0).max(1).nullable(),
		speakerId: shortText.nullable(),
		role: z.enum(SIDES),
		/** Seconds from the start of the meeting. */
		start: seconds,
		end: seconds,
		text: z.string().max(10_000),
		words: z
			.array(z.tuple([z.string().max(200), z.number(), z.number()]))
			.max(2000)
			.optional(),
		/** False while it may still change. */
		final: z.boolean(),
		lang: z.string().max(35).nullable(),
		confidence: z.number().min(0).max(1).optional(),
	})
	.meta({ id: "LiveSegment" });

/** What an open page is told about its line. */
export const LIVE_RECORDINGS = ["off", "on", "paused", "off-record", "declined"] as const;
export type LiveRecording = (typeof LIVE_RECORDINGS)[number];

/** Things a seller ticks off by hand as well: what the coach listens for. */
export const CHECKS = [
	...(["budget", "decisionMaker", "decisionProcess", "timeline", "pain"] as const),
	...(["metrics", "champion", "competition", "nextStep"] as const),
] as const;

const sent = { id: z.number().int().min(0).optional() };
/** Channels of a recording: with one for each side nobody has to guess who spoke. */
const channels = z
	.array(z.object({ channel: z.number().int().min(0).max(1), role: z.enum(SIDES) }))
	.min(1)
	.max(2);

/**
 * What a page says, as JSON text. The first must be `hello`. Each with an `id` is answered by `ack` once what it says is
 * kept, or by `error`; a page sends again what was not answered when it comes back. Audio is binary: see `audio-chunk.ts`.
 */
export const liveMessage = z.discriminatedUnion("type", [
	z.object({
		type: z.literal("hello"),
		ticket: z.string().min(20).max(200),
		/** The last frame seen, and of which line: what came after it follows. Absent: everything. */
		epoch: z.string().max(60).optional(),
		after: z.number().int().min(0).optional(),
	}),
	z.object({ type: z.literal("meeting:start"), source: z.enum(["microphone", "captions", "sample"]), ...sent }),
	z.object({ type: z.literal("meeting:end"), ...sent }),
	z.object({
		type: z.literal("consent:record"),
		answer: z.enum(["given", "declined"]),
		how: z.enum(["said", "written", "notice"]),
		...sent,
	}),
	/** `sourceId` is of the page that holds the microphone: only one records at a time. */
	z.object({ type: z.literal("recording:start"), sourceId: id, channels, ...sent }),
	z.object({ type: z.literal("recording:pause"), ...sent }),
	z.object({ type: z.literal("recording:resume"), ...sent }),
	/** Drops the last minute, and what follows until it is resumed. */
	z.object({ type: z.literal("recording:off-record"), ...sent }),
	z.object({ type: z.literal("transcript:segments"), segments: z.array(liveSegment).min(1).max(100), ...sent }),
	z.object({ type: z.literal("note:add"), noteId: id, text: z.string().trim().min(1).max(5000), ...sent }),
	z.object({ type: z.literal("check:set"), slot: z.enum(CHECKS), isDone: z.boolean(), ...sent }),
	z.object({
		type: z.literal("action:mark-done"),
		actionId: givenId,
		status: z.enum(["open", "done", "dismissed"]),
		...sent,
	}),
	/** `less`: none of its kind in later meetings either. */
	z.object({ type: z.literal("tip:dismiss"), tipId: givenId, less: z.boolean(), ...sent }),
	z.object({ type: z.literal("tip:thumb"), tipId: givenId, thumb: z.enum(["up", "down"]), ...sent }),
	z.object({
		type: z.literal("speaker:set"),
		speakerId: shortText,
		name: shortText.nullable(),
		role: z.enum(SIDES),
		...sent,
	}),
	/** Asks for the one thing to do now; `coaching:next` comes to the page that asked. */
	z.object({ type: z.literal("coaching:request"), ...sent }),
]);
export type LiveMessage = z.infer<typeof liveMessage>;

const heard = {
	segmentIds: z.array(z.string()),
	/** Word for word from the first of the segments. */
	quote: z.string(),
	/** Seconds of the meeting. */
	at: z.number(),
	side: z.enum(SIDES),
};
const modelVersion = z.string();

/**
 * Advice: its sentence is `coach.tip.<kind>` with `params`; `say` is the line to say aloud, in the meeting's language, of
 * the workspace's own playbook where it has one.
 */
export const liveTip = z
	.object({
		id: z.string(),
		kind: z.string(),
		params: z.record(z.string(), z.union([z.string(), z.number()])),
		say: z.string().nullable(),
		rank: z.number(),
		expiresAt: z.number(),
		/** What the workspace's content has on it: where `say` is from, or a card on a competitor that was named. */
		battlecard: z.object({ contentId: id, title: z.string(), lines: z.array(z.string()) }).nullable(),
		...heard,
	})
	.meta({ id: "LiveTip" });
export type LiveTip = z.infer<typeof liveTip>;

/** Something somebody took on. */
export const liveAction = z
	.object({
		id: z.string(),
		text: z.string(),
		owner: z.enum(["rep", "customer", "both", "unknown"]),
		due: z.object({ date: z.string().nullable(), words: z.string() }).nullable(),
		confidence: z.number(),
		status: z.enum(["open", "done", "dismissed"]),
		...heard,
	})
	.meta({ id: "LiveAction" });
export type LiveAction = z.infer<typeof liveAction>;

const reason = z.object({ code: z.string(), points: z.number() });

/** How things stand on the line: what is being listened to, with whose consent, and whether words come. */
export const liveStatus = z
	.object({
		recording: z.enum(LIVE_RECORDINGS),
		consent: z.enum(MEETING_CONSENTS),
		needsConsent: z.boolean(),
		/** `none`: no provider is set, words come from captions; `down`: audio is kept and written down later. */
		words: z.enum(["none", "idle", "live", "down"]),
		isEnded: z.boolean(),
		/** Of the page that holds the microphone. */
		sourceId: z.string().nullable(),
		/** Seconds since it began; null before. */
		elapsedSec: z.number().nullable(),
		/** Open pages, this one too. */
		pages: z.number().int(),
	})
	.meta({ id: "LiveStatus" });
export type LiveStatus = z.infer<typeof liveStatus>;

/** What a page is told. */
export const liveEvent = z.discriminatedUnion("type", [
	z.object({ type: z.literal("transcription:segment"), segment: liveSegment }),
	z.object({ type: z.literal("transcription:final"), segment: liveSegment }),
	z.object({ type: z.literal("transcription:retracted"), segmentId: z.string() }),
	z.object({ type: z.literal("coaching:tip"), tip: liveTip, modelVersion }),
	z.object({
		type: z.literal("coaching:tip-withdrawn"),
		tipId: z.string(),
		why: z.enum(["satisfied", "expired", "replaced", "revised", "dismissed"]),
	}),
	z.object({
		type: z.literal("coaching:next"),
		kind: z.string().nullable(),
		say: z.string().nullable(),
		quote: z.string().nullable(),
	}),
	z.object({ type: z.literal("action:detected"), action: liveAction, modelVersion }),
	z.object({ type: z.literal("action:updated"), action: liveAction, modelVersion }),
	z.object({ type: z.literal("action:withdrawn"), actionId: z.string() }),
	z.object({
		type: z.literal("signal:detected"),
		signalId: z.string(),
		kind: z.string(),
		detail: z.string(),
		isAnswered: z.boolean().nullable(),
		...heard,
		modelVersion,
	}),
	z.object({ type: z.literal("signal:withdrawn"), signalId: z.string() }),
	z.object({ type: z.literal("slot:update"), slot: z.enum(CHECKS), level: z.number().int(), quote: z.string() }),
	z.object({ type: z.literal("stage:update"), stage: z.string(), since: z.number() }),
	/** Of the customer, by words alone, −1 … 1, over `n` turns; not told where the workspace has it switched off. */
	z.object({ type: z.literal("sentiment:update"), value: z.number(), n: z.number().int(), asOf: z.number() }),
	/**
	 * The deal's one probability as it was before, and how far this call moves it, in log-odds by reason. `deal` null: the
	 * meeting belongs to none, and the reasons count from nothing.
	 */
	z.object({
		type: z.literal("confidence:update"),
		deal: z.object({ before: z.number(), now: z.number(), scoredAt: instant }).nullable(),
		reasons: z.array(reason),
		modelVersion,
	}),
	z.object({
		type: z.literal("metrics:update"),
		talkRatio: z.number().nullable(),
		repSec: z.number(),
		customerSec: z.number(),
		longestMonologueSec: z.number(),
		longestStorySec: z.number(),
		switchesPerMinute: z.number().nullable(),
		questions: z.number().int(),
		/** Some words have no times of their own. */
		isEstimated: z.boolean(),
	}),
	z.object({ type: z.literal("provisional:question"), segmentId: z.string(), quote: z.string() }),
	z.object({
		type: z.literal("note:added"),
		noteId: z.string(),
		text: z.string(),
		at: z.number().nullable(),
		author: z.string().nullable(),
	}),
	z.object({ type: z.literal("check:updated"), slot: z.enum(CHECKS), isDone: z.boolean() }),
	z.object({ type: z.literal("status:update"), status: liveStatus }),
	z.object({
		type: z.literal("speaker:updated"),
		speakerId: z.string(),
		name: z.string().nullable(),
		role: z.enum(SIDES),
	}),
]);
export type LiveEvent = z.infer<typeof liveEvent>;

/**
 * What comes over the line, as JSON text. Frames are numbered from 1 within an `epoch`; `reset` begins anew with all there
 * is. An interim has no number: it is not repeated, the final that follows is.
 */
export const liveFrame = z.discriminatedUnion("type", [
	z.object({
		type: z.literal("welcome"),
		epoch: z.string(),
		meetingId: id,
		title: z.string(),
		lang: z.string().nullable(),
		/** Seconds since the meeting began; null before. */
		elapsedSec: z.number().nullable(),
		/** Last audio chunk that is kept, by channel: send what comes after it. */
		audio: z.array(z.object({ channel: z.number().int(), chunk: z.number().int() })),
	}),
	z.object({
		type: z.literal("frame"),
		n: z.number().int().nullable(),
		reset: z.boolean(),
		events: z.array(liveEvent),
	}),
	z.object({ type: z.literal("ack"), id: z.number().int() }),
	/** Chunks up to this one are kept: they need not be sent again. */
	z.object({ type: z.literal("audio:kept"), channel: z.number().int(), chunk: z.number().int() }),
	/** Send slower, or again at full speed. */
	z.object({ type: z.literal("audio:pressure"), isHigh: z.boolean() }),
	z.object({ type: z.literal("error"), id: z.number().int().nullable(), code: z.string(), message: z.string() }),
]);
export type LiveFrame = z.infer<typeof liveFrame>;

/** POST /meetings/{id}/live: a ticket that opens the line once, within a minute. */
export const liveTicket = z
	.object({
		ticket: z.string(),
		/** Of the WebSocket, from the server's root. */
		path: z.string(),
		expiresAt: instant,
	})
	.meta({ id: "LiveTicket" });
export type LiveTicketJson = z.infer<typeof liveTicket>;

/** POST /sample-calls. With `meetingId` it is played in that meeting, the caller's own and planned; else in a new one. */
export const sampleCallRequest = z
	.object({ lang: z.string().max(35), meetingId: id.optional() })
	.meta({ id: "SampleCallRequest" });
/** The meeting in which it is played. */
export const sampleCallStarted = z.object({ meetingId: id }).meta({ id: "SampleCallStarted" });
