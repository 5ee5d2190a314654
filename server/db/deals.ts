import { type RawBuilder, sql } from "kysely";
import type { DealStatus } from "../../core/model/deal.ts";
import type { Instant, PlainDate } from "../../core/model/instant.ts";
import { minorDigits, minorFromDecimal } from "../../core/model/money.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";
import type { Db } from "./connect.ts";
import { type DealColumns, type DealRow, dealColumns, dealJoins, dealOf } from "./deal-columns.ts";
import { endOfDay, likeAnywhere, startOfDay } from "./filters.ts";
import {
	allIds,
	COUNT_MOST,
	type Counted,
	countUpTo,
	type KeyedList,
	type Position,
	pageOf,
	pageOfKeys,
	type ReadRow,
	type SortOrder,
} from "./paging.ts";

export const DEAL_SORTS = ["closeDate", "amount", "probability", "change", "createdAt", "name"] as const;
export type DealSort = (typeof DEAL_SORTS)[number];

/** Less is not seen in whole points. */
const MOVED = 0.005;

/** Which deals: all that are given must hold. */
export interface DealFilter {
	status?: DealStatus | undefined;
	stageId?: string | undefined;
	ownerId?: string | undefined;
	/** Owned by somebody in the team or in a team beneath it. */
	teamId?: string | undefined;
	accountId?: string | undefined;
	/** Close dates, both days included. */
	closeFrom?: PlainDate | undefined;
	closeTo?: PlainDate | undefined;
	/** Days in the workspace's zone, both included. */
	createdFrom?: PlainDate | undefined;
	createdTo?: PlainDate | undefined;
	/** Decimals in the workspace's currency, both included; they hold only once {@link withAmounts} has looked up the rates. */
	amountFrom?: string | undefined;
	amountTo?: string | undefined;
	amounts?: CurrencyAmounts[];
	/** Shares 0–1, both included. */
	probabilityFrom?: number | undefined;
	probabilityTo?: number | undefined;
	/** By half a point or more since the start of the week. */
	moved?: "up" | "down" | undefined;
	source?: string | undefined;
	/** In the deal's or the account's name. */
	search?: string | undefined;
}

/** A range of amounts in one currency's minor units. */
interface CurrencyAmounts {
	currency: string;
	low: number;
	high: number;
}

/** One page of deals to ask for. */
export interface DealPageAsk {
	filter: DealFilter;
	visibleOwners: VisibleOwners;
	sort: SortOrder<DealSort>;
	after: Position | null;
	limit: number;
	/** Real time. */
	now: Instant;
}

/** Deals in order, one page, in one round trip (two when sorted by amount, which needs the rates first). */
export async function listDeals(
	db: Db,
	ask: DealPageAsk,
): Promise<Counted & { rows: DealRow[]; next: Position | null }> {
	const where = dealConditions(await withAmounts(db, ask.filter, ask.now), ask.visibleOwners);
	const list = await orderedBy(db, ask.sort.key, where, ask.now);
	const keys = pageOfKeys(list, ask.sort, ask.after, ask.limit);
	const way = sql.raw(ask.sort.descending ? "desc" : "asc");
	const { rows } = await sql<DealColumns & ReadRow>`
		with picked as materialized (${keys}),
			matched as (select count(*)::int as n from (select 1 from deals d where ${where} limit ${sql.lit(COUNT_MOST + 1)}) x)
		select m.n as matching, p.id is not null as found, p.at::text as at, ${dealColumns}
		from matched m left join picked p on true left join deals d on d.id = p.id ${dealJoins(ask.now)}
		order by p.is_blank, p.at ${way}, p.id ${way}`.execute(db);
	const page = pageOf(rows, ask.limit);
	return { ...page, rows: page.rows.map((row) => dealOf(row, ask.now)) };
}

/** Every deal of a list in its order, a batch at a time; `db` must be a transaction, which holds the list still. */
export async function* allDeals(db: Db, ask: Omit<DealPageAsk, "after" | "limit">): AsyncGenerator<DealRow[]> {
	const where = dealConditions(await withAmounts(db, ask.filter, ask.now), ask.visibleOwners);
	const list = await orderedBy(db, ask.sort.key, where, ask.now);
	for await (const ids of allIds(db, list, ask.sort)) yield await findDeals(db, ids, ask.visibleOwners, ask.now);
}

