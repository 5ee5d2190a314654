import { sql, type Transaction } from "kysely";
import type { MeetingResults } from "../../core/coaching/after/meeting-results.ts";
import type { MeetingState } from "../../core/coaching/fold.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Tables } from "./tables.ts";
import { jsonb, timestamp } from "./values.ts";

/** Keeps a meeting's numbers, all from rules; without a score or sentiment where the workspace wants none. */
export async function saveNumbers(
	trx: Transaction<Tables>,
	tenantId: number,
	meetingId: string,
	{ results, state }: { results: MeetingResults; state: MeetingState },
	wanted: { hasScore: boolean; hasSentiment: boolean },
	now: Instant,
): Promise<void> {
	const { metrics, score, slots } = results;
	const reps = metrics.speakers.filter((s) => s.role === "rep");
	const words = reps.reduce((sum, s) => sum + s.words, 0);
	const minutes = reps.reduce((sum, s) => sum + s.talkSec, 0) / 60;
	const objections = score.criteria.find((c) => c.code === "objections");
	const signals = state.derived.signals;
	const values = {
		score: wanted.hasScore ? score.value : null,
		criteria: jsonb(wanted.hasScore ? Object.fromEntries(score.criteria.map((c) => [c.code, c.value])) : {}),
		confidence: state.derived.confidence.value,
		sentiment: wanted.hasSentiment ? (state.derived.sentiment?.value ?? null) : null,
		talk_ratio: metrics.talkRatio,
		longest_monologue_sec: metrics.longestMonologueSec,
		longest_story_sec: metrics.longestCustomerStorySec,
		interactivity: metrics.interactivity,
		patience_sec: metrics.patienceSec,
		interruptions: metrics.interruptions,
		questions: metrics.questions.rep,
		open_share: metrics.questions.openShare,
		unanswered: metrics.questions.unanswered,
		pace: minutes > 0.1 ? words / minutes : null,
		fillers: metrics.fillersPerHundred,
		buying: signals.filter((s) => s.kind === "buying" && s.side === "customer").length,
		objections: signals.filter((s) => s.kind === "objection" && s.side === "customer").length,
		objections_met: objections?.evidence.params["met"] ?? 0,
		slots_known: slots.filter((s) => s.level >= 2 && s.slot !== "nextStep").length,
		next_step_level: slots.find((s) => s.slot === "nextStep")?.level ?? 0,
		is_estimated: metrics.isEstimated,
		model_version: `${score.modelVersion}+${results.modelVersion}`,
		as_of: timestamp(now),
	};
	await trx
		.insertInto("meeting_numbers")
		.values({ tenant_id: tenantId, meeting_id: meetingId, ...values })
		.onConflict((conflict) => conflict.columns(["tenant_id", "meeting_id"]).doUpdateSet(values))
		.execute();
}

/** Counts a person's meetings anew: from their numbers and what became of the deals they were about. */
export async function countUser(
	trx: Transaction<Tables>,
	tenantId: number,
	userId: string,
	now: Instant,
): Promise<void> {
	await sql`with mine as (
			select m.id, m.kind, m.duration_sec, m.deal_id, n.score, n.confidence, n.talk_ratio, n.questions
			from meetings m left join meeting_numbers n on n.meeting_id = m.id
			where m.owner_id = ${userId}::uuid and m.state = 'ready' and m.source <> 'sample'),
		decided as (select distinct d.id, d.status from mine join deals d on d.id = mine.deal_id where d.status <> 'open'),
		kinds as (select kind from mine where score is not null group by kind having count(*) >= 2
			order by avg(score) desc, kind limit 1)
		insert into user_analytics (tenant_id, user_id, meetings, minutes, scored, score, confidence, talk_ratio, questions,
			decided, won, best_kind, calculated_at)
		select ${tenantId}, ${userId}::uuid, count(*)::int, coalesce(sum(duration_sec), 0) / 60.0, count(score)::int,
			avg(score), avg(confidence), avg(talk_ratio), avg(questions), (select count(*)::int from decided),
			(select count(*)::int from decided where status = 'won'), (select kind from kinds), ${timestamp(now)}
		from mine
		on conflict (tenant_id, user_id) do update set (meetings, minutes, scored, score, confidence, talk_ratio, questions,
			decided, won, best_kind, calculated_at) = (excluded.meetings, excluded.minutes, excluded.scored, excluded.score,
			excluded.confidence, excluded.talk_ratio, excluded.questions, excluded.decided, excluded.won, excluded.best_kind,
			excluded.calculated_at)`.execute(trx);
}
