import { sql } from "kysely";
import type { ActivityKind } from "../../core/model/activity.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Stage } from "../../core/model/pipeline.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import type { Db } from "./connect.ts";
import { type DealColumns, type DealRow, dealColumns, dealJoins, dealOf } from "./deal-columns.ts";
import { visibleTo } from "./deals.ts";
import type { PastChange } from "./history.ts";
import { timestamp } from "./values.ts";

/** A deal with all that its page shows. Lists are cut at what a page can hold, newest kept. */
export interface DealPageRows {
	deal: DealRow;
	/** Oldest first. */
	trend: { at: Instant; value: number; low: number | null; high: number | null }[];
	/** Newest first. */
	history: PastChange[];
	/** Names of the owners and accounts that stand in the history. */
	names: Map<string, string>;
	/** Newest first. */
	activities: {
		id: string;
		kind: ActivityKind;
		direction: "in" | "out" | null;
		subject: string | null;
		at: Instant;
		ownerId: string | null;
		ownerName: string | null;
		contact: string | null;
	}[];
	lineItems: {
		id: string;
		product: string | null;
		quantity: number;
		unitPriceMinor: string | null;
		currency: string | null;
	}[];
	/** All stages of the workspace, in order. */
	stages: Stage[];
}

const HISTORY = 200;
const TREND = 120;
const ACTIVITIES = 50;
const LINE_ITEMS = 200;

/** Everything the deal page shows, in one round trip; null where there is no such deal in sight. */
export async function findDealPage(
	db: Db,
	id: string,
	visibleOwners: VisibleOwners,
	now: Instant,
): Promise<DealPageRows | null> {
	const clock = sql`coalesce(t.clock_at, ${timestamp(now)}::timestamptz)`;
	const { rows } = await sql<DealColumns & Lists>`select ${dealColumns},
		(select coalesce(json_agg(x order by x.at), '[]') from (
			select ${ms(sql`h.as_of`)} as at, h.value, h.low, h.high from score_history h
			where h.entity = 'deal' and h.entity_id = d.id and h.value is not null
			order by h.as_of desc limit ${sql.lit(TREND)}) x) as trend,
		(select coalesce(json_agg(x), '[]') from (
			select f.field, f.value, ${ms(sql`f.recorded_at`)} as "recordedAt", f.source, f.inferred, u.name as "changedBy"
			from field_changes f left join users u on u.id = f.changed_by
			where f.entity = 'deal' and f.entity_id = d.id and f.recorded_at <= ${clock}
			order by f.recorded_at desc, f.id desc limit ${sql.lit(HISTORY)}) x) as history,
		(select coalesce(json_agg(x), '[]') from (
			select v.id, v.kind, v.direction, v.subject, ${ms(sql`v.occurred_at`)} as at, v.owner_id as "ownerId", u.name as "ownerName",
				c.name as contact
			from activities v left join users u on u.id = v.owner_id left join contacts c on c.id = v.contact_id
			where v.deal_id = d.id and v.occurred_at <= ${clock}
			order by v.occurred_at desc limit ${sql.lit(ACTIVITIES)}) x) as activities,
		(select coalesce(json_agg(x), '[]') from (
			select i.id, p.name as product, i.quantity::float8 as quantity, i.unit_price_minor::text as "unitPriceMinor", i.currency
			from line_items i left join products p on p.id = i.product_id
			where i.deal_id = d.id order by i.id limit ${sql.lit(LINE_ITEMS)}) x) as line_items,
		(select coalesce(json_agg(x), '[]') from (
			select s2.id, s2.pipeline_id as "pipelineId", s2.name, s2.position, s2.kind
			from stages s2 order by s2.pipeline_id, s2.position, s2.id) x) as stages,
		(select coalesce(json_object_agg(x.id, coalesce(u.name, w.name)), '{}') from (
			select distinct (case when f.field = '*' then f.value ->> k.key else f.value #>> '{}' end)::uuid as id
			from field_changes f cross join (values ('ownerId'), ('accountId')) k(key)
			where f.entity = 'deal' and f.entity_id = d.id and f.field in ('*', k.key)) x
			left join users u on u.id = x.id left join accounts w on w.id = x.id
			where x.id is not null and coalesce(u.name, w.name) is not null) as names
		from deals d ${dealJoins(now)} where d.id = ${id}::uuid and ${visibleTo(visibleOwners)}`.execute(db);
	const row = rows[0];
	if (!row) return null;
	return {
		deal: withLatestTouch(dealOf(row, now), row.activities),
		trend: row.trend,
		history: row.history,
		names: new Map(Object.entries(row.names)),
		activities: row.activities,
		lineItems: row.line_items,
		stages: row.stages,
	};
}

interface Lists {
	trend: DealPageRows["trend"];
	history: PastChange[];
	activities: DealPageRows["activities"];
	line_items: DealPageRows["lineItems"];
	stages: Stage[];
	names: Record<string, string>;
}

/** A moment inside JSON: milliseconds, as everywhere. */
function ms(moment: ReturnType<typeof sql>) {
	return sql`floor(extract(epoch from ${moment}) * 1000)::int8`;
}

/** The page reads activities anyway, so what was done since the scoring counts at once. */
function withLatestTouch(deal: DealRow, activities: DealPageRows["activities"]): DealRow {
	const [lastIn, lastOut] = (["in", "out"] as const).map((way) => activities.find((a) => a.direction === way));
	const touch = {
		in: lastIn ? { at: lastIn.at, contact: lastIn.contact } : deal.touch.in,
		outAt: lastOut?.at ?? deal.touch.outAt,
	};
	return { ...deal, touch };
}
