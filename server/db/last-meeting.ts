import { sql } from "kysely";
import type { CoachingCardJson } from "../../core/contract/lightning-cards.ts";
import type { Instant, PlainDate } from "../../core/model/instant.ts";
import type { Principal } from "../policy/principal.ts";
import type { Db } from "./connect.ts";
import { meetingVisibleTo } from "./meetings.ts";

/** The newest meeting on a deal that is over, with what was promised in it. */
export interface LastMeeting {
	id: string;
	title: string;
	startsAt: Instant;
	/** Share of the talking that was the seller's; null where it is unknown or the rep has not shared it. */
	talkRatio: number | null;
	actions: {
		text: string;
		owner: CoachingCardJson["actions"][number]["owner"];
		dueOn: PlainDate | null;
		status: string;
	}[];
}

const MOST_ACTIONS = 5;

/** Open promises first, then by when they are due; null where no meeting on the deal is in sight. */
export async function lastMeetingOf(
	db: Db,
	dealId: string,
	{ userId, visibleOwners }: Pick<Principal, "userId" | "visibleOwners">,
): Promise<LastMeeting | null> {
	const { rows } = await sql<Omit<LastMeeting, "actions">>`select m.id, m.title, m.starts_at as "startsAt",
			case when m.owner_id = ${userId}::uuid or m.shared_at is not null then n.talk_ratio end as "talkRatio"
		from meetings m left join meeting_numbers n on n.meeting_id = m.id
		where m.deal_id = ${dealId}::uuid and m.state in ('processing', 'ready') and ${meetingVisibleTo(visibleOwners)}
		order by m.starts_at desc limit 1`.execute(db);
	const meeting = rows[0];
	if (!meeting) return null;
	const { rows: actions } = await sql<
		LastMeeting["actions"][number]
	>`select text, owner, due_on::text as "dueOn", status
		from meeting_actions where meeting_id = ${meeting.id}::uuid and status <> 'dismissed'
		order by status = 'done', due_on nulls last, id limit ${MOST_ACTIONS}`.execute(db);
	return { ...meeting, actions };
}
