import { sql, type Transaction } from "kysely";
import type { Estimate } from "../../core/explain/estimate.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { jsonb, timestamp } from "./values.ts";

/** What is scored, and by how much a number must move to become a point of its trend (half a point). */
const TREND_STEP = { deal: 0.005, lead: 0.5 } as const;

/** A new number of a record. */
export interface NewScore {
	entityId: string;
	estimate: Estimate;
	/** Kept beside the explanation, for the view alone. */
	extra?: Record<string, unknown>;
	/** What the same model says of an earlier moment. */
	before: { value: number; at: Instant } | null;
	/** Points for the trend of a record that has none yet, oldest first. */
	earlier?: { at: Instant; value: number; low: number | null; high: number | null; n: number; version: string }[];
}

/**
 * Stores a batch of scores: one upsert, and one trend point for each that is new or moved by half a point or more.
 * Scoring twice as of the same moment leaves the same rows.
 */
export async function saveScores(
	trx: Transaction<Tables>,
	tenantId: number,
	entity: "deal" | "lead",
	scores: NewScore[],
	scoredAt: Instant,
): Promise<void> {
	if (scores.length === 0) return;
	const of = <T>(pick: (s: NewScore) => T): T[] => scores.map(pick);
	const ids = of((s) => s.entityId);
	const values = of((s) => s.estimate.value);
	const lows = of((s) => s.estimate.interval?.low ?? null);
	const highs = of((s) => s.estimate.interval?.high ?? null);
	const ns = of((s) => s.estimate.n);
	const asOf = of((s) => timestamp(s.estimate.asOf));
	const versions = of((s) => s.estimate.modelVersion);
	await saveEarlier(trx, tenantId, entity, scores);
	await sql`insert into score_history (tenant_id, entity, entity_id, as_of, value, low, high, n, model_version)
		select ${tenantId}, ${entity}, x.id, x.as_of, x.value, x.low, x.high, x.n, x.version
		from unnest(${ids}::uuid[], ${asOf}::timestamptz[], ${values}::float8[], ${lows}::float8[], ${highs}::float8[], ${ns}::int[],
			${versions}::text[]) as x(id, as_of, value, low, high, n, version)
		left join lateral (
			select h.value from score_history h where h.entity = ${entity} and h.entity_id = x.id
			order by h.as_of desc limit 1) h on true
		where x.value is not null and (h.value is null or abs(h.value - x.value) >= ${TREND_STEP[entity]})
		on conflict (tenant_id, entity, entity_id, as_of) do update set value = excluded.value, low = excluded.low,
			high = excluded.high, n = excluded.n, model_version = excluded.model_version`.execute(trx);
	await sql`insert into scores (tenant_id, entity, entity_id, value, low, high, level, unit, n, state, as_of, model_version,
			explanation, before_value, before_at, scored_at)
		select ${tenantId}, ${entity}, x.*, ${timestamp(scoredAt)} from unnest(${ids}::uuid[], ${values}::float8[], ${lows}::float8[],
			${highs}::float8[], ${of((s) => s.estimate.interval?.level ?? null)}::float8[], ${of((s) => s.estimate.unit)}::text[],
			${ns}::int[], ${of((s) => s.estimate.state)}::text[], ${asOf}::timestamptz[], ${versions}::text[],
			${of((s) => jsonb({ ...s.estimate.explanation, ...s.extra }))}::jsonb[], ${of((s) => s.before?.value ?? null)}::float8[],
			${of((s) => (s.before ? timestamp(s.before.at) : null))}::timestamptz[]) as x
		on conflict (tenant_id, entity, entity_id) do update set value = excluded.value, low = excluded.low, high = excluded.high,
			level = excluded.level, unit = excluded.unit, n = excluded.n, state = excluded.state, as_of = excluded.as_of,
			model_version = excluded.model_version, explanation = excluded.explanation, before_value = excluded.before_value,
			before_at = excluded.before_at, scored_at = excluded.scored_at`.execute(trx);
}

async function saveEarlier(
	trx: Transaction<Tables>,
	tenantId: number,
	entity: "deal" | "lead",
	scores: NewScore[],
): Promise<void> {
	const points = scores.flatMap((s) => (s.earlier ?? []).map((p) => ({ ...p, id: s.entityId })));
	if (points.length === 0) return;
	await sql`insert into score_history (tenant_id, entity, entity_id, as_of, value, low, high, n, model_version)
		select ${tenantId}, ${entity}, x.* from unnest(${points.map((p) => p.id)}::uuid[],
			${points.map((p) => timestamp(p.at))}::timestamptz[], ${points.map((p) => p.value)}::float8[],
			${points.map((p) => p.low)}::float8[], ${points.map((p) => p.high)}::float8[], ${points.map((p) => p.n)}::int[],
			${points.map((p) => p.version)}::text[]) as x on conflict do nothing`.execute(trx);
}

/** Which of these records have no trend yet. */
export async function withoutTrend(db: Db, entity: "deal" | "lead", ids: string[]): Promise<Set<string>> {
	const { rows } = await sql<{ id: string }>`select x.id::text as id from unnest(${ids}::uuid[]) x(id)
		where not exists (select from score_history h where h.entity = ${entity} and h.entity_id = x.id)`.execute(db);
	return new Set(rows.map((r) => r.id));
}

/** Takes a record's number away (it was closed); its trend stays. */
export async function dropScore(trx: Transaction<Tables>, entity: "deal" | "lead", id: string): Promise<void> {
	await trx.deleteFrom("scores").where("entity", "=", entity).where("entity_id", "=", id).execute();
}

/** Takes away the numbers of deals that are no longer open, or no longer there. Gives how many. */
export async function dropClosedDealScores(trx: Transaction<Tables>): Promise<number> {
	const { rows } = await sql`delete from scores s where s.entity = 'deal'
		and not exists (select from deals d where d.id = s.entity_id and d.status = 'open') returning 1`.execute(trx);
	return rows.length;
}

/** As {@link dropClosedDealScores}, for leads that are converted or disqualified. */
export async function dropClosedLeadScores(trx: Transaction<Tables>): Promise<number> {
	const { rows } = await sql`delete from scores s where s.entity = 'lead' and not exists (select from leads l
		where l.id = s.entity_id and l.status in ('new', 'working', 'qualified')) returning 1`.execute(trx);
	return rows.length;
}