/** How many deals a list has, counted up to `most`. */
export async function countDeals(
	db: Db,
	ask: Pick<DealPageAsk, "filter" | "visibleOwners" | "now">,
	most: number,
): Promise<number> {
	const where = dealConditions(await withAmounts(db, ask.filter, ask.now), ask.visibleOwners);
	return countUpTo(db, sql`from deals d where ${where}`, most);
}

/** One deal, null where there is none that the owners' visibility shows. */
export async function findDeal(
	db: Db,
	id: string,
	visibleOwners: VisibleOwners,
	now: Instant,
): Promise<DealRow | null> {
	const { rows } = await sql<DealColumns>`select ${dealColumns} from deals d ${dealJoins(now)}
		where d.id = ${id}::uuid and ${visibleTo(visibleOwners)}`.execute(db);
	return rows[0] ? dealOf(rows[0], now) : null;
}

/** Several deals by id in the order given; those not visible are left out. */
export async function findDeals(db: Db, ids: string[], visibleOwners: VisibleOwners, now: Instant): Promise<DealRow[]> {
	if (ids.length === 0) return [];
	const { rows } = await sql<DealColumns>`select ${dealColumns} from deals d ${dealJoins(now)}
		where d.id = any(${ids}::uuid[]) and ${visibleTo(visibleOwners)}`.execute(db);
	const byId = new Map(rows.map((row) => [row.id, row]));
	return ids.flatMap((id) => {
		const row = byId.get(id);
		return row ? [dealOf(row, now)] : [];
	});
}

/** The condition that somebody with these owners in sight may see the deal `d`. */
export function visibleTo(visibleOwners: VisibleOwners): RawBuilder<unknown> {
	return ownedInSight(sql`d.owner_id`, visibleOwners);
}

/** The condition of a filter on `deals d`, visibility included. */
export function dealConditions(filter: DealFilter, visibleOwners: VisibleOwners): RawBuilder<unknown> {
	const all = [visibleTo(visibleOwners)];
	if (filter.status) all.push(sql`d.status = ${filter.status}`);
	if (filter.stageId) all.push(sql`d.stage_id = ${filter.stageId}::uuid`);
	if (filter.ownerId) all.push(sql`d.owner_id = ${filter.ownerId}::uuid`);
	if (filter.teamId) all.push(sql`d.owner_id in ${membersBeneath(filter.teamId)}`);
	if (filter.accountId) all.push(sql`d.account_id = ${filter.accountId}::uuid`);
	if (filter.closeFrom) all.push(sql`d.close_date >= ${filter.closeFrom}::date`);
	if (filter.closeTo) all.push(sql`d.close_date <= ${filter.closeTo}::date`);
	if (filter.createdFrom) all.push(sql`d.created_at >= ${startOfDay(filter.createdFrom)}`);
	if (filter.createdTo) all.push(sql`d.created_at < ${endOfDay(filter.createdTo)}`);
	if (filter.amounts) all.push(amountWithin(filter.amounts));
	if (filter.probabilityFrom !== undefined || filter.probabilityTo !== undefined) {
		all.push(sql`d.status = 'open' and exists (select from scores p where p.entity = 'deal' and p.entity_id = d.id
			and p.value between ${filter.probabilityFrom ?? 0} and ${filter.probabilityTo ?? 1})`);
	}
	if (filter.moved) {
		const sign = filter.moved === "up" ? 1 : -1;
		all.push(sql`d.status = 'open' and exists (select from scores p where p.entity = 'deal' and p.entity_id = d.id
			and (p.value - p.before_value) * ${sign} >= ${MOVED})`);
	}
	if (filter.source) all.push(sql`lower(d.source) = lower(${filter.source})`);
	if (filter.search) {
		const like = likeAnywhere(filter.search);
		all.push(
			sql`(d.name ilike ${like} or exists (select from accounts a where a.id = d.account_id and a.name ilike ${like}))`,
		);
	}
	return sql.join(all, sql` and `);
}

