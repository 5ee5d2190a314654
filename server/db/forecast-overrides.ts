import { sql, type Transaction } from "kysely";
import type { ForecastOverride } from "../../core/forecast/calls/call-types.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import { modelColumns, readModelThen, type StoredModelThen } from "./forecast-calls.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

/** An override as it is kept, with names. */
export interface StoredOverride extends ForecastOverride {
	version: number;
	currency: string;
	byName: string;
	dealName: string | null;
	withdrawnBy: { id: string; name: string } | null;
	model: StoredModelThen;
}

/** Keeps an override; null when one of this version was made for the same node or deal meanwhile. */
export async function insertOverride(
	trx: Transaction<Tables>,
	tenantId: number,
	made: Omit<StoredOverride, "id" | "byName" | "dealName" | "withdrawnAt" | "withdrawnBy">,
): Promise<string | null> {
	const { target } = made;
	const row = await trx
		.insertInto("forecast_overrides")
		.values({
			tenant_id: tenantId,
			period: made.period,
			node_id: target.nodeId,
			deal_id: target.kind === "deal" ? target.dealId : null,
			stage_id: target.kind === "deal" ? target.stageId : null,
			version: made.version,
			currency: made.currency,
			value_minor: made.valueMinor,
			made_by: made.by,
			made_at: timestamp(made.at),
			reason: made.reason,
			is_used: made.isUsed,
			...modelColumns(made.model),
		})
		.onConflict((conflict) => conflict.doNothing())
		.returning("id")
		.executeTakeFirst();
	return row?.id ?? null;
}

/** Takes an override back; false when somebody has already. */
export async function withdrawOverride(
	trx: Transaction<Tables>,
	id: string,
	by: { userId: string; at: Instant },
): Promise<boolean> {
	const row = await trx
		.updateTable("forecast_overrides")
		.set({ withdrawn_at: timestamp(by.at), withdrawn_by: by.userId })
		.where("id", "=", id)
		.where("withdrawn_at", "is", null)
		.returning("id")
		.executeTakeFirst();
	return row !== undefined;
}

/** Overrides of a period, newest first. */
export async function overridesOf(db: Db, period: string): Promise<StoredOverride[]> {
	const rows = await overrideRows(db)
		.where("o.period", "=", period)
		.orderBy("o.made_at", "desc")
		.orderBy("o.id", "desc")
		.execute();
	return rows.map(readOverride);
}

/** An override by id. */
export async function findOverride(db: Db, id: string): Promise<StoredOverride | null> {
	const row = await overrideRows(db).where("o.id", "=", id).executeTakeFirst();
	return row ? readOverride(row) : null;
}

/** The newest version of overrides of a node or deal in a period; 0 before the first. */
export async function overrideVersion(
	db: Db,
	period: string,
	target: { nodeId: string; dealId: string | null },
): Promise<number> {
	const { rows } = await sql<{ version: number }>`select coalesce(max(version), 0)::int as version
		from forecast_overrides where period = ${period}
			and target = ${target.dealId === null ? `node ${target.nodeId}` : `deal ${target.dealId}`}`.execute(db);
	return rows[0]?.version ?? 0;
}

function overrideRows(db: Db) {
	return db
		.selectFrom("forecast_overrides as o")
		.innerJoin("users as u", "u.id", "o.made_by")
		.leftJoin("users as w", "w.id", "o.withdrawn_by")
		.leftJoin("deals as d", "d.id", "o.deal_id")
		.select([
			"o.id",
			"o.period",
			"o.node_id",
			"o.deal_id",
			"d.name as deal_name",
			"o.stage_id",
			"o.version",
			"o.currency",
			"o.value_minor",
			"o.made_by",
			"u.name as by_name",
			"o.made_at",
			"o.reason",
			"o.is_used",
			"o.model_minor",
			"o.model_low_minor",
			"o.model_high_minor",
			"o.model_level",
			"o.model_version",
			"o.model_as_of",
			"o.withdrawn_at",
			"o.withdrawn_by",
			"w.name as withdrawn_name",
		]);
}

type OverrideRow = Awaited<ReturnType<ReturnType<typeof overrideRows>["executeTakeFirstOrThrow"]>>;

function readOverride(row: OverrideRow): StoredOverride {
	const { node_id: nodeId, deal_id: dealId, stage_id: stageId } = row;
	return {
		id: row.id,
		target: dealId === null ? { kind: "node", nodeId } : { kind: "deal", dealId, nodeId, stageId },
		dealName: row.deal_name,
		period: row.period,
		version: row.version,
		currency: row.currency,
		valueMinor: row.value_minor,
		by: row.made_by,
		byName: row.by_name,
		at: row.made_at,
		reason: row.reason,
		isUsed: row.is_used,
		model: readModelThen(row),
		withdrawnAt: row.withdrawn_at,
		withdrawnBy: row.withdrawn_by === null ? null : { id: row.withdrawn_by, name: row.withdrawn_name ?? "" },
	};
}
