import { sql, type Transaction } from "kysely";
import type { MeetingState } from "../../core/coaching/fold.ts";
import type { Segment } from "../../core/coaching/segment.ts";
import type { Instant } from "../../core/model/instant.ts";
import { recordAudit } from "../audit/record.ts";
import { insertNote, setCheck } from "../db/live-facts.ts";
import { changeLine, holdLine, type LineEntry, type LiveLine, logEntries, mayTakeSource } from "../db/live-lines.ts";
import { saveSegments } from "../db/meeting-words.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";
import { appendEvent } from "../events/append.ts";
import type { LiveInput } from "./live-input.ts";

/** Which meeting, and what is known of it where things are added. */
export interface KeepWhere {
	tenantId: number;
	meetingId: string;
	state: MeetingState;
	now: Instant;
}

/** What came of adding things. */
export interface Kept {
	/** The line as it was before and is now. */
	before: LiveLine;
	line: LiveLine;
	/** Segments that were new, among those given. */
	segments: Segment[];
	/** Something besides words changed. */
	isMore: boolean;
	/** The microphone was asked for while somebody else holds it. */
	isSourceTaken: boolean;
}

const OFF_RECORD_SEC = 60;

/** Adds things to a live meeting, all or none, in the order given. Every process locks the meeting's line to do so. */
export async function keepInputs(
	trx: Transaction<Tables>,
	where: KeepWhere,
	inputs: readonly LiveInput[],
): Promise<Kept> {
	const { tenantId, meetingId, now } = where;
	const before = await holdLine(trx, tenantId, meetingId);
	const line = { ...before };
	const given: Segment[] = [];
	let isSourceTaken = false;
	let isMore = false;
	for (const input of inputs) {
		if (input.type === "segment") {
			if (line.recording !== "off-record" && line.recording !== "declined") given.push(input.segment);
			continue;
		}
		if (input.type === "source" && input.sourceId !== null && !mayTakeSource(line, input.sourceId, now)) {
			isSourceTaken = true;
			continue;
		}
		given.push(...(await keepOther(trx, where, line, input)));
		isMore ||= input.type !== "source";
	}
	const segments = await keepSegments(trx, where, given);
	const entries: Omit<LineEntry, "seq">[] = segments.map(({ segmentId }) => ({ type: "segment", segmentId }));
	if (isMore) entries.push({ type: "other", segmentId: null });
	await changeLine(trx, meetingId, changedOf(before, line));
	if (entries.length > 0) line.seq = await logEntries(trx, tenantId, meetingId, line, entries);
	return { before, line, segments, isMore, isSourceTaken };
}

function changedOf(before: LiveLine, line: LiveLine): Partial<Omit<LiveLine, "seq">> {
	const changed: Partial<Omit<LiveLine, "seq">> = {};
	if (line.beganAt !== before.beganAt) changed.beganAt = line.beganAt;
	if (line.recording !== before.recording) changed.recording = line.recording;
	if (line.sourceId !== before.sourceId) changed.sourceId = line.sourceId;
	if (line.sourceUntil !== before.sourceUntil) changed.sourceUntil = line.sourceUntil;
	return changed;
}

/** A segment that has no words any more was taken back. Gives those that were new. */
async function keepSegments(
	trx: Transaction<Tables>,
	{ tenantId, meetingId, state }: KeepWhere,
	given: readonly Segment[],
): Promise<Segment[]> {
	const newest = new Map<string, Segment>();
	for (const segment of given) {
		const known = newest.get(segment.segmentId);
		if (!known || segment.rev >= known.rev) newest.set(segment.segmentId, segment);
	}
	// What is known here to be old need not be asked of the database.
	const writes = [...newest.values()].filter((segment) => {
		const known = state.book.segments.get(segment.segmentId);
		// Words that had to go do not come back.
		return !known || (known.segment !== null && (segment.rev > known.rev || !known.segment.final));
	});
	if (writes.length === 0) return [];
	const fresh = await saveSegments(
		trx,
		tenantId,
		meetingId,
		writes.map((segment) => ({ segment, isRetracted: segment.text === "", editedBy: null })),
	);
	return fresh === 0 ? [] : writes;
}

