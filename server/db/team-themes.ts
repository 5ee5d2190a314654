import { sql } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";
import type { Db } from "./connect.ts";
import { timestamp } from "./values.ts";

/** Below so many people a mean would tell of one of them. */
const LEAST_PEOPLE = 3;

/** A side of the meetings of several people together. */
export interface TeamCriterion {
	code: string;
	/** Mean, 0–10, over so many meetings of so many people. */
	value: number;
	meetings: number;
	people: number;
	/** The mean of a span as long before; null where too few people had meetings. */
	before: number | null;
}

/** How the meetings of people in sight went, all together: never one person's. */
export interface TeamThemes {
	meetings: number;
	people: number;
	/** Lowest first. */
	criteria: TeamCriterion[];
	/** What customers objected to, most often first, in the meetings of at least three people. */
	objections: { detail: string; n: number }[];
}

/**
 * Sums and means over the meetings that ended since, sample calls left out. Null below three people; a side or an
 * objection that fewer than three of them had is left out.
 */
export async function teamThemes(
	db: Db,
	{ visibleOwners, since, now }: { visibleOwners: VisibleOwners; since: Instant; now: Instant },
): Promise<TeamThemes | null> {
	const at = (moment: Instant) => sql`${timestamp(moment)}::timestamptz`;
	const ended = sql`coalesce(m.ended_at, m.starts_at)`;
	const ours = sql`m.source <> 'sample' and m.owner_id is not null and ${ownedInSight(sql`m.owner_id`, visibleOwners)}`;
	const counted = await sql<{ meetings: number; people: number }>`select count(*)::int as meetings,
			count(distinct m.owner_id)::int as people
		from meetings m join meeting_numbers n on n.meeting_id = m.id
		where ${ours} and ${ended} >= ${at(since)} and ${ended} < ${at(now)}`.execute(db);
	const { meetings, people } = counted.rows[0] ?? { meetings: 0, people: 0 };
	if (people < LEAST_PEOPLE) return null;
	const isNow = sql`${ended} >= ${at(since)}`;
	const criteria = await sql<TeamCriterion>`select code, value, meetings, people,
			case when "peopleBefore" >= ${sql.lit(LEAST_PEOPLE)} then before end as before
		from (select c.key as code, avg(c.value::float8) filter (where ${isNow}) as value,
				count(*) filter (where ${isNow})::int as meetings, count(distinct m.owner_id) filter (where ${isNow})::int as people,
				avg(c.value::float8) filter (where not ${isNow}) as before,
				count(distinct m.owner_id) filter (where not ${isNow})::int as "peopleBefore"
			from meetings m join meeting_numbers n on n.meeting_id = m.id cross join lateral jsonb_each_text(n.criteria) c
			where ${ours} and c.value is not null and ${ended} >= ${at(2 * since - now)} and ${ended} < ${at(now)} group by c.key) x
		where people >= ${sql.lit(LEAST_PEOPLE)} order by value, code`.execute(db);
	const objections = await sql<{ detail: string; n: number }>`select i.detail, count(*)::int as n
		from meetings m join meeting_insights i on i.meeting_id = m.id and i.kind = 'objection'
		where ${ours} and ${isNow} and ${ended} < ${at(now)} and i.side = 'customer' and i.verdict is distinct from 'wrong'
		group by i.detail having count(distinct m.owner_id) >= ${sql.lit(LEAST_PEOPLE)} order by n desc, i.detail limit 3`.execute(
		db,
	);
	return { meetings, people, criteria: criteria.rows, objections: objections.rows };
}
