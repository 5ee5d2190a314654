import { z } from "zod";
import { ACTION_OWNERS, ACTION_PRIORITIES, ACTION_STATUSES, MEETING_STEPS, SIDES } from "../model/meeting.ts";
import { meeting, participant } from "./meetings.ts";
import { id, instant, plainDate } from "./scalars.ts";
import { view } from "./view.ts";

const seconds = z.number();
/** Segments that something rests on; the first holds the quote. */
const heard = z.object({ segmentIds: z.array(z.string()), quote: z.string(), atSec: seconds.nullable() });

/** GET /meetings/{id}: with everybody in it, how far what follows is, and its recordings. */
export const meetingPage = meeting
	.extend({
		participants: z.array(participant),
		steps: z.array(
			z.object({
				step: z.enum(MEETING_STEPS),
				label: z.string(),
				state: z.enum(["waiting", "running", "done", "failed"]),
				/** Why it failed, or why the rules' words stand where a language service is set. */
				text: z.string(),
				changedAt: instant,
			}),
		),
		recordings: z.array(z.lazy(() => recording)),
		/** It is the caller's own: they see the coaching first. */
		isMine: z.boolean(),
	})
	.meta({ id: "MeetingPage" });
export type MeetingPageJson = z.infer<typeof meetingPage>;

/** A file of sound, and whether its words are there. */
export const recording = z
	.object({
		id,
		meetingId: id,
		fileName: z.string(),
		mediaType: z.string(),
		bytes: z.number().int(),
		durationSec: seconds.nullable(),
		transcription: z.enum(["none", "waiting", "running", "done", "failed"]),
		/** What that means, in words. */
		text: z.string(),
		addedAt: instant,
	})
	.meta({ id: "Recording" });
export type RecordingJson = z.infer<typeof recording>;

/** POST /recordings/{id}/listen: from where a player fetches the sound; the address itself is the ticket. */
export const listenAddress = z.object({ path: z.string(), expiresAt: instant }).meta({ id: "ListenAddress" });
export type ListenAddressJson = z.infer<typeof listenAddress>;

/** GET /meetings/{id}/transcript. Seconds from the meeting's start. */
export const meetingTranscript = z
	.object({
		meetingId: id,
		lang: z.string().nullable(),
		/** Grows with every change of words or speakers. */
		rev: z.number().int(),
		participants: z.array(participant),
		segments: z.array(
			z.object({
				segmentId: z.string(),
				rev: z.number().int(),
				speakerId: z.string().nullable(),
				speaker: z.string().nullable(),
				side: z.enum(SIDES),
				startSec: seconds,
				endSec: seconds,
				text: z.string(),
				isEdited: z.boolean(),
				isFinal: z.boolean(),
			}),
		),
	})
	.meta({ id: "MeetingTranscript" });
export type MeetingTranscriptJson = z.infer<typeof meetingTranscript>;

/** Something somebody took on. */
export const meetingAction = heard
	.extend({
		id,
		text: z.string(),
		owner: z.enum(ACTION_OWNERS),
		ownerName: z.string().nullable(),
		dueOn: plainDate.nullable(),
		/** As it was said: "by Friday". */
		dueWords: z.string().nullable(),
		priority: z.enum(ACTION_PRIORITIES),
		status: z.enum(ACTION_STATUSES),
		/** 0–1. */
		confidence: z.number(),
		isEdited: z.boolean(),
		/** A step of the deal's plan was made of it. */
		isTask: z.boolean(),
	})
	.meta({ id: "MeetingAction" });
export type MeetingActionJson = z.infer<typeof meetingAction>;

/** Something worth knowing that was said. */
export const meetingInsight = heard
	.extend({
		foundId: z.string(),
		kind: z.string(),
		detail: z.string(),
		label: z.string(),
		side: z.enum(SIDES),
		confidence: z.number(),
		/** Things to learn: 1 hinted, 2 stated, 3 confirmed by the customer. */
		level: z.number().int().nullable(),
		verdict: z.enum(["right", "wrong", "other"]).nullable(),
	})
	.meta({ id: "MeetingInsight" });
export type MeetingInsightJson = z.infer<typeof meetingInsight>;

const advice = z.object({ code: z.string(), text: z.string(), segmentIds: z.array(z.string()) });
/** A number of the meeting, as it is read. `isGood` null: neither. */
const stat = z.object({ code: z.string(), label: z.string(), text: z.string(), isGood: z.boolean().nullable() });

/** GET /meetings/{id}/summary. What coaches its rep is empty for others until they share it. */
export const meetingSummary = z
	.object({
		meetingId: id,
		/** The meeting's language: takeaways and e-mail are in it, the rest in the reader's. */
		lang: z.string().nullable(),
		stats: z.array(stat),
		takeaways: z.array(heard.extend({ text: z.string(), label: z.string().nullable() })),
		wentWell: z.array(advice),
		improve: z.array(advice),
		now: z.array(advice),
		next: z.array(advice),
		actions: z.array(meetingAction),
		insights: z.array(meetingInsight),
		tips: z.array(
			heard.extend({
				tipId: z.string(),
				kind: z.string(),
				text: z.string(),
				wasShown: z.boolean(),
				/** A line of the workspace's content that goes with it. */
				line: z.object({ id, title: z.string(), body: z.string() }).nullable(),
			}),
		),
		moments: z.array(heard.extend({ kind: z.string(), label: z.string(), side: z.enum(SIDES) })),
		/** The customer's mood, −1 … 1, by their words; empty where the workspace wants none. */
		sentiment: z.array(z.object({ atSec: seconds, value: z.number() })),
		/** How it went for its rep, 0–10, with reasons that add up. */
		score: view.nullable(),
		criteria: z.array(
			z.object({
				code: z.string(),
				label: z.string(),
				/** 0–10; null: nothing to judge by. */
				value: z.number().nullable(),
				/** Share of the whole. */
				weight: z.number(),
				text: z.string(),
				segmentIds: z.array(z.string()),
			}),
		),
		/** How likely the deal looks from this meeting alone. */
		confidence: view.nullable(),
		slots: z.array(
			z.object({
				slot: z.string(),
				label: z.string(),
				level: z.number().int(),
				levelText: z.string(),
				quote: z.string().nullable(),
				segmentIds: z.array(z.string()),
				/** Methods that ask for it. */
				frameworks: z.array(z.string()),
			}),
		),
		email: z
			.object({
				subject: z.string(),
				body: z.string(),
				to: z.array(z.string()),
				isEdited: z.boolean(),
				version: z.number().int(),
			})
			.nullable(),
		notes: z.array(
			z.object({ id, text: z.string(), atSec: seconds.nullable(), author: z.string().nullable(), createdAt: instant }),
		),
		/** Coaching that this reader does not see, and why. */
		withheld: z.string(),
		/** How it was made, as of when, by which model. */
		how: z.string(),
		/** A person wrote over the takeaways; the version to send back. */
		summaryVersion: z.number().int(),
		isSummaryEdited: z.boolean(),
	})
	.meta({ id: "MeetingSummary" });
export type MeetingSummaryJson = z.infer<typeof meetingSummary>;
