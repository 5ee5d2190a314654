import { sql, type Transaction } from "kysely";
import type { ForecastCall, ModelThen } from "../../core/forecast/calls/call-types.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

/** A call as it is kept, with its author's name and which of the author's it is. */
export interface StoredCall extends ForecastCall {
	authorName: string;
	version: number;
	model: StoredModelThen;
}

/** {@link ModelThen} with how often the truth is meant to lie inside. */
export type StoredModelThen = ModelThen & { level: number | null };

/** Keeps a call; false when the author has meanwhile made one of this version. */
export async function insertCall(
	trx: Transaction<Tables>,
	tenantId: number,
	call: Omit<StoredCall, "id" | "authorName">,
): Promise<string | null> {
	const { amounts, model, period } = call;
	const row = await trx
		.insertInto("forecast_calls")
		.values({
			tenant_id: tenantId,
			author_id: call.authorId,
			node_id: call.nodeId,
			period: period.name,
			period_start: period.start,
			period_end: period.end,
			version: call.version,
			currency: call.currency,
			closed_minor: amounts.closedMinor,
			commit_minor: amounts.commitMinor,
			best_case_minor: amounts.bestCaseMinor,
			pipeline_minor: amounts.pipelineMinor,
			note: call.note,
			submitted_at: timestamp(call.submittedAt),
			due_on: call.dueOn,
			...modelColumns(model),
		})
		.onConflict((conflict) => conflict.doNothing())
		.returning("id")
		.executeTakeFirst();
	return row?.id ?? null;
}

/** The columns in which the model's number of that moment is kept. */
export function modelColumns(model: StoredModelThen) {
	return {
		model_minor: model.valueMinor,
		model_low_minor: model.lowMinor,
		model_high_minor: model.highMinor,
		model_level: model.level,
		model_version: model.modelVersion,
		model_as_of: timestamp(model.asOf),
	};
}

/** {@link modelColumns}, read. */
export function readModelThen(row: {
	model_minor: bigint;
	model_low_minor: bigint | null;
	model_high_minor: bigint | null;
	model_level: number | null;
	model_version: string;
	model_as_of: Instant;
}): StoredModelThen {
	return {
		valueMinor: row.model_minor,
		lowMinor: row.model_low_minor,
		highMinor: row.model_high_minor,
		level: row.model_level,
		modelVersion: row.model_version,
		asOf: row.model_as_of,
	};
}

/** Calls of a period for these nodes, in order of time. */
export async function callsOfPeriod(db: Db, period: string, nodeIds: readonly string[]): Promise<StoredCall[]> {
	const rows = await callRows(db)
		.where("c.period", "=", period)
		.where("c.node_id", "=", sql<string>`any(${nodeIds}::text[])`)
		.orderBy("c.submitted_at")
		.orderBy("c.id")
		.execute();
	return rows.map(readCall);
}

/** A call by id. */
export async function findCall(db: Db, id: string): Promise<StoredCall | null> {
	const row = await callRows(db).where("c.id", "=", id).executeTakeFirst();
	return row ? readCall(row) : null;
}

/** Calls of periods that were over on a day, in order of time; all authors'. */
export async function callsOfEndedPeriods(db: Db, today: string): Promise<StoredCall[]> {
	const rows = await callRows(db)
		.where("c.period_end", "<=", today)
		.orderBy("c.submitted_at")
		.orderBy("c.id")
		.execute();
	return rows.map(readCall);
}

function callRows(db: Db) {
	return db
		.selectFrom("forecast_calls as c")
		.innerJoin("users as u", "u.id", "c.author_id")
		.select([
			"c.id",
			"c.author_id",
			"u.name as author_name",
			"c.node_id",
			"c.period",
			"c.period_start",
			"c.period_end",
			"c.version",
			"c.currency",
			"c.closed_minor",
			"c.commit_minor",
			"c.best_case_minor",
			"c.pipeline_minor",
			"c.note",
			"c.submitted_at",
			"c.due_on",
			"c.model_minor",
			"c.model_low_minor",
			"c.model_high_minor",
			"c.model_level",
			"c.model_version",
			"c.model_as_of",
		]);
}

type CallRow = Awaited<ReturnType<ReturnType<typeof callRows>["executeTakeFirstOrThrow"]>>;

function readCall(row: CallRow): StoredCall {
	return {
		id: row.id,
		authorId: row.author_id,
		authorName: row.author_name,
		nodeId: row.node_id,
		period: { name: row.period, start: row.period_start, end: row.period_end },
		version: row.version,
		currency: row.currency,
		amounts: {
			closedMinor: row.closed_minor,
			commitMinor: row.commit_minor,
			bestCaseMinor: row.best_case_minor,
			pipelineMinor: row.pipeline_minor,
		},
		note: row.note,
		submittedAt: row.submitted_at,
		dueOn: row.due_on,
		model: readModelThen(row),
	};
}
