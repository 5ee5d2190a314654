import { sql } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import { timestamp } from "./values.ts";

/** What was kept of a person's meetings. */
export interface UserAnalyticsRow {
	meetings: number;
	minutes: number;
	scored: number;
	score: number | null;
	confidence: number | null;
	talkRatio: number | null;
	questions: number | null;
	decided: number;
	won: number;
	bestKind: string | null;
	calculatedAt: Instant;
}

/** What was kept of a person's meetings; null before the first of them. */
export async function userAnalyticsOf(db: Db, userId: string): Promise<UserAnalyticsRow | null> {
	const { rows } = await sql<UserAnalyticsRow>`select meetings, minutes, scored, score, confidence,
			talk_ratio as "talkRatio", questions, decided, won, best_kind as "bestKind", calculated_at as "calculatedAt"
		from user_analytics where user_id = ${userId}::uuid`.execute(db);
	return rows[0] ?? null;
}

/** Sums and means over everybody of a team and the teams beneath it. */
export async function teamAnalyticsOf(db: Db, teamId: string) {
	const people = sql`select u.id from users u join team_ancestors a on a.team_id = u.team_id where a.ancestor_id = ${teamId}::uuid`;
	const { rows } = await sql<{
		people: number;
		meetings: number;
		minutes: number;
		scored: number;
		scorers: number;
		score: number | null;
		decided: number;
		won: number;
	}>`select (select count(*)::int from (${people}) p) as people, coalesce(sum(meetings), 0)::int as meetings,
			coalesce(sum(minutes), 0)::float8 as minutes, coalesce(sum(scored), 0)::int as scored,
			count(*) filter (where scored > 0)::int as scorers,
			sum(score * scored) / nullif(sum(scored) filter (where score is not null), 0) as score,
			coalesce(sum(decided), 0)::int as decided, coalesce(sum(won), 0)::int as won
		from user_analytics where user_id in (${people})`.execute(db);
	const criteria = await sql<{ code: string; value: number | null; n: number }>`select c.key as code,
			avg(c.value::float8) as value, count(*)::int as n
		from meetings m join meeting_numbers n on n.meeting_id = m.id cross join lateral jsonb_each_text(n.criteria) c
		where m.owner_id in (${people}) and m.source <> 'sample' and c.value is not null group by c.key`.execute(db);
	return { ...rows[0], criteria: criteria.rows };
}

/** A meeting's numbers in order of time. */
export interface MeetingPoint {
	meetingId: string;
	title: string;
	kind: string;
	at: Instant;
	score: number | null;
	criteria: Record<string, number | null>;
}

/** The newest scored meetings of somebody, oldest of them first. */
export async function newestMeetings(
	db: Db,
	userId: string,
	limit: number,
	since: Instant | null = null,
): Promise<MeetingPoint[]> {
	const { rows } = await sql<MeetingPoint>`select * from (
			select m.id as "meetingId", m.title, m.kind, m.starts_at as at, n.score, n.criteria
			from meetings m join meeting_numbers n on n.meeting_id = m.id
			where m.owner_id = ${userId}::uuid and m.source <> 'sample' and n.score is not null
				${since === null ? sql`` : sql`and m.starts_at >= ${timestamp(since)}::timestamptz`}
			order by m.starts_at desc limit ${sql.lit(limit)}) x order by at`.execute(db);
	return rows;
}

/** Deals that meetings were about, by the month in which they were decided; of one person's meetings, or all in sight. */
export async function decidedByMonth(
	db: Db,
	userIds: readonly string[] | null,
	from: Instant,
): Promise<{ month: string; decided: number; won: number }[]> {
	const { rows } = await sql<{ month: string; decided: number; won: number }>`select
			to_char(d.closed_at at time zone (select zone from tenants), 'YYYY-MM') as month, count(*)::int as decided,
			count(*) filter (where d.status = 'won')::int as won
		from deals d where d.status <> 'open' and d.closed_at >= ${timestamp(from)}::timestamptz
			and exists (select from meetings m where m.deal_id = d.id
				${userIds === null ? sql`` : sql`and m.owner_id = any(${userIds}::uuid[])`})
		group by 1 order by 1`.execute(db);
	return rows;
}

/** How somebody talks, by kind of meeting. */
export async function talkByKind(db: Db, userId: string) {
	const { rows } = await sql<{
		kind: string;
		n: number;
		talkRatio: number | null;
		longestMonologueSec: number | null;
		patienceSec: number | null;
		questions: number | null;
		pace: number | null;
		fillers: number | null;
	}>`select m.kind, count(*)::int as n, avg(n.talk_ratio) as "talkRatio", avg(n.longest_monologue_sec) as "longestMonologueSec",
			avg(n.patience_sec) as "patienceSec", avg(n.questions)::float8 as questions, avg(n.pace) as pace, avg(n.fillers) as fillers
		from meetings m join meeting_numbers n on n.meeting_id = m.id
		where m.owner_id = ${userId}::uuid and m.source <> 'sample' group by m.kind order by n desc, m.kind`.execute(db);
	return rows;
}
