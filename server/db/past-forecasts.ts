import { sql } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { Period } from "../../core/model/period.ts";
import type { Db } from "./connect.ts";
import { grainOf, HAS_NODES } from "./forecasts.ts";
import { timestamp } from "./values.ts";

/** A stored forecast without its numbers. */
export interface PastForecast {
	id: string;
	period: Period;
	asOf: Instant;
	createdAt: Instant;
	createdBy: string | null;
	modelVersion: string;
}

const MOST_PAST = 60;

/** Stored forecasts that still have their numbers, newest moment first; of one period, or of all. */
export async function listPastForecasts(db: Db, period?: string): Promise<PastForecast[]> {
	const rows = await db
		.selectFrom("forecasts as f")
		.leftJoin("users as u", "u.id", "f.created_by")
		.select([
			"f.id",
			"f.period",
			"f.period_start",
			"f.period_end",
			"f.as_of",
			"f.created_at",
			"f.model_version",
			"u.name",
		])
		.where(HAS_NODES)
		.$if(period !== undefined, (q) => q.where("f.period", "=", period ?? ""))
		.orderBy("f.as_of", "desc")
		.orderBy("f.created_at", "desc")
		.limit(MOST_PAST)
		.execute();
	return rows.map((r) => ({
		id: r.id,
		period: { name: r.period, grain: grainOf(r.period), start: r.period_start, end: r.period_end },
		asOf: r.as_of,
		createdAt: r.created_at,
		createdBy: r.name,
		modelVersion: r.model_version,
	}));
}

/** How a node's forecast of a period moved: one point a day, oldest first, the newest `limit`. */
export async function forecastTrend(
	db: Db,
	period: string,
	nodeId: string,
	limit: number,
): Promise<{ asOf: Instant; valueMinor: bigint; lowMinor: bigint | null; highMinor: bigint | null }[]> {
	const { rows } = await sql<{ asOf: Instant; valueMinor: bigint; lowMinor: bigint | null; highMinor: bigint | null }>`
		select * from (
			select distinct on (date_trunc('day', f.as_of)) f.as_of as "asOf", n.value_minor as "valueMinor",
				n.low_minor as "lowMinor", n.high_minor as "highMinor"
			from forecasts f join forecast_nodes n on n.forecast_id = f.id and n.node_id = ${nodeId}
			where f.period = ${period} order by date_trunc('day', f.as_of) desc, f.as_of desc, f.created_at desc limit ${limit}) x
		order by "asOf"`.execute(db);
	return rows;
}

/** How a forecast was made: when, in real time, and with which correction of ranges; null where there is none. */
export async function forecastMaking(
	db: Db,
	id: string,
): Promise<{ createdAt: Instant; rangeVersion: string | null } | null> {
	const row = await db
		.selectFrom("forecasts")
		.select(["created_at", "range_version"])
		.where("id", "=", id)
		.executeTakeFirst();
	return row ? { createdAt: row.created_at, rangeVersion: row.range_version } : null;
}

/** Whether a period was forecast as of this moment or an earlier one. */
export async function wasForecastBy(db: Db, period: string, at: Instant): Promise<boolean> {
	const row = await db
		.selectFrom("forecasts")
		.select("id")
		.where("period", "=", period)
		.where("as_of", "<=", sql<number>`${timestamp(at)}::timestamptz`)
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}
