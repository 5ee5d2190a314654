import { sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import { MEETING_STAGES, type MeetingStage } from "../../core/model/meeting.ts";
import { saveInsights, saveTips } from "../db/meeting-findings.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";
import type { FoldedMeeting } from "./fold-kept.ts";

/**
 * Closes a meeting's transcript: its language, stage and length, what was found in it, and the activity on its deal, unless
 * the calendar has one there already.
 */
export async function finaliseMeeting(
	trx: Transaction<Tables>,
	tenantId: number,
	{ meeting, state, results }: FoldedMeeting,
	now: Instant,
): Promise<object> {
	const { derived } = state;
	const last = [...state.book.segments.values()].reduce((end, { segment }) => Math.max(end, segment?.end ?? 0), 0);
	const durationSec = Math.max(meeting.durationSec ?? 0, Math.round(last));
	const said = derived.stage.stage.toLowerCase();
	const stage: MeetingStage | null = MEETING_STAGES.find((one) => one === said) ?? null;
	await trx
		.updateTable("meetings")
		.set({
			lang: meeting.lang ?? state.lang,
			duration_sec: durationSec,
			ended_at: timestamp(meeting.endedAt ?? meeting.startsAt + durationSec * 1000),
			stage: sql`coalesce(stage, ${stage})`,
			updated_at: timestamp(now),
		})
		.where("id", "=", meeting.id)
		.execute();
	// Corrections stand in the rows themselves: what was found is kept as it was found.
	await saveInsights(trx, tenantId, meeting.id, derived.signals, results.slots);
	await saveTips(trx, tenantId, meeting.id, derived.tips);
	await keepActivity(trx, tenantId, meeting.id);
	return { segments: state.reads.size, durationSec, lang: state.lang, signals: derived.signals.length };
}

/** One activity a meeting, under the meeting's own id. */
async function keepActivity(trx: Transaction<Tables>, tenantId: number, meetingId: string): Promise<void> {
	await sql`delete from activities where id = ${meetingId}::uuid`.execute(trx);
	await sql`select courtside_ensure_partitions('activities', m.starts_at, m.starts_at) from meetings m
		where m.id = ${meetingId}::uuid`.execute(trx);
	await sql`insert into activities (tenant_id, occurred_at, id, kind, subject, owner_id, account_id, deal_id, duration_minutes)
		select ${tenantId}, m.starts_at, m.id, 'meeting', m.title, m.owner_id, m.account_id, m.deal_id,
			round(m.duration_sec / 60.0)::int
		from meetings m where m.id = ${meetingId}::uuid and m.source <> 'sample'
			and not coalesce(m.match -> 'reasons', '[]') @> '[{"code": "calendar"}]'`.execute(trx);
}
