import { sql } from "kysely";
import type { MeetingSearchJson } from "../../core/contract/meeting-search.ts";
import type { Side } from "../../core/model/meeting.ts";
import type { Database } from "../db/connect.ts";
import { meetingVisibleTo } from "../db/meetings.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { allLike } from "../search/candidates.ts";
import { questionOf } from "../search/question.ts";

/** Hits that the index names before they are read as the person. */
const MOST_NAMED = 2000;
/** Meetings that somebody of a small sight is looked for in: the newest. */
const MOST_MEETINGS = 5000;

/**
 * Finds what was said, by any part of its words, without case and accents, in any language. As with records: the index
 * names segments, then they are read under the person's sight. Newest meetings first, in each by time.
 */
export async function searchSaid(
	database: Database,
	ask: { tenantId: number; text: string; meetingId: string | null; visibleOwners: VisibleOwners; limit: number },
): Promise<MeetingSearchJson> {
	const question = questionOf(ask.text);
	if (!question) return { items: [], isPart: false };
	const { tenantId, visibleOwners, limit } = ask;
	const reader = database.reader(tenantId);
	const only = ask.meetingId ? sql`and m.id = ${ask.meetingId}::uuid` : sql``;
	const seen = await sql<{ id: string }>`select m.id from meetings m where ${meetingVisibleTo(visibleOwners)} ${only}
		order by m.starts_at desc limit ${sql.lit(MOST_MEETINGS)}`.execute(reader);
	const meetingIds = seen.rows.map(({ id }) => id);
	if (meetingIds.length === 0) return { items: [], isPart: false };
	// Under row-level security no index may answer `like`; what the system role hands on are ids alone.
	const named = await database.asSystem((trx) =>
		sql<{ meetingId: string; segmentId: string }>`select s.meeting_id as "meetingId", s.segment_id as "segmentId"
			from meeting_search s where s.tenant_id = ${tenantId} and s.meeting_id = any(${meetingIds}::uuid[])
				and ${allLike(sql`s.terms`, question.anywhere)} limit ${sql.lit(MOST_NAMED)}`.execute(trx),
	);
	const ids = named.rows;
	if (ids.length === 0) return { items: [], isPart: false };
	const { rows } = await sql<{
		meetingId: string;
		title: string;
		startsAt: number;
		owner: string | null;
		segmentId: string;
		startSec: number;
		speaker: string | null;
		side: Side;
		text: string;
	}>`select m.id as "meetingId", m.title, m.starts_at as "startsAt", o.name as owner, s.segment_id as "segmentId",
			s.start_sec as "startSec", coalesce(p.name, s.speaker_id) as speaker, coalesce(p.role, s.role) as side, s.text
		from unnest(${ids.map((one) => one.meetingId)}::uuid[], ${ids.map((one) => one.segmentId)}::text[]) n(meeting_id, segment_id)
			join meeting_segments s on s.meeting_id = n.meeting_id and s.segment_id = n.segment_id
			join meetings m on m.id = s.meeting_id left join users o on o.id = m.owner_id
			left join meeting_participants p on p.meeting_id = s.meeting_id and p.speaker_id = s.speaker_id
		where ${meetingVisibleTo(visibleOwners)} order by m.starts_at desc, m.id, s.start_sec
		limit ${sql.lit(limit + 1)}`.execute(reader);
	return {
		items: rows.slice(0, limit).map(({ meetingId, title, startsAt, owner, ...hit }) => ({
			meeting: { id: meetingId, title, startsAt: new Date(startsAt).toISOString(), owner },
			...hit,
		})),
		isPart: rows.length > limit || ids.length >= MOST_NAMED,
	};
}
