import { sql } from "kysely";
import type { ActivityKind } from "../../../core/model/activity.ts";
import type { Instant } from "../../../core/model/instant.ts";
import type { Db } from "../connect.ts";
import { timestamp } from "../values.ts";

/** Where a page of a timeline ended: entries are in order of time and, within a moment, of id; newest first. */
export interface TimelinePlace {
	at: Instant;
	/** As in the answer: `kind/id`. */
	id: string;
}

/** Something that was done in a deal. */
export interface TimelineActivity {
	id: string;
	kind: ActivityKind;
	direction: "in" | "out" | null;
	subject: string | null;
	at: Instant;
	owner: string | null;
	contact: string | null;
}

/** Activities of a deal up to `until`, one page on from a place. */
export async function timelineActivities(
	db: Db,
	dealId: string,
	until: Instant,
	after: TimelinePlace | null,
	limit: number,
): Promise<TimelineActivity[]> {
	const moment = sql`date_trunc('milliseconds', v.occurred_at)`;
	const from = after === null ? until : Math.min(until, after.at);
	const past = after
		? sql`and (${moment}, 'activity/' || v.id) < (${timestamp(after.at)}::timestamptz, ${after.id}::text)`
		: sql``;
	const { rows } = await sql<TimelineActivity>`select v.id, v.kind, v.direction, v.subject, v.occurred_at as at,
			u.name as owner, c.name as contact
		from activities v left join users u on u.id = v.owner_id left join contacts c on c.id = v.contact_id
		where v.deal_id = ${dealId}::uuid and v.occurred_at < ${timestamp(from + 1)} ${past}
		order by ${moment} desc, v.id desc limit ${limit}`.execute(db);
	return rows;
}

/** How a deal's chance moved: from one stored value to the next, and by which models they were made. */
export interface ScoreMove {
	at: Instant;
	value: number;
	modelVersion: string;
	before: { at: Instant; value: number; modelVersion: string } | null;
}

/** Every stored move of a deal's chance. */
export async function scoreMoves(db: Db, dealId: string): Promise<ScoreMove[]> {
	const { rows } = await sql<{ at: Instant; value: number; modelVersion: string }>`select h.as_of as at, h.value,
			h.model_version as "modelVersion"
		from score_history h where h.entity = 'deal' and h.entity_id = ${dealId}::uuid and h.value is not null
		order by h.as_of`.execute(db);
	return rows.map((row, k) => ({ ...row, before: rows[k - 1] ?? null }));
}

/** Documents that were added and steps that were done, which are still there. */
export async function roomMoments(
	db: Db,
	dealId: string,
): Promise<{ kind: "document" | "step"; id: string; at: Instant; name: string; who: string | null }[]> {
	const { rows } = await sql<{ kind: "document" | "step"; id: string; at: Instant; name: string; who: string | null }>`
		select 'document' as kind, f.id, f.added_at as at, f.name, u.name as who
		from deal_documents f left join users u on u.id = f.added_by where f.deal_id = ${dealId}::uuid
		union all
		select 'step', p.id, p.done_at, p.title, coalesce(u.name, c.name)
		from plan_steps p left join users u on u.id = p.owner_id left join contacts c on c.id = p.contact_id
		where p.deal_id = ${dealId}::uuid and p.done_at is not null`.execute(db);
	return rows;
}
