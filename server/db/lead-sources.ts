import { sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import type { Db } from "./connect.ts";
import { visibleTo } from "./deals.ts";
import { leadVisibleTo } from "./leads.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

/** Stands between source and campaign in a name. */
export const CAMPAIGN_MARK = "\u001f";

/** Which records: leads that came, and deals that closed, from one moment to before another. */
export interface SourceSpan {
	from: Instant;
	to: Instant;
	byCampaign: boolean;
	visibleOwners: VisibleOwners;
}

/** Columns of sources in which a lead's campaign stands, in small letters. */
const CAMPAIGN_COLUMNS = ["campaign", "utm_campaign", "campaign name", "lead campaign"];

/** The campaign of a lead `l`, null for none. */
export const campaignOf = sql`(select nullif(trim(e.value #>> '{}'), '')
	from jsonb_each(case when jsonb_typeof(l.extra) = 'object' then l.extra else '{}'::jsonb end) e
	where lower(e.key) = any(${CAMPAIGN_COLUMNS}::text[]) order by lower(e.key), e.key limit 1)`;

/** A lead's source as it stands there, "" for none; with its campaign behind the mark where they stand apart. */
function nameOf(byCampaign: boolean) {
	if (!byCampaign) return sql`trim(coalesce(l.source, ''))`;
	return sql`(trim(coalesce(l.source, '')) || coalesce(${CAMPAIGN_MARK}::text || ${campaignOf}, ''))`;
}

/** Leads that came in the span, by source as it stands there. */
export async function leadsBySource(db: Db, span: SourceSpan) {
	const { rows } = await sql<{
		name: string;
		leads: number;
		ended: number;
		converted: number;
		decided: number;
		won: number;
	}>`select x.name, count(*)::int as leads,
			count(*) filter (where x.status in ('converted', 'disqualified'))::int as ended,
			count(*) filter (where x.status = 'converted')::int as converted,
			count(*) filter (where x.status = 'disqualified' or x.deal in ('won', 'lost'))::int as decided,
			count(*) filter (where x.deal = 'won')::int as won
		from (select ${nameOf(span.byCampaign)} as name, l.status, d.status as deal
			from leads l left join deals d on d.id = l.converted_deal_id
			where l.created_at >= ${timestamp(span.from)} and l.created_at < ${timestamp(span.to)}
				and ${leadVisibleTo(span.visibleOwners)}) x
		group by x.name order by leads desc, x.name`.execute(db);
	return rows;
}

/** A closed deal with the sources its customer came by, in order of time. */
export interface ClosedJourney {
	status: "won" | "lost";
	amountMinor: bigint | null;
	currency: string | null;
	closedAt: Instant;
	firstAt: Instant;
	path: string[];
}

/**
 * Deals that closed in the span, each with the leads its customer came as: those that became it, and those of its
 * company (by name or mail domain) since the company's win before, until it closed; its own source where no lead says one.
 */
export async function closedJourneys(db: Db, span: SourceSpan): Promise<ClosedJourney[]> {
	const name = nameOf(span.byCampaign);
	const until = sql`l.created_at <= c.closed_at and (c.since is null or l.created_at > c.since)`;
	const { rows } = await sql<ClosedJourney>`with history as (select d.id, d.status, d.amount_minor, d.currency,
			d.closed_at, d.created_at, d.source, d.account_id, d.owner_id, case when d.account_id is not null then
				max(d.closed_at) filter (where d.status = 'won') over (partition by d.account_id order by d.closed_at, d.id
				rows between unbounded preceding and 1 preceding) end as since
			from deals d where d.status <> 'open' and d.closed_at is not null),
		closed as materialized (select * from history d where d.closed_at >= ${timestamp(span.from)}
			and d.closed_at < ${timestamp(span.to)} and ${visibleTo(span.visibleOwners)}),
		companies as (select c.id, c.closed_at, c.since, lower(trim(a.name)) as name, lower(trim(a.domain)) as domain
			from closed c join accounts a on a.id = c.account_id),
		came as (
			select c.id as deal_id, l.id as lead_id, l.created_at as at, ${name} as name
			from closed c join leads l on l.converted_deal_id = c.id
			union select c.id, l.id, l.created_at, ${name}
			from companies c join leads l on lower(trim(l.company)) = c.name where c.name <> '' and ${until}
			union select c.id, l.id, l.created_at, ${name}
			from companies c join leads l on split_part(lower(l.email), '@', 2) = c.domain where c.domain <> '' and ${until}
			union select c.id, null, c.created_at, trim(c.source) from closed c
			where trim(c.source) <> '' and not exists (select from leads l
				where l.converted_deal_id = c.id and trim(l.source) <> ''))
		select c.status, c.amount_minor as "amountMinor", c.currency, c.closed_at as "closedAt",
			coalesce(least(min(came.at), c.created_at), c.created_at) as "firstAt",
			coalesce(array_agg(came.name order by came.at, came.lead_id) filter (where came.name <> ''), '{}') as path
		from closed c left join came on came.deal_id = c.id
		group by c.id, c.status, c.amount_minor, c.currency, c.closed_at, c.created_at
		order by c.closed_at, c.id`.execute(db);
	return rows;
}

/** Leads given up in the span whose company never had a deal, by source as it stands there. */
export async function lostLeadsBySource(db: Db, span: SourceSpan): Promise<{ name: string; n: number }[]> {
	const { rows } = await sql<{ name: string; n: number }>`select x.name, count(*)::int as n
		from (select ${nameOf(span.byCampaign)} as name from leads l
			where l.status = 'disqualified' and l.closed_at >= ${timestamp(span.from)}
				and l.closed_at < ${timestamp(span.to)} and ${leadVisibleTo(span.visibleOwners)}
				and not exists (select from accounts a join deals d on d.account_id = a.id
					where lower(trim(a.name)) = lower(trim(l.company)))) x
		where x.name <> '' group by x.name`.execute(db);
	return rows;
}

/** What was paid for a source in a month. */
export interface CostRow {
	source: string;
	campaign: string;
	/** First day. */
	month: string;
	amountMinor: bigint;
	currency: string;
}

/** Costs of months from one to another, first days both; newest first, of all without a span. */
export async function listSourceCosts(db: Db, span?: { from: string; to: string }): Promise<CostRow[]> {
	let query = db
		.selectFrom("lead_source_costs")
		.select(["source", "campaign", "month", "amount_minor as amountMinor", "currency"])
		.orderBy("month", "desc")
		.orderBy("source_key")
		.orderBy("campaign_key");
	if (span) query = query.where("month", ">=", span.from).where("month", "<=", span.to);
	return query.execute();
}

/** A cost to be set; null takes it away. */
export type CostChange = Omit<CostRow, "amountMinor"> & { amountMinor: bigint | null };

/** Sets costs, each in the place of what stood for its source, campaign and month; of two for the same the later holds. */
export async function saveSourceCosts(
	trx: Transaction<Tables>,
	tenantId: number,
	changes: readonly CostChange[],
): Promise<void> {
	for (const { source, campaign, month, amountMinor, currency } of changes) {
		const key = { source_key: source.toLowerCase(), campaign_key: campaign.toLowerCase(), month };
		if (amountMinor === null) {
			await trx
				.deleteFrom("lead_source_costs")
				.where("tenant_id", "=", tenantId)
				.where("source_key", "=", key.source_key)
				.where("campaign_key", "=", key.campaign_key)
				.where("month", "=", month)
				.execute();
			continue;
		}
		const set = { source, campaign, amount_minor: amountMinor, currency };
		await trx
			.insertInto("lead_source_costs")
			.values({ tenant_id: tenantId, ...key, ...set })
			.onConflict((c) => c.columns(["tenant_id", "source_key", "campaign_key", "month"]).doUpdateSet(set))
			.execute();
	}
}
