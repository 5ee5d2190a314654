import { sql } from "kysely";
import type { DealStatus } from "../../core/model/deal.ts";
import { DAY_MS, type Instant, type PlainDate } from "../../core/model/instant.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import type { Db } from "./connect.ts";
import { visibleTo } from "./deals.ts";
import { timestamp } from "./values.ts";

/** Something that happened to a deal in the last days. */
export type DealNews = {
	at: Instant;
	dealId: string;
	name: string;
	amountMinor: bigint | null;
	currency: string | null;
} & (
	| { kind: "closed"; status: Exclude<DealStatus, "open"> }
	| { kind: "slipped"; from: PlainDate; to: PlainDate }
	| { kind: "moved"; before: number; value: number }
);

const DAYS = 7;
/** Of each kind, largest first. */
const MOST = 2;
/** A chance that moved by less is no news. */
const LEAST_MOVE = 0.05;

/** Won, lost, slipped and moved deals in sight over the last seven days, newest first. Three queries at once. */
export async function recentNews(db: Db, visibleOwners: VisibleOwners, now: Instant): Promise<DealNews[]> {
	const [closed, slipped, moved] = await Promise.all([
		closings(db, visibleOwners, now),
		slips(db, visibleOwners, now),
		moves(db, visibleOwners),
	]);
	return [...closed, ...slipped, ...moved].sort((a, b) => b.at - a.at);
}

async function closings(db: Db, visibleOwners: VisibleOwners, now: Instant): Promise<DealNews[]> {
	const { rows } = await sql<Row & { status: "won" | "lost" }>`
		select * from (
			select d.id, d.name, d.amount_minor, d.currency, d.closed_at as at, d.status,
				row_number() over (partition by d.status order by d.amount_minor desc nulls last, d.id) as place
			from deals d where d.status in ('won', 'lost') and d.closed_at >= ${since(now)} and d.closed_at <= ${timestamp(now)}
				and ${visibleTo(visibleOwners)}) x
		where place <= ${sql.lit(MOST)}`.execute(db);
	return rows.map((row) => ({ ...about(row), kind: "closed", status: row.status }));
}

async function slips(db: Db, visibleOwners: VisibleOwners, now: Instant): Promise<DealNews[]> {
	const { rows } = await sql<Row & { before: PlainDate; after: PlainDate }>`
		select d.id, d.name, d.amount_minor, d.currency, f.recorded_at as at, p.value as before, f.value #>> '{}' as after
		from field_changes f join deals d on d.id = f.entity_id
		join lateral (
			select case when g.field = '*' then g.value ->> 'closeDate' else g.value #>> '{}' end as value
			from field_changes g
			where g.entity = 'deal' and g.entity_id = f.entity_id and g.field in ('*', 'closeDate')
				and (g.recorded_at, g.id) < (f.recorded_at, f.id)
			order by g.recorded_at desc, g.id desc limit 1) p on true
		where f.entity = 'deal' and f.field = 'closeDate' and f.recorded_at >= ${since(now)} and f.recorded_at < ${timestamp(now)}
			and d.status = 'open' and f.value #>> '{}' > p.value and ${visibleTo(visibleOwners)}
		order by d.amount_minor desc nulls last, d.id limit ${sql.lit(MOST)}`.execute(db);
	return rows.map((row) => ({ ...about(row), kind: "slipped", from: row.before, to: row.after }));
}

async function moves(db: Db, visibleOwners: VisibleOwners): Promise<DealNews[]> {
	const { rows } = await sql<Row & { before: number; value: number }>`
		select d.id, d.name, d.amount_minor, d.currency, s.as_of as at, s.before_value as before, s.value
		from scores s join deals d on d.id = s.entity_id
		where s.entity = 'deal' and d.status = 'open' and abs(s.value - s.before_value) >= ${LEAST_MOVE}
			and ${visibleTo(visibleOwners)}
		order by abs(s.value - s.before_value) desc, d.id limit ${sql.lit(MOST)}`.execute(db);
	return rows.map((row) => ({ ...about(row), kind: "moved", before: row.before, value: row.value }));
}

/** The open deals in sight that weigh most (amount × chance), heaviest first. Amounts are compared in the reporting currency. */
export async function heaviestDeals(
	db: Db,
	visibleOwners: VisibleOwners,
	factors: { currency: string; factor: number }[],
	limit: number,
): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`select d.id from scores s join deals d on d.id = s.entity_id
			join unnest(${factors.map((f) => f.currency)}::text[], ${factors.map((f) => f.factor)}::float8[]) f(currency, factor)
				on f.currency = d.currency
		where s.entity = 'deal' and d.status = 'open' and d.amount_minor is not null and ${visibleTo(visibleOwners)}
		order by d.amount_minor::float8 * f.factor * s.value desc, d.id limit ${sql.lit(limit)}`.execute(db);
	return rows.map((row) => row.id);
}

interface Row {
	id: string;
	name: string;
	amount_minor: bigint | null;
	currency: string | null;
	at: Instant;
}

function about(row: Row) {
	return { at: row.at, dealId: row.id, name: row.name, amountMinor: row.amount_minor, currency: row.currency };
}

function since(now: Instant) {
	return sql`${timestamp(now - DAYS * DAY_MS)}::timestamptz`;
}