/** The filter with its range of amounts in every currency that has a rate; as it was where it has no such range. */
export async function withAmounts(db: Db, filter: DealFilter, now: Instant): Promise<DealFilter> {
	const { amountFrom, amountTo } = filter;
	if (amountFrom === undefined && amountTo === undefined) return filter;
	const factors = await currencyFactors(db, now);
	const reporting = factors[0]?.currency ?? "USD";
	const minor = (text: string) => Number(minorFromDecimal(text, reporting) ?? 0n);
	const amounts = factors.map(({ currency, factor }) => ({
		currency,
		low: amountFrom === undefined ? Number.NEGATIVE_INFINITY : minor(amountFrom) / factor,
		high: amountTo === undefined ? Number.POSITIVE_INFINITY : minor(amountTo) / factor,
	}));
	return { ...filter, amounts };
}

function amountWithin(amounts: CurrencyAmounts[]): RawBuilder<unknown> {
	return sql`exists (select from unnest(${amounts.map((a) => a.currency)}::text[], ${amounts.map((a) => a.low)}::float8[],
		${amounts.map((a) => a.high)}::float8[]) r(currency, low, high)
		where r.currency = d.currency and d.amount_minor between r.low and r.high)`;
}

/** Everyone in a team and in all teams beneath it, as a sub-select of user ids. */
export function membersBeneath(teamId: string): RawBuilder<unknown> {
	return sql`(select u.id from team_ancestors a join users u on u.team_id = a.team_id where a.ancestor_id = ${teamId}::uuid)`;
}

async function orderedBy(db: Db, key: DealSort, where: RawBuilder<unknown>, now: Instant): Promise<KeyedList> {
	const plain = { from: sql`from deals d`, where, id: sql`d.id` };
	if (key === "closeDate") return { ...plain, by: sql`d.close_date`, type: "date", hasBlanks: true };
	if (key === "createdAt") return { ...plain, by: sql`d.created_at`, type: "timestamptz", hasBlanks: false };
	if (key === "name") return { ...plain, by: sql`lower(d.name)`, type: "text", hasBlanks: false };
	if (key === "probability" || key === "change") {
		const by = key === "probability" ? sql`s.value` : sql`(s.value - s.before_value)`;
		return {
			...plain,
			from: sql`from scores s join deals d on d.id = s.entity_id`,
			where: sql`s.entity = 'deal' and ${where}`,
			by,
			id: sql`s.entity_id`,
			type: "float8",
			hasBlanks: true,
			blanks: {
				from: sql`from deals d`,
				where: sql`${where} and not exists (select from scores s where s.entity = 'deal' and s.entity_id = d.id and ${by} is not null)`,
				id: sql`d.id`,
			},
		};
	}
	const factors = await currencyFactors(db, now);
	return {
		...plain,
		from: sql`from deals d left join unnest(${factors.map((f) => f.currency)}::text[], ${factors.map((f) => f.factor)}::float8[])
			as f(currency, factor) on f.currency = d.currency`,
		by: sql`(d.amount_minor::float8 * f.factor)`,
		type: "float8",
		hasBlanks: true,
	};
}

/** What one minor unit of each priced currency is worth in minor units of the reporting currency, at the latest rates. For ordering only. */
export async function currencyFactors(db: Db, now: Instant): Promise<{ currency: string; factor: number }[]> {
	const { rows } = await sql<{
		reporting: string;
		zone: string;
		clock_at: Instant | null;
		currency: string | null;
		rate: string | null;
	}>`
		select t.reporting_currency as reporting, t.zone, t.clock_at, x.currency, x.rate from tenants t left join lateral (
			select distinct on (from_currency) from_currency as currency, rate from exchange_rates
			where to_currency = t.reporting_currency
				and valid_from <= (coalesce(t.clock_at, ${new Date(now)}::timestamptz) at time zone t.zone)::date
			order by from_currency, valid_from desc) x on true`.execute(db);
	const reporting = rows[0]?.reporting ?? "USD";
	const digits = minorDigits(reporting);
	const priced = rows.flatMap(({ currency, rate }) =>
		currency === null || currency === reporting
			? []
			: [{ currency, factor: Number(rate) * 10 ** (digits - minorDigits(currency)) }],
	);
	return [{ currency: reporting, factor: 1 }, ...priced];
}