/** Keeps one thing that is no words, and changes the line; gives segments that go because of it, without their words. */
async function keepOther(
	trx: Transaction<Tables>,
	{ tenantId, meetingId, state, now }: KeepWhere,
	line: LiveLine,
	input: Exclude<LiveInput, { type: "segment" }>,
): Promise<Segment[]> {
	const at = line.beganAt === null ? null : (now - line.beganAt) / 1000;
	switch (input.type) {
		case "begin":
			if (line.beganAt !== null) return [];
			line.beganAt = now;
			await sql`update meetings set state = 'live', starts_at = ${timestamp(now)}, version = version + 1,
				updated_at = now() where id = ${meetingId}::uuid and state = 'planned'`.execute(trx);
			await appendEvent(trx, { tenantId, type: "meeting.changed", entity: "meeting", entityId: meetingId });
			return [];
		case "note":
			await insertNote(trx, { ...input, tenantId, meetingId, authorId: input.userId, at });
			return [];
		case "check":
			await setCheck(trx, { ...input, tenantId, meetingId });
			return [];
		case "action":
			await keepAction(trx, { tenantId, meetingId, state }, input);
			return [];
		case "tip-dismissed":
			await keepTip(trx, { tenantId, meetingId, state }, input.tipId, sql`dismissed_at = now()`);
			if (input.isForGood)
				await sql`insert into coaching_preferences as p (tenant_id, user_id, muted)
					values (${tenantId}, ${input.userId}::uuid, array[${input.kind}])
					on conflict (tenant_id, user_id) do update
					set muted = array(select distinct unnest(p.muted || excluded.muted) order by 1)`.execute(trx);
			return [];
		case "tip-thumb":
			await keepTip(trx, { tenantId, meetingId, state }, input.tipId, sql`thumb = ${input.thumb}`);
			return [];
		case "speaker":
			await sql`insert into meeting_participants as p (tenant_id, meeting_id, speaker_id, name, role, said_by, rev)
				values (${tenantId}, ${meetingId}::uuid, ${input.speakerId}, ${input.name}, ${input.role}, ${input.userId}::uuid, 2)
				on conflict (tenant_id, meeting_id, speaker_id) do update set name = excluded.name, role = excluded.role,
				said_by = excluded.said_by, rev = p.rev + 1`.execute(trx);
			return [];
		case "consent":
			await keepConsent(trx, { tenantId, meetingId }, input);
			if (input.answer === "given") return [];
			line.recording = "declined";
			return wordless(state, Number.NEGATIVE_INFINITY);
		case "source":
			line.sourceId = input.sourceId;
			line.sourceUntil = input.sourceId === null ? null : input.untilMs;
			return [];
		case "recording":
			if (line.recording === "declined") return [];
			line.recording = input.recording;
			return input.recording === "off-record" ? wordless(state, (at ?? 0) - OFF_RECORD_SEC) : [];
		case "end":
			await sql`update meetings set state = 'processing', ended_at = coalesce(ended_at, ${timestamp(now)}),
				duration_sec = coalesce(duration_sec, ${Math.round(input.at)}), version = version + 1, updated_at = now()
				where id = ${meetingId}::uuid and state in ('planned', 'live')`.execute(trx);
			line.sourceId = null;
			if (line.recording !== "declined") line.recording = "off";
			await appendEvent(trx, { tenantId, type: "meeting.changed", entity: "meeting", entityId: meetingId });
			return [];
	}
}

/** Segments that end after a second, taken back. */
function wordless({ book }: MeetingState, after: number): Segment[] {
	return [...book.segments.values()].flatMap(({ rev, segment }) => {
		if (!segment || segment.end < after) return [];
		const { words: _, ...kept } = segment;
		return [{ ...kept, rev: rev + 1, text: "", final: true }];
	});
}

type Which = Pick<KeepWhere, "tenantId" | "meetingId" | "state">;

async function keepAction(
	trx: Transaction<Tables>,
	{ tenantId, meetingId, state }: Which,
	{ actionId, status, userId }: Extract<LiveInput, { type: "action" }>,
): Promise<void> {
	const action = state.derived.actions.find((a) => a.id === actionId);
	if (!action) return;
	await sql`insert into meeting_actions as a (tenant_id, meeting_id, found_id, text, owner, owner_speaker_id, due_on,
			due_words, status, confidence, segment_ids, quote, at_sec, rev, updated_by, completed_at)
		values (${tenantId}, ${meetingId}::uuid, ${actionId}, ${action.text.slice(0, 1000)}, ${action.owner},
			${action.ownerSpeakerId}, ${action.due?.date ?? null}::date, ${action.due?.words ?? null}, ${status},
			${action.confidence}, ${action.segmentIds}::text[], ${action.quote}, ${action.at}, 2, ${userId}::uuid,
			case when ${status} = 'done' then now() end)
		on conflict (tenant_id, meeting_id, found_id) do update set status = excluded.status, rev = a.rev + 1,
			updated_by = excluded.updated_by, completed_at = excluded.completed_at, updated_at = now()`.execute(trx);
}

async function keepTip(
	trx: Transaction<Tables>,
	{ tenantId, meetingId, state }: Which,
	tipId: string,
	change: ReturnType<typeof sql>,
): Promise<void> {
	const tip = state.derived.tips.find((t) => t.id === tipId);
	if (!tip) return;
	await sql`insert into meeting_tips (tenant_id, meeting_id, tip_id, kind, params, rank, segment_ids, quote, at_sec,
			expires_at_sec, was_shown)
		values (${tenantId}, ${meetingId}::uuid, ${tipId}, ${tip.kind}, ${JSON.stringify(tip.params)}::jsonb, ${tip.rank},
			${tip.segmentIds}::text[], ${tip.quote}, ${tip.at}, ${tip.expiresAt}, true)
		on conflict (tenant_id, meeting_id, tip_id) do nothing`.execute(trx);
	await sql`update meeting_tips set was_shown = true, ${change}
		where meeting_id = ${meetingId}::uuid and tip_id = ${tipId}`.execute(trx);
}

async function keepConsent(
	trx: Transaction<Tables>,
	{ tenantId, meetingId }: Omit<Which, "state">,
	{ answer, how, userId }: Extract<LiveInput, { type: "consent" }>,
): Promise<void> {
	await sql`insert into meeting_consents (tenant_id, meeting_id, answer, how, notice, recorded_by)
		select ${tenantId}, ${meetingId}::uuid, ${answer}, ${how},
			(select consent_notice from coaching_settings), ${userId}::uuid`.execute(trx);
	await sql`update meetings set consent = ${answer}, version = version + 1, updated_at = now()
		where id = ${meetingId}::uuid`.execute(trx);
	const person =
		userId === null
			? null
			: await trx.selectFrom("users").select("name").where("id", "=", userId).executeTakeFirstOrThrow();
	await recordAudit(trx, {
		tenantId,
		actorId: userId,
		// Nobody here: the meeting's own room said so.
		actor: person?.name ?? "meeting bot",
		action: `meeting.consent-${answer}`,
		entity: "meeting",
		entityId: meetingId,
		detail: { how },
	});
}
