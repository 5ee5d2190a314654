import { sql } from "kysely";
import type { Instant, PlainDate } from "../../core/model/instant.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import type { Db } from "./connect.ts";
import { visibleTo } from "./deals.ts";
import { timestamp } from "./values.ts";

/** A deal with what moved, and what its amount is worth in minor units of the reporting currency; null: no rate. */
export interface MovedDeal {
	id: string;
	name: string;
	ownerName: string | null;
	worth: number | null;
	before: number;
	value: number;
}

interface Seen {
	visibleOwners: VisibleOwners;
	/** Of the reporting currency, per minor unit of each. */
	factors: readonly { currency: string; factor: number }[];
	since: Instant;
}

const at = (moment: Instant) => sql`${timestamp(moment)}::timestamptz`;
const worthOf = (factors: Seen["factors"]) =>
	sql`left join unnest(${factors.map((f) => f.currency)}::text[], ${factors.map((f) => f.factor)}::float8[]) f(currency, factor)
		on f.currency = d.currency`;

/**
 * Open deals in sight whose chance is another than it was, by the same model: by at least `least` (0–1), those with most
 * money behind the move first.
 */
export async function movedSince(
	db: Db,
	{ visibleOwners, factors, since }: Seen,
	least: number,
	limit: number,
): Promise<MovedDeal[]> {
	const { rows } = await sql<MovedDeal>`
		select d.id, d.name, u.name as "ownerName", d.amount_minor::float8 * f.factor as worth, h.value as before, s.value
		from deals d
		join scores s on s.entity = 'deal' and s.entity_id = d.id
		join lateral (select h.value, h.model_version from score_history h
			where h.entity = 'deal' and h.entity_id = d.id and h.as_of <= ${at(since)} order by h.as_of desc limit 1) h
			on h.model_version = s.model_version
		left join users u on u.id = d.owner_id
		${worthOf(factors)}
		where d.status = 'open' and s.value is not null and abs(s.value - h.value) >= ${sql.lit(least)} and ${visibleTo(visibleOwners)}
		order by abs(s.value - h.value) * coalesce(d.amount_minor::float8 * f.factor, 0) desc, d.id limit ${sql.lit(limit)}`.execute(
		db,
	);
	return rows;
}

/** A step that somebody promised and that is due or overdue. */
export interface DuePromise {
	id: string;
	title: string;
	dueOn: PlainDate;
	dealId: string;
	dealName: string;
	worth: number | null;
	/** The deal's chance and the width of its range. */
	value: number | null;
	width: number | null;
}

/** Open steps of our side whose day is `until` or before, of open deals, that are that person's to do. */
export async function promisesDue(
	db: Db,
	{ userId, factors, until }: { userId: string; factors: Seen["factors"]; until: PlainDate },
): Promise<DuePromise[]> {
	const { rows } = await sql<DuePromise>`
		select p.id, p.title, p.due_on as "dueOn", d.id as "dealId", d.name as "dealName",
			d.amount_minor::float8 * f.factor as worth, s.value, s.high - s.low as width
		from plan_steps p join deals d on d.id = p.deal_id and d.status = 'open'
		left join scores s on s.entity = 'deal' and s.entity_id = d.id
		${worthOf(factors)}
		where p.state = 'open' and p.side = 'ours' and coalesce(p.owner_id, d.owner_id) = ${userId}::uuid and p.due_on <= ${until}::date
		order by p.due_on, p.id limit 50`.execute(db);
	return rows;
}

/** Something that was said in a meeting of one's own. */
export interface SaidInMeeting {
	meetingId: string;
	title: string;
	kind: string;
	detail: string;
	quote: string;
	atSec: number;
	dealId: string | null;
	dealName: string | null;
	at: Instant;
}

/** What was found in meetings of that person that ended since, newest first; only kinds that are asked for. */
export async function saidInMeetings(
	db: Db,
	{ userId, since, kinds }: { userId: string; since: Instant; kinds: readonly string[] },
): Promise<SaidInMeeting[]> {
	const { rows } = await sql<SaidInMeeting>`
		select m.id as "meetingId", m.title, i.kind, i.detail, i.quote, i.at_sec as "atSec", m.deal_id as "dealId",
			d.name as "dealName", coalesce(m.ended_at, m.starts_at) as at
		from meetings m join meeting_insights i on i.meeting_id = m.id
		left join deals d on d.id = m.deal_id
		where m.owner_id = ${userId}::uuid and coalesce(m.ended_at, m.starts_at) >= ${at(since)} and i.kind = any(${[...kinds]})
			and i.verdict is distinct from 'wrong' and i.quote <> ''
		order by 9 desc, i.at_sec limit 100`.execute(db);
	return rows;
}

/** The latest meeting of a person that ended since and whose summary is made; sample calls are none. */
export async function summarisedSince(db: Db, userId: string, since: Instant): Promise<string | null> {
	const { rows } = await sql<{ id: string }>`select m.id from meetings m
			join meeting_steps s on s.meeting_id = m.id and s.step = 'summary' and s.state = 'done'
		where m.owner_id = ${userId}::uuid and m.source <> 'sample' and coalesce(m.ended_at, m.starts_at) >= ${at(since)}
		order by coalesce(m.ended_at, m.starts_at) desc limit 1`.execute(db);
	return rows[0]?.id ?? null;
}
