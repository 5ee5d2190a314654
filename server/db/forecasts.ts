import { sql, type Transaction } from "kysely";
import type { Explanation, Part } from "../../core/explain/explanation.ts";
import type { Forecast } from "../../core/forecast/forecast.ts";
import type { Instant, PlainDate } from "../../core/model/instant.ts";
import type { Period } from "../../core/model/period.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

export type NodeKind = Tables["forecast_nodes"]["node_kind"];

/** One box of a stored forecast. Money is minor units of the forecast's currency. */
export interface StoredNode {
	nodeId: string;
	parentId: string | null;
	kind: NodeKind;
	name: string;
	/** Of a person who has left since or before: when. */
	leftOn: PlainDate | null;
	valueMinor: bigint;
	interval: { low: bigint; high: bigint; level: number } | null;
	closedMinor: bigint;
	openMinor: bigint;
	uncreatedMinor: bigint;
	quotaMinor: bigint | null;
	n: number;
	unpriced: number;
	state: "ok" | "provisional" | "empty";
	explanation: Explanation<bigint>;
	/** The whole range, lowest first, see `NodeForecast.quantiles`; null where it was not kept. */
	quantiles: number[] | null;
}

/** A forecast as it was stored, parents before children. */
export interface StoredForecast {
	id: string;
	period: Period;
	asOf: Instant;
	currency: string;
	modelVersion: string;
	nodes: StoredNode[];
}

/** What is stored beside an engine's forecast. */
export interface ForecastNote {
	period: Period;
	seed: number;
	modelVersion: string;
	/** Who asked; null for the system, whose forecasts of a period are kept one a day. */
	createdBy: string | null;
	/** Real time. */
	createdAt: Instant;
}

