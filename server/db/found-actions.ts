import { sql } from "kysely";
import type { Instant, PlainDate } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";

/** Something that a person took on in a meeting of theirs and that is in no plan yet. */
export interface FoundAction {
	id: string;
	text: string;
	dueOn: PlainDate | null;
	quote: string;
	/** From the meeting's start. */
	atSec: number | null;
	meetingId: string;
	meetingTitle: string;
	endedAt: Instant;
	dealId: string;
	dealName: string;
	/** Minor units of its currency. */
	amount: number | null;
	currency: string;
	/** The width of the range of the deal's chance. */
	width: number | null;
}

const MOST = 50;

/** Those of a person's own meetings about open deals, the newest meeting first; at most fifty. Sample calls are none. */
export async function foundActions(db: Db, userId: string): Promise<FoundAction[]> {
	const { rows } = await sql<FoundAction>`select a.id, a.text, a.due_on as "dueOn", a.quote, a.at_sec as "atSec",
			m.id as "meetingId", m.title as "meetingTitle", coalesce(m.ended_at, m.starts_at) as "endedAt",
			d.id as "dealId", d.name as "dealName", d.amount_minor::float8 as amount, d.currency, s.high - s.low as width
		from meeting_actions a join meetings m on m.id = a.meeting_id join deals d on d.id = m.deal_id and d.status = 'open'
		left join scores s on s.entity = 'deal' and s.entity_id = d.id
		where m.owner_id = ${userId}::uuid and m.source <> 'sample' and a.owner in ('rep', 'both')
			and a.status in ('open', 'doing') and a.plan_step_id is null
		order by coalesce(m.ended_at, m.starts_at) desc, a.at_sec nulls last, a.id limit ${sql.lit(MOST)}`.execute(db);
	return rows;
}
