import { sql, type Transaction } from "kysely";
import type { JsonValue } from "../../core/model/change.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { jsonb, timestamp } from "./values.ts";

/**
 * `deal`: how deals end, for their chances. `forecast`: the same, for forecasts. `lead-points`: the rules somebody may edit. `lead-share`: what such points have been worth.
 * `lead-score`: a score learnt from past leads. `lead-scoring`: what leads are scored by.
 * `deal-drivers`: what separates won from lost. `lead-answers`: what leads answered to. `lead-grades`: from when a lead is hot. `lead-routing`: who gets which.
 * `forecast-range`: by what forecast ranges are widened.
 */
export type ModelKind =
	| "deal"
	| "forecast"
	| "lead-points"
	| "lead-share"
	| "lead-score"
	| "lead-scoring"
	| "lead-answers"
	| "deal-drivers"
	| "lead-grades"
	| "lead-routing"
	| "forecast-range";

/** A model as it is kept. `version` is unique for its kind and goes with every number made by it. */
export interface StoredModel {
	version: string;
	trainedAt: Instant;
	n: number;
	body: JsonValue;
}

/** A model in use, with what its training came to, and whether a person keeps it. */
export interface LiveModel extends StoredModel {
	metrics: JsonValue;
	keptBy: string | null;
}

/** The model in use; null before the first. */
export async function liveModel(db: Db, kind: ModelKind): Promise<LiveModel | null> {
	const row = await db
		.selectFrom("models")
		.select(["version", "trained_at", "n", "body", "metrics", "kept_by"])
		.where("kind", "=", kind)
		.where("is_live", "=", true)
		.executeTakeFirst();
	if (!row) return null;
	const { version, trained_at: trainedAt, n, body, metrics, kept_by: keptBy } = row;
	return { version, trainedAt, n, body: body as JsonValue, metrics, keptBy };
}

/** Old models that are kept of each kind, so that past numbers can be made again. */
const KEPT = 50;

/** Stores a model and puts it in use, or, where it is to wait (`waits`), beside the one that is. The one before is kept. */
export async function saveModel(
	trx: Transaction<Tables>,
	tenantId: number,
	kind: ModelKind,
	model: StoredModel & { dataFrom: Instant | null; dataTo: Instant | null; metrics: { [key: string]: JsonValue } },
	waits = false,
): Promise<void> {
	await lockModels(trx, tenantId, kind);
	if (!waits) await retireModel(trx, kind);
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
			is_live: !waits,
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

/** A version is unique among those of its kind: learnt again under a standing clock it gets a number. */
export async function freeName(db: Db, kind: ModelKind, name: string): Promise<string> {
	const taken = new Set((await listModels(db, kind)).map((model) => model.version));
	let free = name;
	for (let k = 2; taken.has(free); k++) free = `${name}.${k}`;
	return free;
}

/** Adds what a test came to to a model that is in use and was learnt the same again. */
export async function noteTest(trx: Transaction<Tables>, version: string, notes: object): Promise<void> {
	await sql`update models set metrics = metrics || ${jsonb(JSON.parse(JSON.stringify(notes)))}::jsonb
		where kind = 'deal' and is_live and version = ${version}`.execute(trx);
}

/** Two that put one in use at the same time would both find the old one to retire. */
async function lockModels(trx: Transaction<Tables>, tenantId: number, kind: ModelKind): Promise<void> {
	await sql`select pg_advisory_xact_lock(${tenantId}, hashtext(${`models ${kind}`}))`.execute(trx);
}

/** Takes the model of a kind out of use; it is kept. */
export async function retireModel(trx: Transaction<Tables>, kind: ModelKind): Promise<void> {
	await trx
		.updateTable("models")
		.set({ is_live: false, kept_by: null, kept_at: null })
		.where("kind", "=", kind)
		.where("is_live", "=", true)
		.execute();
}

/** A model among those that are kept, without its body. */
export interface ModelVersion {
	version: string;
	trainedAt: Instant;
	dataFrom: Instant | null;
	dataTo: Instant | null;
	n: number;
	metrics: JsonValue;
	isLive: boolean;
	/** Who put it in use and keeps it there; null where the newest is taken as it comes. */
	keptBy: string | null;
	keptAt: Instant | null;
}

/** The models of a kind that are kept, newest first. */
export async function listModels(db: Db, kind: ModelKind, most = KEPT): Promise<ModelVersion[]> {
	const rows = await db
		.selectFrom("models")
		.select(["version", "trained_at", "data_from", "data_to", "n", "metrics", "is_live", "kept_by", "kept_at"])
		.where("kind", "=", kind)
		.orderBy("trained_at", "desc")
		.orderBy("id", "desc")
		.limit(most)
		.execute();
	return rows.map((row) => ({
		version: row.version,
		trainedAt: row.trained_at,
		dataFrom: row.data_from,
		dataTo: row.data_to,
		n: row.n,
		metrics: row.metrics,
		isLive: row.is_live,
		keptBy: row.kept_by,
		keptAt: row.kept_at,
	}));
}

/** Puts a model that is kept in use, held there by a person; or, without one, until the next. False where it is gone. */
export async function putInUse(
	trx: Transaction<Tables>,
	tenantId: number,
	kind: ModelKind,
	version: string,
	kept: { by: string; at: Instant } | null,
): Promise<boolean> {
	await lockModels(trx, tenantId, kind);
	const found = await trx
		.selectFrom("models")
		.select("id")
		.where("kind", "=", kind)
		.where("version", "=", version)
		.orderBy("trained_at", "desc")
		.limit(1)
		.executeTakeFirst();
	if (!found) return false;
	await retireModel(trx, kind);
	await trx
		.updateTable("models")
		.set({ is_live: true, kept_by: kept?.by ?? null, kept_at: kept ? timestamp(kept.at) : null })
		.where("id", "=", found.id)
		.execute();
	return true;
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
