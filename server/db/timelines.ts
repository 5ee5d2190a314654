import { type RawBuilder, sql, type Transaction } from "kysely";
import type { FieldChange, JsonValue } from "../../core/model/change.ts";
import { DAY_MS, type Instant } from "../../core/model/instant.ts";
import { buildDealTimelines, type DealTimeline } from "../../core/model/timeline.ts";
import { lifeAsOf } from "../../core/scoring/deal-life.ts";
import type { Db } from "./connect.ts";
import { loadAround } from "./deal-around.ts";
import { changesBefore } from "./history.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

/** Deals fetched at a time. */
const CHUNK = 2_000;

/** What a timeline is made of; the rest of a snapshot stays in the database. */
const READ_FIELDS = ["*", "stageId", "status", "amountMinor", "currency", "closeDate", "ownerId"];
const SNAPSHOT_REST = [
	"name",
	"accountId",
	"pipelineId",
	"source",
	"nextStep",
	"forecastCategory",
	"lostReason",
	"createdAt",
	"closedAt",
	"extra",
	"version",
];

/**
 * The timeline of every deal of the workspace as known before `origin`, in order of id. Changes come through a cursor
 * and are folded deal by deal, and equal texts are kept once: half a million deals with two million changes hold 500 MB.
 * `only` is a sub-select of the deals' ids; `onChunk` hears how many deals are done and may throw to stop. What
 * surrounded deals is read too where their chance may be asked (`recent`: open, or closed of late), unless it is `none`.
 * With `arrivedBy` only changes that had come here by then.
 */
export async function loadDealTimelines(
	trx: Transaction<Tables>,
	origin: Instant,
	given: {
		only?: RawBuilder<unknown>;
		arrivedBy?: Instant;
		around?: "recent" | "none";
		onChunk?: (deals: number) => Promise<void> | void;
	} = {},
): Promise<DealTimeline[]> {
	const timelines: DealTimeline[] = [];
	const keepOnce = interning();
	await sql`set local cursor_tuple_fraction = 1`.execute(trx);
	// One row a deal, put together by the database: a row for each change costs this process several times as much.
	await sql`declare deal_changes no scroll cursor for
		select entity_id, json_agg(json_build_array(field,
			case when field = '*' then value - ${SNAPSHOT_REST}::text[] else value end,
			floor(extract(epoch from recorded_at) * 1000)::int8, inferred) order by recorded_at, id) as steps
		from field_changes
		where entity = 'deal' and field = any(${READ_FIELDS}::text[]) and recorded_at < ${timestamp(origin)}
			${given.arrivedBy === undefined ? sql`` : sql`and ingested_at <= ${timestamp(given.arrivedBy)}`}
			${given.only ? sql`and entity_id in (${given.only})` : sql``}
		group by entity_id order by entity_id`.execute(trx);
	for (;;) {
		const { rows } = await sql<DealRow>`fetch ${sql.lit(CHUNK)} from deal_changes`.execute(trx);
		for (const { entity_id, steps } of rows) timelines.push(...timelineOf(entity_id, steps, keepOnce));
		await given.onChunk?.(timelines.length);
		if (rows.length < CHUNK) break;
	}
	await sql`close deal_changes`.execute(trx);
	if (given.around !== "none") await surround(trx, askedOf(timelines, origin), origin);
	return timelines;
}

/** None where the deal has no snapshot. */
function timelineOf(entityId: string, steps: DealRow["steps"], keepOnce: (value: JsonValue) => JsonValue) {
	const changes = steps.map(
		([field, value, recordedAt, inferred]): FieldChange => ({
			...{ entity: "deal", entityId, field, value: keepOnce(value) },
			...{ validAt: recordedAt, recordedAt, source: "", inferred },
		}),
	);
	return buildDealTimelines(changes).map(compact);
}

/** A chance is asked of deals that are open, or were when the replayed windows of the forecast began. */
const RECENT_MS = 400 * DAY_MS;

/** Those of the deals whose chance may be asked as of `origin`. */
export function askedOf(timelines: DealTimeline[], origin: Instant): DealTimeline[] {
	return timelines.filter((line) => (lifeAsOf(line, origin)?.closedAt ?? origin) >= origin - RECENT_MS);
}

/** Reads what surrounded these deals before `origin`, where that has not been read yet. */
export async function surround(db: Db, timelines: DealTimeline[], origin: Instant): Promise<void> {
	const bare = timelines.filter((line) => !line.around);
	const around = await loadAround(
		db,
		bare.map((line) => line.dealId),
		origin,
	);
	for (const line of bare) {
		const own = around.get(line.dealId);
		if (own) line.around = own;
	}
}

/** One deal's timeline as known before `origin`; null when nothing was known yet. */
export async function loadDealTimeline(db: Db, dealId: string, origin: Instant): Promise<DealTimeline | null> {
	const line = buildDealTimelines(await changesBefore(db, "deal", [dealId], origin))[0] ?? null;
	if (line) await surround(db, [line], origin);
	return line;
}

/** Lists grown by push hold room for more; half a million deals of five lists each would keep 300 MB of it. */
function compact(line: DealTimeline): DealTimeline {
	return {
		...line,
		stages: line.stages.slice(),
		status: line.status.slice(),
		amounts: line.amounts.slice(),
		closeDates: line.closeDates.slice(),
		owners: line.owners.slice(),
	};
}

interface DealRow {
	entity_id: string;
	/** Field, value, moment and whether it is inferred, of each change. */
	steps: [field: string, value: JsonValue, recordedAt: Instant, inferred: boolean][];
}

/** Stage ids, owners, days and currencies come again and again: each is kept as one string. */
function interning(): (value: JsonValue) => JsonValue {
	const kept = new Map<string, string>();
	const one = (text: string): string => {
		const found = kept.get(text);
		if (found !== undefined) return found;
		kept.set(text, text);
		return text;
	};
	return (value) => {
		if (typeof value === "string") return one(value);
		if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
		for (const key of Object.keys(value)) {
			const inner = value[key];
			if (typeof inner === "string") value[key] = one(inner);
		}
		return value;
	};
}
