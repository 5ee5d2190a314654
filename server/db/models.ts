import { sql, type Transaction } from "kysely";
import type { JsonValue } from "../../core/model/change.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { jsonb, timestamp } from "./values.ts";

/**
 * `deal`: how deals end. `lead-points`: the rules somebody may edit. `lead-share`: what such points have been worth.
 * `lead-grades`: from when a lead is hot. `forecast-range`: by what forecast ranges are widened.
 */
export type ModelKind = "deal" | "lead-points" | "lead-share" | "lead-grades" | "forecast-range";

/** A model as it is kept. `version` is unique for its kind and goes with every number made by it. */
export interface StoredModel {
	version: string;
	trainedAt: Instant;
	n: number;
	body: JsonValue;
}

/** The model in use; null before the first. */
export async function liveModel(db: Db, kind: ModelKind): Promise<StoredModel | null> {
	const row = await db
		.selectFrom("models")
		.select(["version", "trained_at", "n", "body"])
		.where("kind", "=", kind)
		.where("is_live", "=", true)
		.executeTakeFirst();
	return row ? { version: row.version, trainedAt: row.trained_at, n: row.n, body: row.body as JsonValue } : null;
}

/** Old models that are kept of each kind, so that past numbers can be made again. */
const KEPT = 50;

/** Stores a model and puts it in use. The one before is kept. */
export async function saveModel(
	trx: Transaction<Tables>,
	tenantId: number,
	kind: ModelKind,
	model: StoredModel & { dataFrom: Instant | null; dataTo: Instant | null; metrics: { [key: string]: JsonValue } },
): Promise<void> {
	// Two that put one in use at the same time would both find the old one to retire.
	await sql`select pg_advisory_xact_lock(${tenantId}, hashtext(${`models ${kind}`}))`.execute(trx);
	await trx
		.updateTable("models")
		.set({ is_live: false })
		.where("kind", "=", kind)
		.where("is_live", "=", true)
		.execute();
	await trx
		.insertInto("models")
		.values({
			tenant_id: tenantId,
			kind,
			version: model.version,
			trained_at: timestamp(model.trainedAt),
			data_from: model.dataFrom === null ? null : timestamp(model.dataFrom),
			data_to: model.dataTo === null ? null : timestamp(model.dataTo),
			n: model.n,
			body: jsonb(model.body),
			metrics: jsonb(model.metrics),
			is_live: true,
		})
		.execute();
	const old = trx
		.selectFrom("models")
		.select("id")
		.where("kind", "=", kind)
		.where("is_live", "=", false)
		.orderBy("trained_at", "desc")
		.orderBy("id", "desc")
		.offset(KEPT);
	await trx.deleteFrom("models").where("id", "in", old).execute();
}

/** The bodies of these models of a kind, by version; old ones may be gone. */
export async function modelBodies(db: Db, kind: ModelKind, versions: string[]): Promise<Map<string, JsonValue>> {
	if (versions.length === 0) return new Map();
	const rows = await db
		.selectFrom("models")
		.select(["version", "body"])
		.where("kind", "=", kind)
		.where("version", "in", versions)
		.execute();
	return new Map(rows.map((row) => [row.version, row.body as JsonValue]));
}
