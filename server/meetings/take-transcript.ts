import { createHash } from "node:crypto";
import type { Transaction } from "kysely";
import { sideByName } from "../../core/coaching/after/meeting-results.ts";
import { readTranscript } from "../../core/coaching/transcript/read-transcript.ts";
import { speakerKey, toSegments } from "../../core/coaching/transcript/to-segments.ts";
import type { Transcript } from "../../core/coaching/transcript/transcript.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { MeetingKind, MeetingSource } from "../../core/model/meeting.ts";
import { addInvitees, addSpeakers } from "../db/meeting-people.ts";
import { saveSegments } from "../db/meeting-words.ts";
import { insertMeeting } from "../db/meetings.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";
import { appendEvent } from "../events/append.ts";
import { say, type Viewer } from "../views/viewer.ts";
import { wantSteps } from "./after-steps.ts";

/** What is told of a meeting beside its words. */
export interface MeetingFacts {
	title?: string | undefined;
	customerName?: string | null | undefined;
	kind?: MeetingKind | undefined;
	startsAt?: Instant | undefined;
	lang?: string | null | undefined;
	ownerId: string | null;
	dealId?: string | null | undefined;
	invitees?: readonly { name?: string | null | undefined; email?: string | null | undefined }[] | undefined;
	externalId?: string | undefined;
	/** Names under which our side speaks; everybody else is then the customer. */
	reps?: readonly string[] | undefined;
	/** The sender says that everybody agreed. */
	consent?: boolean | undefined;
}

/** Segments of one transcript at most; a day of talk has fewer. */
const MOST_SEGMENTS = 20_000;

/** Reads a transcript. Throws unsupported_file in the viewer's words. */
export function readOrRefuse(text: string, attendees: readonly string[], viewer: Viewer): Transcript {
	const read = readTranscript(text, attendees);
	if ("fault" in read) throw new CourtsideError("unsupported_file", say(viewer, `coach.transcript.${read.fault}`));
	return read;
}

/**
 * Takes a transcript in as a meeting with everybody in it; the same one again finds the meeting that is there. What follows
 * is asked for: call `sendSteps` after the commit. `ownerId` and `dealId` must be in the caller's sight.
 */
export async function takeTranscript(
	trx: Transaction<Tables>,
	given: {
		tenantId: number;
		source: MeetingSource;
		facts: MeetingFacts;
		transcript: Transcript;
		/** Hashed for the meeting's key where the sender names none. */
		text: string;
		fileName: string | null;
		by: string | null;
		now: Instant;
	},
): Promise<{ meetingId: string; isNew: boolean }> {
	const { tenantId, facts, transcript, by, now } = given;
	const reps = new Set((facts.reps ?? []).map(speakerKey));
	const segments = toSegments(transcript.cues, (name) =>
		reps.size === 0 ? sideByName(name) : reps.has(speakerKey(name)) ? "rep" : "customer",
	);
	if (segments.length > MOST_SEGMENTS)
		throw new CourtsideError("too_large", `A transcript may have ${MOST_SEGMENTS} turns. Split it by meeting.`);
	const { id: meetingId, isNew } = await insertMeeting(trx, {
		tenantId,
		title: facts.title ?? titleOf(given.fileName),
		customerName: facts.customerName ?? null,
		kind: facts.kind ?? "other",
		state: "processing",
		source: given.source,
		sourceKey: facts.externalId ?? hashOf(facts.ownerId, given.text),
		lang: facts.lang ?? null,
		startsAt: facts.startsAt ?? now,
		ownerId: facts.ownerId,
		createdBy: by,
	});
	if (!isNew) return { meetingId, isNew };
	await addInvitees(trx, tenantId, meetingId, facts.invitees ?? []);
	await saveSegments(
		trx,
		tenantId,
		meetingId,
		segments.map((segment) => ({ segment, isRetracted: false, editedBy: null })),
	);
	const names = new Map(
		transcript.cues.flatMap(({ speaker }) => (speaker === null ? [] : [[speakerKey(speaker), speaker]])),
	);
	await addSpeakers(trx, tenantId, meetingId, names);
	await settleMeeting(trx, tenantId, meetingId, { facts, by, now });
	await wantSteps(trx, tenantId, meetingId);
	return { meetingId, isNew };
}

/** What a person said of a new meeting: the deal it is about, and that everybody agreed. Its event is written. */
export async function settleMeeting(
	trx: Transaction<Tables>,
	tenantId: number,
	meetingId: string,
	{ facts, by, now }: { facts: Pick<MeetingFacts, "dealId" | "consent">; by: string | null; now: Instant },
): Promise<void> {
	if (facts.dealId) {
		const deal = await trx.selectFrom("deals").select("account_id").where("id", "=", facts.dealId).executeTakeFirst();
		await trx
			.updateTable("meetings")
			.set({ deal_id: facts.dealId, account_id: deal?.account_id ?? null, match_state: "person" })
			.where("id", "=", meetingId)
			.execute();
	}
	if (facts.consent) {
		await trx
			.insertInto("meeting_consents")
			.values({
				tenant_id: tenantId,
				meeting_id: meetingId,
				answer: "given",
				how: "uploader",
				recorded_by: by,
				at: timestamp(now),
			})
			.execute();
		await trx.updateTable("meetings").set({ consent: "given" }).where("id", "=", meetingId).execute();
	}
	await appendEvent(trx, { tenantId, type: "meeting.changed", entity: "meeting", entityId: meetingId });
}

/** A file's name without its ending, as people would write it. */
export function titleOf(fileName: string | null): string {
	const bare = (fileName ?? "")
		.replace(/\.[a-z0-9]{2,5}$/i, "")
		.replace(/[_]+/g, " ")
		.trim();
	return bare === "" ? "Meeting" : bare.slice(0, 300);
}

function hashOf(ownerId: string | null, text: string): string {
	return `sha256:${createHash("sha256").update(`${ownerId}\n${text}`).digest("hex")}`;
}
