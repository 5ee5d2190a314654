import { sql } from "kysely";
import { MARKETING_SOURCE } from "../../core/contract/marketing.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import type { Db } from "./connect.ts";
import { campaignOf } from "./lead-sources.ts";
import { leadVisibleTo } from "./leads.ts";
import { timestamp } from "./values.ts";

/** A lead that marketing handed over, with the deal that began after. */
export interface HandedLead {
	leadId: string;
	system: string | null;
	externalId: string | null;
	email: string | null;
	source: string | null;
	campaign: string | null;
	mqlAt: Instant;
	sqlAt: Instant | null;
	status: string;
	dealStatus: "open" | "won" | "lost" | null;
	amountMinor: bigint | null;
	currency: string | null;
	closedAt: Instant | null;
	changedAt: Instant;
}

/**
 * Leads that were handed over. A deal belongs to the lead that became it, else to the last one handed over before it began
 * of the same company, by name or mail domain: each deal counts once. Sales' word is the day it said so, else the day the
 * deal began.
 */
function handed(where: ReturnType<typeof sql>) {
	return sql`with lead as (
			select l.*, lower(trim(l.company)) as firm, split_part(lower(l.email), '@', 2) as domain
			from leads l where l.mql_at is not null
		), began as (
			select d.id, d.status, d.amount_minor, d.currency, d.closed_at, d.created_at, d.updated_at,
				lower(trim(a.name)) as firm, lower(trim(a.domain)) as domain
			from deals d left join accounts a on a.tenant_id = d.tenant_id and a.id = d.account_id
		), pair as (
			select c.id as deal_id, l.id as lead_id, 0 as rank, l.mql_at from lead l join began c on c.id = l.converted_deal_id
			union all select c.id, l.id, 1, l.mql_at from lead l join began c on c.firm = l.firm
				where c.firm <> '' and c.created_at >= l.mql_at
			union all select c.id, l.id, 1, l.mql_at from lead l join began c on c.domain = l.domain
				where c.domain <> '' and c.created_at >= l.mql_at
		), mine as (
			select distinct on (deal_id) deal_id, lead_id from pair order by deal_id, rank, mql_at desc, lead_id
		), told as (
			-- Of several deals the best one tells how it went.
			select distinct on (m.lead_id) m.lead_id, c.*
			from mine m join began c on c.id = m.deal_id
			order by m.lead_id, case c.status when 'won' then 0 when 'open' then 1 else 2 end, c.created_at, c.id
		)
		select l.id as "leadId", x.system, x.external_id as "externalId", l.email, coalesce(nullif(trim(l.source), ''), nullif(l.extra ->> ${MARKETING_SOURCE}, '')) as source,
			${campaignOf} as campaign, l.mql_at as "mqlAt",
			coalesce(l.sql_at, t.created_at, case when l.status = 'converted' then l.closed_at end) as "sqlAt", l.status,
			t.status as "dealStatus", t.amount_minor as "amountMinor", t.currency, t.closed_at as "closedAt",
			date_trunc('milliseconds', greatest(l.updated_at, t.updated_at)) as "changedAt"
		from lead l left join told t on t.lead_id = l.id
		left join lateral (select split_part(e.external_id, ':', 1) as system,
				substr(e.external_id, strpos(e.external_id, ':') + 1) as external_id
			from external_ids e where e.tenant_id = l.tenant_id and e.source = 'marketing' and e.object = 'lead' and e.id = l.id
			order by e.external_id limit 1) x on true
		where ${where}`;
}

/** Those handed over from one moment to before another, that the reader may see. */
export async function handedLeads(
	db: Db,
	{ from, to, visibleOwners }: { from: Instant; to: Instant; visibleOwners: VisibleOwners },
): Promise<HandedLead[]> {
	const span = sql`l.mql_at >= ${timestamp(from)} and l.mql_at < ${timestamp(to)} and ${leadVisibleTo(visibleOwners)}`;
	const { rows } = await sql<HandedLead>`${handed(span)} order by l.mql_at, l.id`.execute(db);
	return rows;
}

/** What became of them, oldest change first, after a change and a lead. */
export async function handoffOutcomes(
	db: Db,
	given: {
		system: string | null;
		after: { at: Instant; leadId: string } | null;
		limit: number;
		visibleOwners: VisibleOwners;
	},
): Promise<HandedLead[]> {
	const { system, after, limit, visibleOwners } = given;
	const since = after
		? sql`(h."changedAt", h."leadId") > (${timestamp(after.at)}::timestamptz, ${after.leadId}::uuid)`
		: sql`true`;
	const { rows } = await sql<HandedLead>`select * from (${handed(leadVisibleTo(visibleOwners))}) h
		where (${system}::text is null or h.system = ${system}) and ${since}
		order by h."changedAt", h."leadId" limit ${limit}`.execute(db);
	return rows;
}
