import { type RawBuilder, sql } from "kysely";
import type { ActivityKind } from "../../core/model/activity.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Lead } from "../../core/model/lead.ts";
import type { LeadTouch } from "../../core/scoring/lead-model.ts";
import type { Db } from "./connect.ts";
import { leadFields, OPEN_LEAD } from "./leads.ts";
import { timestamp } from "./values.ts";

/** A lead with what was done with it before a moment, as scoring reads it. */
export interface TouchedLead {
	lead: Lead;
	touches: LeadTouch[];
}

/** Which leads: by id; open ones after an id; or the newest that came before a moment, of any status. */
export type TouchedAsk =
	| { ids: string[] }
	| { openAfter: string | null; limit: number }
	| { newestBefore: Instant; limit: number };

/** Leads with their touches before `origin`, in order of id. */
export async function leadsWithTouches(db: Db, ask: TouchedAsk, origin: Instant): Promise<TouchedLead[]> {
	const which = whichLeads(ask);
	const { rows } = await sql<
		Lead & { extra: Lead["extra"] | null; kinds: ActivityKind[]; ways: string[]; moments: Instant[] }
	>`
		with picked as materialized (
			select l.id, l.name, l.email, l.company, l.title, l.phone, l.source, l.industry, l.country, l.employees, l.status,
				l.owner_id as "ownerId", l.converted_deal_id as "convertedDealId", l.created_at as "createdAt",
				l.closed_at as "closedAt", l.extra
			from leads l where l.created_at < ${timestamp(origin)} and ${which})
		select p.*, v.kinds, v.ways, v.moments from picked p left join lateral (
			select coalesce(array_agg(v.kind order by v.occurred_at), '{}') as kinds,
				coalesce(array_agg(coalesce(v.direction, '') order by v.occurred_at), '{}') as ways,
				coalesce(array_agg(v.occurred_at order by v.occurred_at), '{}') as moments
			from activities v where v.lead_id = p.id and v.occurred_at < ${timestamp(origin)}) v on true
		order by p.id`.execute(db);
	return rows.map((row) => ({
		lead: row.extra ? { ...leadFields(row), extra: row.extra } : leadFields(row),
		touches: row.kinds.map((kind, k) => ({
			kind,
			direction: row.ways[k] === "in" || row.ways[k] === "out" ? (row.ways[k] as "in" | "out") : null,
			at: row.moments[k] ?? 0,
		})),
	}));
}

function whichLeads(ask: TouchedAsk): RawBuilder<unknown> {
	if ("ids" in ask) return sql`l.id = any(${ask.ids}::uuid[])`;
	if ("newestBefore" in ask) {
		return sql`l.created_at < ${timestamp(ask.newestBefore)} order by l.created_at desc limit ${sql.lit(ask.limit)}`;
	}
	const past = ask.openAfter === null ? sql`` : sql`and l.id > ${ask.openAfter}::uuid`;
	return sql`l.status = any(${OPEN_LEAD}::text[]) ${past} order by l.id limit ${sql.lit(ask.limit)}`;
}
