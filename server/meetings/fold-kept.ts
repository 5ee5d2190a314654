import { createHash } from "node:crypto";
import { sql } from "kysely";
import { type MeetingResults, meetingResults } from "../../core/coaching/after/meeting-results.ts";
import { foldMeeting, type MeetingState } from "../../core/coaching/fold.ts";
import { withCorrections } from "../../core/meetings/corrections.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { MeetingKind } from "../../core/model/meeting.ts";
import type { Db } from "../db/connect.ts";
import { listCorrections } from "../db/meeting-findings.ts";
import { listParticipants, type ParticipantRow } from "../db/meeting-people.ts";
import { loadCoachingEvents } from "../db/meeting-words.ts";
import { coachingContext } from "./coaching-context.ts";

/** A meeting as it is kept, whoever asks. */
export interface KeptMeeting {
	id: string;
	title: string;
	customerName: string | null;
	kind: MeetingKind;
	ownerId: string | null;
	ownerName: string | null;
	dealId: string | null;
	accountId: string | null;
	startsAt: Instant;
	endedAt: Instant | null;
	durationSec: number | null;
	lang: string | null;
	consent: "unasked" | "given" | "declined";
	transcriptRev: number;
}

/** A meeting folded, corrected as people said, with what it comes to by rules. */
export interface FoldedMeeting {
	meeting: KeptMeeting;
	state: MeetingState;
	results: MeetingResults;
	participants: ParticipantRow[];
	/** Of everything that it was made from, but its words: their revision stands beside it. */
	inputHash: string;
}

/** The meeting itself; null when it is gone. */
export async function readMeeting(db: Db, meetingId: string): Promise<KeptMeeting | null> {
	const { rows } = await sql<KeptMeeting>`select m.id, m.title, m.customer_name as "customerName", m.kind,
			m.owner_id as "ownerId", o.name as "ownerName", m.deal_id as "dealId", m.account_id as "accountId",
			m.starts_at as "startsAt", m.ended_at as "endedAt", m.duration_sec as "durationSec", m.lang, m.consent,
			m.transcript_rev as "transcriptRev"
		from meetings m left join users o on o.id = m.owner_id where m.id = ${meetingId}::uuid`.execute(db);
	return rows[0] ?? null;
}

/** Reads and folds a meeting; null when it is gone. */
export async function foldKept(db: Db, meetingId: string): Promise<FoldedMeeting | null> {
	const meeting = await readMeeting(db, meetingId);
	if (!meeting) return null;
	const context = await coachingContext(db, meeting);
	const events = await loadCoachingEvents(db, meetingId);
	const corrections = await listCorrections(db, meetingId);
	const participants = await listParticipants(db, meetingId);
	const told = meeting.lang;
	const state = withCorrections(
		foldMeeting(
			told === null ? events : events.map((e) => (e.type === "segment" && e.lang === null ? { ...e, lang: told } : e)),
			context,
		),
		corrections,
	);
	const only = (side: string): string | null => {
		const names = participants.filter((p) => p.side === side && p.speakerId !== null).flatMap((p) => p.name ?? []);
		return names.length === 1 ? (names[0] ?? null) : null;
	};
	const results = meetingResults(state, { rep: meeting.ownerName ?? only("rep"), customer: only("customer") });
	const known = { ...context, trackers: context.trackers.map(({ id, keywords, side }) => [id, keywords, side]) };
	const inputHash = createHash("sha256")
		.update(JSON.stringify([known, corrections, meeting.kind, meeting.lang, meeting.ownerName, state.modelVersion]))
		.digest("hex");
	return { meeting, state, results, participants, inputHash };
}
