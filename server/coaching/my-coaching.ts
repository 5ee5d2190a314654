import { sql } from "kysely";
import { RUBRIC } from "../../core/coaching/after/performance-score.ts";
import type { CoachingPlanJson, MyCoachingJson } from "../../core/contract/coaching.ts";
import type { Instant } from "../../core/model/instant.ts";
import { type MeetingPoint, newestMeetings } from "../db/analytics.ts";
import { coachingPreferences } from "../db/coaching.ts";
import type { Db } from "../db/connect.ts";
import { say, type Viewer } from "../views/viewer.ts";
import { changeOf, criterionMeans } from "./personal-insights.ts";

type Criterion = CoachingPlanJson["criterion"];
const NEWEST = 40;
/** A focus rests on the newest meetings. */
const FOCUS = 10;

/** One thing for somebody to work on: where most of the score is to be won; with its trend, plan, and a colleague's example. */
export async function myCoaching(db: Db, userId: string, viewer: Viewer, now: Instant): Promise<MyCoachingJson> {
	const points = await newestMeetings(db, userId, NEWEST);
	const plan = (await plansOf(db, viewer, [userId])).find(({ state }) => state === "active") ?? null;
	const code = plan?.criterion ?? focusOf(points);
	const preferences = await coachingPreferences(db, userId);
	const tips = await sql<{ kind: string; shown: number; dismissed: number }>`select t.kind, count(*)::int as shown,
			count(t.dismissed_at)::int as dismissed
		from meeting_tips t join meetings m on m.id = t.meeting_id where m.owner_id = ${userId}::uuid
		group by t.kind order by shown desc, t.kind limit 12`.execute(db);
	return {
		focus: code === null ? null : focusJson(points, code, viewer),
		score: points.flatMap(({ at, score, meetingId, title }) =>
			score === null ? [] : [{ at: new Date(at).toISOString(), value: score, meetingId, title }],
		),
		plan,
		example: code === null ? null : await exampleFor(db, code, userId),
		shared: await examplesBy(db, userId),
		tips: tips.rows.map((tip) => ({
			...tip,
			text: say(viewer, wordOfTip(tip.kind)),
			isMuted: preferences.muted.includes(tip.kind),
		})),
		preferences,
		asOf: new Date(now).toISOString(),
	};
}

/** What a kind of tip is about: of doubts which, of things to learn which. */
function wordOfTip(kind: string): string {
	const [group = "", which] = kind.split(".");
	if (group === "objection") return `meeting.objection.${which}`;
	return group === "slot" ? `coach.slot.${which}` : `coaching.tipKind.${group}`;
}

/** Where most of the score is to be won: weight times what is missing, over the newest meetings. */
function focusOf(points: readonly MeetingPoint[]): Criterion | null {
	const gaps = criterionMeans(points.slice(-FOCUS)).map(({ code, mean }) => ({
		code: code as Criterion,
		gap: (RUBRIC[code as Criterion] ?? 0) * (10 - mean),
	}));
	return gaps.sort((a, b) => b.gap - a.gap)[0]?.code ?? null;
}

function focusJson(points: readonly MeetingPoint[], criterion: Criterion, viewer: Viewer): MyCoachingJson["focus"] {
	const trend = points.flatMap(({ at, meetingId, criteria }) => {
		const value = criteria[criterion];
		return value === null || value === undefined ? [] : [{ at: new Date(at).toISOString(), value, meetingId }];
	});
	const newest = trend.slice(-FOCUS);
	if (newest.length === 0) return null;
	const value = newest.reduce((sum, point) => sum + point.value, 0) / newest.length;
	return {
		...{ criterion, value, n: newest.length, trend },
		label: say(viewer, `coach.criterion.${criterion}`),
		text: say(viewer, "coaching.focus.text", { points: Math.round(RUBRIC[criterion] * (10 - value) * 10) / 10 }),
		advice: say(viewer, `coaching.advice.${criterion}`),
		change: changeOf(trend.map((point) => point.value)),
	};
}

/** Plans of these people, newest first, with how far each is. */
export async function plansOf(
	db: Db,
	viewer: Viewer,
	userIds: readonly string[],
	only?: string,
): Promise<CoachingPlanJson[]> {
	const { rows } = await sql<
		Omit<CoachingPlanJson, "label" | "progress">
	>`select p.id, jsonb_build_object('id', u.id, 'name', u.name) as user, p.criterion, p.started_on as "startedOn",
			p.ends_on as "endsOn", p.start_value as "startValue", p.goal_value as "goalValue", x.value, coalesce(x.n, 0) as n,
			p.state, p.note, p.version
		from coaching_plans p join users u on u.id = p.user_id
			left join lateral (select avg((n.criteria ->> p.criterion)::float8) as value, count(n.criteria ->> p.criterion)::int as n
				from meetings m join meeting_numbers n on n.meeting_id = m.id
				where m.owner_id = p.user_id and m.source <> 'sample' and m.starts_at >= p.started_on::timestamptz) x on true
		where p.user_id = any(${userIds}::uuid[]) ${only ? sql`and p.id = ${only}::uuid` : sql``}
		order by p.created_at desc`.execute(db);
	return rows.map((row) => ({
		...row,
		label: say(viewer, `coach.criterion.${row.criterion}`),
		progress: progressOf(row),
	}));
}

function progressOf({
	startValue,
	goalValue,
	value,
}: Pick<CoachingPlanJson, "startValue" | "goalValue" | "value">): number | null {
	if (value === null) return null;
	const start = startValue ?? 0;
	if (goalValue <= start) return value >= goalValue ? 1 : 0;
	return Math.max(0, Math.min(1, (value - start) / (goalValue - start)));
}

const exampleColumns = sql`e.id, e.criterion, e.quote, e.note, jsonb_build_object('id', u.id, 'name', u.name) as "sharedBy",
	m.title as "meetingTitle", to_char(e.shared_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "sharedAt"`;
const exampleJoins = sql`coaching_examples e join users u on u.id = e.shared_by join meetings m on m.id = e.meeting_id`;

/** The newest moment that somebody else has shared. */
async function exampleFor(db: Db, criterion: Criterion, userId: string): Promise<MyCoachingJson["example"]> {
	const { rows } = await sql<NonNullable<MyCoachingJson["example"]>>`select ${exampleColumns} from ${exampleJoins}
		where e.criterion = ${criterion} and e.shared_by <> ${userId}::uuid order by e.shared_at desc limit 1`.execute(db);
	return rows[0] ?? null;
}

async function examplesBy(db: Db, userId: string): Promise<MyCoachingJson["shared"]> {
	const { rows } = await sql<MyCoachingJson["shared"][number]>`select ${exampleColumns} from ${exampleJoins}
		where e.shared_by = ${userId}::uuid order by e.shared_at desc limit 50`.execute(db);
	return rows;
}
