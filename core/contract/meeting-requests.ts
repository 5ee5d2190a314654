import { z } from "zod";
import { ACTION_OWNERS, ACTION_PRIORITIES, ACTION_STATUSES, SIDES } from "../model/meeting.ts";
import { meetingFacts } from "./meetings.ts";
import { id, instant, plainDate } from "./scalars.ts";

const seconds = z.number();

/** POST /meetings/transcripts: any transcript as text. `reps`: names under which our side speaks. */
export const takeTranscriptRequest = meetingFacts
	.extend({
		text: z.string().min(1).max(900_000),
		fileName: z.string().max(200).optional(),
		reps: z.array(z.string().max(200)).max(20).optional(),
		consent: z.boolean().optional(),
	})
	.meta({ id: "TakeTranscriptRequest" });
/** What came of an upload: `isNew` false where it was there already. */
export const takenMeeting = z
	.object({
		meetingId: id,
		isNew: z.boolean(),
		kind: z.enum(["transcript", "recording"]),
		/** What happens now, in words. */
		text: z.string(),
	})
	.meta({ id: "TakenMeeting" });
export type TakenMeetingJson = z.infer<typeof takenMeeting>;
/** POST /meetings/files and /recordings: facts stand in the address, the file in the form. */
export const uploadQuery = z.object({
	title: z.string().trim().max(300).optional(),
	customerName: z.string().trim().max(200).optional(),
	kind: meetingFacts.shape.kind,
	startsAt: instant.optional(),
	lang: z.string().max(35).optional(),
	dealId: id.optional(),
	/** A meeting that is there already. */
	meetingId: id.optional(),
	reps: z.string().max(500).optional(),
	consent: z.stringbool({ truthy: ["true"], falsy: ["false"] }).optional(),
});

/** POST /meetings/{id}/segments: words as they come, of any number of speakers. Higher revisions replace lower ones. */
export const pushSegmentsRequest = z
	.object({
		segments: z
			.array(
				z.object({
					segmentId: z.string().min(1).max(200),
					rev: z.number().int().min(0).max(1_000_000).default(1),
					speaker: z.string().trim().min(1).max(200).nullable(),
					side: z.enum(SIDES).optional(),
					channel: z.number().int().min(0).max(63).nullish(),
					startSec: seconds,
					endSec: seconds,
					text: z.string().max(20_000),
					isFinal: z.boolean().default(true),
					lang: z.string().max(35).nullish(),
				}),
			)
			.max(500),
		/** The meeting is over: what follows is made. */
		isEnded: z.boolean().optional(),
	})
	.meta({ id: "PushSegmentsRequest" });
export const pushedSegments = z.object({ fresh: z.number().int() }).meta({ id: "PushedSegments" });

/** PATCH /meetings/{id}/segments/{segmentId}: other words, or another speaker (null: nobody knows). */
export const editSegmentRequest = z
	.object({
		text: z.string().trim().min(1).max(20_000).optional(),
		speakerId: z.string().max(200).nullish(),
		rev: z.number().int(),
	})
	.meta({ id: "EditSegmentRequest" });
/** PATCH /meetings/{id}/participants/{participantId}. */
export const editParticipantRequest = z
	.object({ name: z.string().trim().min(1).max(200).optional(), side: z.enum(SIDES).optional() })
	.meta({ id: "EditParticipantRequest" });
/** POST /meetings/{id}/participants/swap: each is who the other was taken for. */
export const swapParticipantsRequest = z.object({ one: id, other: id }).meta({ id: "SwapParticipantsRequest" });
/** POST /meetings/{id}/actions. */
export const addActionRequest = z
	.object({
		text: z.string().trim().min(1).max(1000),
		owner: z.enum(ACTION_OWNERS).default("rep"),
		dueOn: plainDate.nullish(),
		priority: z.enum(ACTION_PRIORITIES).default("medium"),
	})
	.meta({ id: "AddActionRequest" });
/** PATCH /meetings/{id}/actions/{actionId}. */
export const editActionRequest = z
	.object({
		text: z.string().trim().min(1).max(1000).optional(),
		owner: z.enum(ACTION_OWNERS).optional(),
		dueOn: plainDate.nullish(),
		priority: z.enum(ACTION_PRIORITIES).optional(),
		status: z.enum(ACTION_STATUSES).optional(),
	})
	.meta({ id: "EditActionRequest" });
/** PATCH /meetings/{id}/insights/{foundId}: `wrong` takes it out of every number; null takes the word back. */
export const sayInsightRequest = z
	.object({
		verdict: z.enum(["right", "wrong", "other"]).nullable(),
		kind: z
			.enum(["question", "objection", "buying", "price", "discount", "competitor", "next-step", "tracker"])
			.optional(),
		detail: z.string().max(200).optional(),
	})
	.meta({ id: "SayInsightRequest" });
/** PUT /meetings/{id}/texts/{kind}: what a person writes in place of what was made; every version is kept. */
export const writeTextRequest = z
	.object({
		version: z.number().int(),
		/** Of the summary. */
		takeaways: z.array(z.string().trim().min(1).max(500)).max(20).optional(),
		/** Of the e-mail. */
		subject: z.string().trim().min(1).max(200).optional(),
		body: z.string().trim().min(1).max(10_000).optional(),
	})
	.meta({ id: "WriteTextRequest" });
/** POST /meetings/{id}/notes. */
export const addNoteRequest = z
	.object({ text: z.string().trim().min(1).max(5000), atSec: seconds.nullish() })
	.meta({ id: "AddNoteRequest" });
/** POST /meetings/{id}/consents: what people said when they were asked. */
export const recordConsentRequest = z
	.object({
		answer: z.enum(["given", "declined"]),
		how: z.enum(["said", "written", "notice"]),
		participantId: id.nullish(),
	})
	.meta({ id: "RecordConsentRequest" });
/** POST /meetings/{id}/export. */
export const exportMeetingRequest = z
	.object({ format: z.enum(["pdf", "html", "json"]) })
	.meta({ id: "ExportMeetingRequest" });