/** Stores a forecast with all its nodes and gives its id. */
export async function saveForecast(
	trx: Transaction<Tables>,
	tenantId: number,
	forecast: Forecast,
	note: ForecastNote,
): Promise<string> {
	if (note.createdBy === null) await replaceSameDay(trx, note.period.name, forecast.asOf);
	const { id } = await trx
		.insertInto("forecasts")
		.values({
			tenant_id: tenantId,
			period: note.period.name,
			period_start: note.period.start,
			period_end: note.period.end,
			as_of: timestamp(forecast.asOf),
			currency: forecast.currency,
			model_version: note.modelVersion,
			seed: note.seed,
			created_by: note.createdBy,
			range_version: forecast.isWidened
				? sql<string>`(select version from models m where m.tenant_id = ${tenantId}
					and m.kind = 'forecast-range' and m.is_live)`
				: null,
			created_at: timestamp(note.createdAt),
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	const rows = forecast.nodes.map((node, position) => ({
		tenant_id: tenantId,
		forecast_id: id,
		node_kind: node.kind,
		node_id: node.nodeId,
		parent_id: node.parentId,
		name: node.name,
		value_minor: node.closedMinor + node.openMinor + node.uncreatedMinor,
		low_minor: node.estimate.interval?.low ?? null,
		high_minor: node.estimate.interval?.high ?? null,
		level: node.estimate.interval?.level ?? null,
		closed_minor: node.closedMinor,
		open_minor: node.openMinor,
		uncreated_minor: node.uncreatedMinor,
		quota_minor: node.quotaMinor,
		n: node.estimate.n,
		unpriced: node.counts.withoutRate + node.counts.withoutAmount,
		state: node.estimate.state,
		explanation: writeExplanation(node.estimate.explanation, position),
		quantiles: node.quantiles ?? null,
	}));
	for (let from = 0; from < rows.length; from += 500) {
		await trx
			.insertInto("forecast_nodes")
			.values(rows.slice(from, from + 500))
			.execute();
	}
	if (note.createdBy !== null) await dropOldestAskedFor(trx, note.period.name);
	return id;
}

/** The newest forecast of a period as of the newest moment; null when there is none. */
export async function latestForecast(db: Db, period: string): Promise<StoredForecast | null> {
	const row = await forecastRows(db)
		.where("period", "=", period)
		.where(HAS_NODES)
		.orderBy("as_of", "desc")
		.orderBy("created_at", "desc")
		.limit(1)
		.executeTakeFirst();
	return row ? withNodes(db, row) : null;
}

/** A forecast by id, or the one that replaced it, with an id of its own; null when there is none. */
export async function findForecast(db: Db, id: string): Promise<StoredForecast | null> {
	const row = await forecastRows(db).where("id", "=", id).executeTakeFirst();
	if (!row) return null;
	const stored = await withNodes(db, row);
	return stored.nodes.length > 0 ? stored : ((await replacementOf(db, row)) ?? stored);
}

/** Of a period: forecasts that people asked for and replaced ones of the system that are kept, newest first. */
const MOST_ASKED_FOR = 200;
const MOST_REPLACED = 1000;

/**
 * Makes room for the system's forecast of a day. The earlier ones of that day lose their nodes and keep their row, so
 * that a page which holds their id is answered with what replaced them.
 */
async function replaceSameDay(trx: Transaction<Tables>, period: string, asOf: Instant): Promise<void> {
	await sql`delete from forecast_nodes n using forecasts f
		where n.forecast_id = f.id and n.tenant_id = f.tenant_id
			and f.period = ${period} and f.created_by is null and ${isSameDay(asOf)}`.execute(trx);
	await sql`delete from forecasts where id in (
		select f.id from forecasts f where f.period = ${period} and f.created_by is null and not ${HAS_NODES}
		order by f.created_at desc, f.id desc offset ${MOST_REPLACED})`.execute(trx);
}

async function dropOldestAskedFor(trx: Transaction<Tables>, period: string): Promise<void> {
	await sql`delete from forecasts where id in (
		select id from forecasts where period = ${period} and created_by is not null
		order by created_at desc, id desc offset ${MOST_ASKED_FOR})`.execute(trx);
}

/** What stands for a replaced forecast: the system's newest of that day, else the period's latest. */
async function replacementOf(db: Db, { period, as_of }: ForecastRow): Promise<StoredForecast | null> {
	const row = await forecastRows(db)
		.where("period", "=", period)
		.where("created_by", "is", null)
		.where(isSameDay(as_of))
		.where(HAS_NODES)
		.orderBy("created_at", "desc")
		.limit(1)
		.executeTakeFirst();
	return row ? withNodes(db, row) : latestForecast(db, period);
}

function isSameDay(asOf: Instant) {
	return sql<boolean>`date_trunc('day', f.as_of at time zone 'UTC')
		= date_trunc('day', ${timestamp(asOf)}::timestamptz at time zone 'UTC')`;
}

/** Whether a forecast `f` still has its numbers. */
export const HAS_NODES = sql<boolean>`exists (
	select from forecast_nodes n where n.tenant_id = f.tenant_id and n.forecast_id = f.id)`;

function forecastRows(db: Db) {
	return db
		.selectFrom("forecasts as f")
		.select(["id", "period", "period_start", "period_end", "as_of", "currency", "model_version"]);
}

interface ForecastRow {
	id: string;
	period: string;
	period_start: PlainDate;
	period_end: PlainDate;
	as_of: Instant;
	currency: string;
	model_version: string;
}

async function withNodes(db: Db, row: ForecastRow): Promise<StoredForecast> {
	const nodes = await db
		.selectFrom("forecast_nodes")
		.selectAll()
		.where("forecast_id", "=", row.id)
		.orderBy(sql`(explanation ->> 'position')::int`)
		.execute();
	const gone = await db.selectFrom("users").select(["id", "left_on"]).where("left_on", "is not", null).execute();
	const left = new Map(gone.map((person) => [person.id, person.left_on]));
	return {
		id: row.id,
		period: { name: row.period, grain: grainOf(row.period), start: row.period_start, end: row.period_end },
		asOf: row.as_of,
		currency: row.currency,
		modelVersion: row.model_version,
		nodes: nodes.map((n) => ({
			nodeId: n.node_id,
			parentId: n.parent_id,
			kind: n.node_kind,
			name: n.name,
			leftOn: n.node_kind === "user" ? (left.get(n.node_id) ?? null) : null,
			valueMinor: n.value_minor,
			interval:
				n.low_minor === null || n.high_minor === null
					? null
					: { low: n.low_minor, high: n.high_minor, level: n.level ?? 0.8 },
			closedMinor: n.closed_minor,
			openMinor: n.open_minor,
			uncreatedMinor: n.uncreated_minor,
			quotaMinor: n.quota_minor,
			n: n.n,
			unpriced: n.unpriced,
			state: n.state as StoredNode["state"],
			explanation: readExplanation(n.explanation),
			quantiles: n.quantiles,
		})),
	};
}

/** Money goes into JSON as text; `position` keeps parents before children. */
function writeExplanation(explanation: Explanation<bigint>, position: number): string {
	const text = (_key: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
	return JSON.stringify({ ...explanation, position }, text);
}

function readExplanation(stored: unknown): Explanation<bigint> {
	const { base, parts, total } = stored as { base: TextPart; parts: TextPart[]; total: string };
	const read = (part: TextPart): Part<bigint> => ({ ...part, value: BigInt(part.value) });
	return { base: read(base), parts: parts.map(read), total: BigInt(total) };
}
type TextPart = Omit<Part<bigint>, "value"> & { value: string };

/** A period's length, as its name says it. */
export function grainOf(period: string): Period["grain"] {
	return period.includes("-Q") ? "quarter" : period.includes("-M") ? "month" : "year";
}
