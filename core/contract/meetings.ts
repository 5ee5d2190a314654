import { z } from "zod";
import {
	MATCH_STATES,
	MEETING_CONSENTS,
	MEETING_KINDS,
	MEETING_SOURCES,
	MEETING_STAGES,
	MEETING_STATES,
	SIDES,
} from "../model/meeting.ts";
import { downloadQuery, id, instant, paging, plainDate } from "./scalars.ts";
import { view } from "./view.ts";

const named = z.object({ id, name: z.string() });

/** Why a meeting belongs to a deal, or which deals it might belong to. */
export const meetingMatch = z
	.object({
		/** `tie`: several deals fit alike, and a person is asked. */
		state: z.enum(MATCH_STATES),
		reasons: z.array(z.object({ code: z.string(), text: z.string() })),
		rivals: z.array(named.extend({ account: z.string().nullable(), why: z.string() })),
	})
	.meta({ id: "MeetingMatch" });

/** A meeting as lists show it. Seconds count from its start. */
export const meeting = z
	.object({
		id,
		title: z.string(),
		customerName: z.string().nullable(),
		kind: z.enum(MEETING_KINDS),
		stage: z.enum(MEETING_STAGES).nullable(),
		state: z.enum(MEETING_STATES),
		source: z.enum(MEETING_SOURCES),
		lang: z.string().nullable(),
		startsAt: instant,
		endedAt: instant.nullable(),
		durationSec: z.number().int().nullable(),
		owner: named.nullable(),
		account: named.nullable(),
		deal: named.nullable(),
		match: meetingMatch,
		consent: z.enum(MEETING_CONSENTS),
		/** How it went for its rep, 0–10; null before it was scored, and for others until the rep shares it. */
		score: view.nullable(),
		/** Others than its rep may see the coaching. */
		isShared: z.boolean(),
		/** Kept beyond the workspace's time limit. */
		isKept: z.boolean(),
		version: z.number().int(),
		createdAt: instant,
		updatedAt: instant,
	})
	.meta({ id: "Meeting" });
export type MeetingJson = z.infer<typeof meeting>;

/** Somebody in a meeting: who spoke (`speakerId` as the segments have it), or was invited. */
export const participant = z
	.object({
		id,
		speakerId: z.string().nullable(),
		name: z.string().nullable(),
		email: z.string().nullable(),
		side: z.enum(SIDES),
		/** A person said which side they are on. */
		isSaid: z.boolean(),
		isInvited: z.boolean(),
		user: named.nullable(),
		contact: named.nullable(),
	})
	.meta({ id: "MeetingParticipant" });
export type ParticipantJson = z.infer<typeof participant>;

/** Filters of GET /meetings. Sorts: startsAt, title, durationSec. Both ends of a range are in it. */
export const meetingQuery = paging.extend({
	kind: z.enum(MEETING_KINDS).optional(),
	state: z.enum(MEETING_STATES).optional(),
	match: z.enum(MATCH_STATES).optional(),
	ownerId: id.optional(),
	dealId: id.optional(),
	accountId: id.optional(),
	lang: z.string().max(35).optional(),
	/** Days in the workspace's zone. */
	startsFrom: plainDate.optional(),
	startsTo: plainDate.optional(),
	/** In the title, the customer's or the deal's name. */
	search: z.string().trim().max(120).optional(),
});

/** Filters and order of GET /meetings/download. */
export const meetingDownload = meetingQuery.omit({ limit: true, cursor: true }).extend(downloadQuery.shape);

const invitee = z.object({ name: z.string().trim().max(200).nullish(), email: z.email().max(320).nullish() });
const title = z.string().trim().min(1).max(300);

/** What is known of a meeting beforehand; shared by every way in. */
export const meetingFacts = z.object({
	title: title.optional(),
	customerName: z.string().trim().max(200).nullish(),
	kind: z.enum(MEETING_KINDS).optional(),
	startsAt: instant.optional(),
	/** BCP 47; guessed from the words where absent. */
	lang: z.string().max(35).nullish(),
	/** Whose meeting it is; the caller's where absent. */
	ownerId: id.optional(),
	/** The deal it is about; found by invitees, domain and calendar where absent. */
	dealId: id.nullish(),
	invitees: z.array(invitee).max(200).optional(),
	/** The sender's own id: sending twice makes one meeting. */
	externalId: z.string().trim().min(1).max(300).optional(),
});

/** POST /meetings. */
export const createMeetingRequest = meetingFacts.extend({ title }).meta({ id: "CreateMeetingRequest" });

/** PATCH /meetings/{id}. `dealId` moves it with all that hangs on it; null takes it off any deal. */
export const updateMeetingRequest = z
	.object({
		title: title.optional(),
		customerName: z.string().trim().max(200).nullish(),
		kind: z.enum(MEETING_KINDS).optional(),
		stage: z.enum(MEETING_STAGES).nullish(),
		startsAt: instant.optional(),
		lang: z.string().max(35).nullish(),
		ownerId: id.optional(),
		dealId: id.nullish(),
		isShared: z.boolean().optional(),
		isKept: z.boolean().optional(),
		version: z.number().int().optional(),
	})
	.meta({ id: "UpdateMeetingRequest" });
