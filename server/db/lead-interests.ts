import { sql } from "kysely";
import { DAY_MS, type Instant } from "../../core/model/instant.ts";
import type { ContentTry } from "../../core/scoring/nurture/answer-habits.ts";
import type { OfferedContent } from "../../core/scoring/nurture/match-content.ts";
import type { Db } from "./connect.ts";
import { timestamp } from "./values.ts";

const INTEREST_DAYS = 180;
const MOST_SUBJECTS = 200;

/** Subjects of what came from each of these leads in the half year before `until`, newest first. */
export async function leadSubjects(db: Db, leadIds: readonly string[], until: Instant): Promise<Map<string, string[]>> {
	const { rows } = await sql<{ id: string; subjects: string[] }>`select k.id::text as id, v.subjects
		from unnest(${leadIds}::uuid[]) k(id) cross join lateral (
			select coalesce(array_agg(x.subject), '{}') as subjects from (
				select v.subject from activities v where v.lead_id = k.id and v.direction = 'in' and v.subject <> ''
					and v.occurred_at >= ${timestamp(until - INTEREST_DAYS * DAY_MS)} and v.occurred_at < ${timestamp(until)}
				order by v.occurred_at desc limit ${sql.lit(MOST_SUBJECTS)}) x) v`.execute(db);
	return new Map(rows.map((row) => [row.id, row.subjects]));
}

/**
 * What of the library may go to somebody who is not a deal yet: lines that are not archived, against no competitor, and for
 * no stage or the first; in this language where there are any, with how deals ended in which each was used.
 */
export async function contentForLeads(db: Db, locale: string): Promise<OfferedContent[]> {
	const { rows } = await sql<OfferedContent & { locale: string }>`
		select c.id::text as id, c.title, c.body, c.industry, c.locale,
			count(distinct d.id) filter (where d.status = 'won')::int as won,
			count(distinct d.id) filter (where d.status = 'lost')::int as lost
		from content c left join stages s on s.id = c.stage_id
			left join content_uses u on u.content_id = c.id and u.kind = 'used' left join deals d on d.id = u.deal_id
		where c.archived_at is null and c.competitor_id is null and (s.id is null or s.position = (
			select min(f.position) from stages f where f.pipeline_id = s.pipeline_id and f.kind = 'open'))
		group by c.tenant_id, c.id order by c.id`.execute(db);
	const language = (code: string) => code.split("-")[0]?.toLowerCase();
	const own = rows.filter((row) => language(row.locale) === language(locale));
	return (own.length > 0 ? own : rows).map(({ locale: _, ...content }) => content);
}

/** Steps of sequences that somebody did with content, newest first, so many at most. */
export async function contentTries(db: Db, until: Instant): Promise<ContentTry[]> {
	const { rows } = await sql<ContentTry>`select k.content_id::text as "contentId", k.lead_id::text as "leadId",
			k.settled_at as at from nurture_tasks k
		where k.state = 'done' and k.content_id is not null and k.settled_at < ${timestamp(until)}
		order by k.settled_at desc limit 20000`.execute(db);
	return rows;
}
