import type { Transaction } from "kysely";
import { sql } from "kysely";
import type { ForecastOutcome } from "../../core/forecast/accuracy/accuracy-types.ts";
import type { Instant, PlainDate } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

/** Whether a forecast was really made, or made up at a past moment from what was known then. */
export type OutcomeSource = "made" | "replayed";
/** An outcome with where it is from. */
export type KeptOutcome = ForecastOutcome & { source: OutcomeSource };

/** How far the measuring is. */
export interface AccuracyMeasure {
	state: "running" | "done" | "failed";
	done: number;
	total: number | null;
	reason: string | null;
	currency: string | null;
	measuredAt: Instant | null;
}

/** Takes the place of all outcomes that were kept before. */
export async function replaceOutcomes(
	trx: Transaction<Tables>,
	tenantId: number,
	outcomes: KeptOutcome[],
): Promise<void> {
	await trx.deleteFrom("forecast_outcomes").where("tenant_id", "=", tenantId).execute();
	for (let from = 0; from < outcomes.length; from += 1000) {
		const rows = outcomes.slice(from, from + 1000).map((o) => ({
			tenant_id: tenantId,
			source: o.source,
			period: o.period,
			as_of: timestamp(o.asOf),
			node_id: o.nodeId,
			node_kind: o.nodeKind,
			horizon_days: o.horizonDays,
			model_version: o.modelVersion,
			trained_to: o.trainedTo === null ? null : timestamp(o.trainedTo),
			forecast_minor: o.forecastMinor,
			low_minor: o.lowMinor,
			high_minor: o.highMinor,
			level: o.level,
			actual_minor: o.actualMinor,
		}));
		await trx
			.insertInto("forecast_outcomes")
			.values(rows)
			.onConflict((c) => c.doNothing())
			.execute();
	}
}

/** The outcomes of these nodes, in order of their moments. */
export async function outcomesOf(db: Db, nodeIds: string[]): Promise<KeptOutcome[]> {
	const rows = await db
		.selectFrom("forecast_outcomes")
		.selectAll()
		.where("node_id", "=", sql<string>`any(${nodeIds}::text[])`)
		.orderBy("as_of")
		.orderBy("period")
		.execute();
	return rows.map((r) => ({
		source: r.source,
		nodeId: r.node_id,
		nodeKind: r.node_kind,
		period: r.period,
		asOf: r.as_of,
		horizonDays: r.horizon_days,
		modelVersion: r.model_version,
		trainedTo: r.trained_to,
		forecastMinor: r.forecast_minor,
		lowMinor: r.low_minor,
		highMinor: r.high_minor,
		level: r.level,
		actualMinor: r.actual_minor,
	}));
}

/** How far the measuring is; null before the first. */
export async function accuracyMeasure(db: Db): Promise<AccuracyMeasure | null> {
	const row = await db.selectFrom("accuracy_measures").selectAll().executeTakeFirst();
	if (!row) return null;
	const { state, done, total, reason, currency, measured_at } = row;
	return { state, done, total, reason, currency, measuredAt: measured_at };
}

/** Notes how far the measuring is. */
export async function noteMeasure(
	trx: Transaction<Tables>,
	tenantId: number,
	note: Pick<AccuracyMeasure, "state"> & Partial<Omit<AccuracyMeasure, "state">>,
): Promise<void> {
	const { measuredAt, ...rest } = note;
	const columns = { ...rest, ...(measuredAt == null ? {} : { measured_at: timestamp(measuredAt) }) };
	await trx
		.insertInto("accuracy_measures")
		.values({ tenant_id: tenantId, ...columns })
		.onConflict((conflict) => conflict.column("tenant_id").doUpdateSet(columns))
		.execute();
}

/** A node's number in a stored forecast of a period that is over. */
export interface PastNumber extends Omit<ForecastOutcome, "actualMinor" | "horizonDays" | "trainedTo"> {
	periodStart: PlainDate;
	periodEnd: PlainDate;
}

/** Every number of stored forecasts of periods that ended by a day, in order. */
export async function pastNumbers(db: Db, endedBy: PlainDate): Promise<PastNumber[]> {
	const rows = await db
		.selectFrom("forecasts as f")
		.innerJoin("forecast_nodes as n", "n.forecast_id", "f.id")
		.select([
			"f.period",
			"f.period_start",
			"f.period_end",
			"f.as_of",
			"f.model_version",
			"n.node_id",
			"n.node_kind",
			"n.value_minor",
			"n.low_minor",
			"n.high_minor",
			"n.level",
		])
		.where("f.period_end", "<=", endedBy)
		.where("n.state", "!=", "empty")
		.whereRef("f.as_of", "<", sql`f.period_end::timestamptz`)
		.orderBy("f.as_of")
		.execute();
	return rows.map((r) => ({
		nodeId: r.node_id,
		nodeKind: r.node_kind,
		period: r.period,
		periodStart: r.period_start,
		periodEnd: r.period_end,
		asOf: r.as_of,
		modelVersion: r.model_version,
		forecastMinor: r.value_minor,
		lowMinor: r.low_minor,
		highMinor: r.high_minor,
		level: r.level ?? 0.8,
	}));
}
