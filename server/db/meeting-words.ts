import { sql, type Transaction } from "kysely";
import type { CoachingEvent, Segment, TimedWord } from "../../core/coaching/segment.ts";
import type { Side } from "../../core/model/meeting.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { jsonb } from "./values.ts";

/** A segment as it is kept, or one that was taken back (`text` empty). */
export interface SegmentWrite {
	segment: Segment;
	isRetracted: boolean;
	editedBy: string | null;
}

/**
 * Keeps segments of a meeting, the higher revision of each; older and equal ones change nothing, whatever order they come
 * in. Gives how many were new; when there were any, the transcript's own revision grows by one.
 */
export async function saveSegments(
	trx: Transaction<Tables>,
	tenantId: number,
	meetingId: string,
	writes: readonly SegmentWrite[],
): Promise<number> {
	let fresh = 0;
	for (let from = 0; from < writes.length; from += 500) {
		const batch = writes.slice(from, from + 500).map(({ segment, isRetracted, editedBy }) => ({
			tenant_id: tenantId,
			meeting_id: meetingId,
			segment_id: segment.segmentId,
			rev: segment.rev,
			channel: segment.channel,
			speaker_id: segment.speakerId,
			role: segment.role,
			start_sec: segment.start,
			end_sec: Math.max(segment.start, segment.end),
			text: isRetracted ? "" : segment.text,
			words: segment.words && !isRetracted ? jsonb(segment.words) : null,
			is_final: segment.final,
			is_retracted: isRetracted,
			lang: segment.lang,
			confidence: segment.confidence ?? null,
			edited_by: editedBy,
		}));
		const result = await trx
			.insertInto("meeting_segments")
			.values(batch)
			.onConflict((conflict) =>
				conflict
					.columns(["tenant_id", "meeting_id", "segment_id"])
					.doUpdateSet((eb) => ({
						rev: eb.ref("excluded.rev"),
						channel: eb.ref("excluded.channel"),
						speaker_id: eb.ref("excluded.speaker_id"),
						role: eb.ref("excluded.role"),
						start_sec: eb.ref("excluded.start_sec"),
						end_sec: eb.ref("excluded.end_sec"),
						text: eb.ref("excluded.text"),
						words: eb.ref("excluded.words"),
						is_final: eb.ref("excluded.is_final"),
						is_retracted: eb.ref("excluded.is_retracted"),
						lang: eb.ref("excluded.lang"),
						confidence: eb.ref("excluded.confidence"),
						edited_by: eb.ref("excluded.edited_by"),
					}))
					// Of one revision told twice: what was taken back stays back, what is final stays final.
					.where(
						sql<boolean>`excluded.rev > meeting_segments.rev or (excluded.rev = meeting_segments.rev
							and not meeting_segments.is_retracted
							and (excluded.is_retracted or (excluded.is_final and not meeting_segments.is_final)))`,
					),
			)
			.executeTakeFirst();
		fresh += Number(result.numInsertedOrUpdatedRows ?? 0);
	}
	if (fresh > 0) await turnTranscript(trx, meetingId);
	return fresh;
}

/** Notes that words or speakers changed: what was made from them is old. */
export async function turnTranscript(trx: Transaction<Tables>, meetingId: string): Promise<void> {
	await trx
		.updateTable("meetings")
		.set({ transcript_rev: sql`transcript_rev + 1` })
		.where("id", "=", meetingId)
		.execute();
}

interface SegmentColumns {
	segmentId: string;
	rev: number;
	channel: number | null;
	speakerId: string | null;
	role: Side;
	start: number;
	end: number;
	text: string;
	words: TimedWord[] | null;
	final: boolean;
	isRetracted: boolean;
	lang: string | null;
	confidence: number | null;
}

/** A segment of a transcript with who edited it. */
export type KeptSegment = Segment & { editedBy: string | null };

/** Segments of a meeting in order of time, without those taken back. */
export async function listSegments(db: Db, meetingId: string): Promise<KeptSegment[]> {
	const rows = await readSegments(db, meetingId);
	return rows.filter((row) => !row.isRetracted).map((row) => ({ ...segmentOf(row), editedBy: row.editedBy }));
}

/**
 * Everything a meeting is folded from: its segments, what is known of its speakers, what people did with actions and
 * tips, and when it ended. Folding it twice, or with events that live pages sent besides, gives the same meeting.
 */
export async function loadCoachingEvents(db: Db, meetingId: string): Promise<CoachingEvent[]> {
	const events = (await readSegments(db, meetingId)).map(eventOf);
	const speakers = await sql<{ speakerId: string; name: string | null; role: Side; rev: number }>`
		select speaker_id as "speakerId", name, role, rev from meeting_participants
		where meeting_id = ${meetingId}::uuid and speaker_id is not null`.execute(db);
	for (const speaker of speakers.rows) events.push({ type: "speaker", ...speaker });
	const actions = await sql<{ actionId: string; rev: number; status: "open" | "doing" | "done" | "dismissed" }>`
		select found_id as "actionId", rev, status from meeting_actions
		where meeting_id = ${meetingId}::uuid and found_id is not null and rev > 1`.execute(db);
	for (const { status, ...action } of actions.rows)
		events.push({ type: "action", ...action, status: status === "doing" ? "open" : status });
	const tips = await sql<{ tipId: string; kind: string }>`select tip_id as "tipId", kind from meeting_tips
		where meeting_id = ${meetingId}::uuid and dismissed_at is not null`.execute(db);
	for (const tip of tips.rows) events.push({ type: "tip-dismissed", ...tip });
	const ended = await sql<{ at: number | null }>`select duration_sec as at from meetings
		where id = ${meetingId}::uuid and ended_at is not null`.execute(db);
	const at = ended.rows[0]?.at;
	if (at !== undefined && at !== null) events.push({ type: "ended", at });
	return events;
}

/** Some segments of a meeting, as the coach folds them. */
export async function findSegments(db: Db, meetingId: string, ids: readonly string[]): Promise<CoachingEvent[]> {
	return (await readSegments(db, meetingId, ids)).map(eventOf);
}

function eventOf(row: SegmentColumns): CoachingEvent {
	if (row.isRetracted) return { type: "retracted", segmentId: row.segmentId, rev: row.rev };
	return { type: "segment", ...segmentOf(row) };
}

async function readSegments(
	db: Db,
	meetingId: string,
	ids: readonly string[] | null = null,
): Promise<(SegmentColumns & { editedBy: string | null })[]> {
	const { rows } = await sql<
		SegmentColumns & { editedBy: string | null }
	>`select segment_id as "segmentId", rev, channel,
			speaker_id as "speakerId", role, start_sec as start, end_sec as "end", text, words, is_final as final,
			is_retracted as "isRetracted", lang, confidence, edited_by as "editedBy"
		from meeting_segments where meeting_id = ${meetingId}::uuid and (${ids}::text[] is null or segment_id = any(${ids}))
		order by start_sec, end_sec, segment_id`.execute(db);
	return rows;
}

function segmentOf({
	words,
	confidence,
	isRetracted: _,
	...row
}: SegmentColumns & { editedBy?: string | null }): Segment {
	const { editedBy: __, ...segment } = row;
	return { ...segment, ...(words ? { words } : {}), ...(confidence === null ? {} : { confidence }) };
}
