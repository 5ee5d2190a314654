import { sql } from "kysely";
import { DAY_MS, type Instant } from "../../core/model/instant.ts";
import type { Database, Db } from "./connect.ts";
import { timestamp } from "./values.ts";

/** The tables cut by time, a quarter a partition. */
export type PartitionedTable = "activities" | "field_changes" | "events" | "audit_entries";
const ALL: readonly PartitionedTable[] = ["activities", "field_changes", "events", "audit_entries"];
const AHEAD_MS = 200 * DAY_MS;

/** Outside of this a moment is a slip of the pen; every quarter made for one would cost all workspaces' queries. */
const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(2101, 0, 1);

/** A moment that no history goes to. Its code is PostgreSQL's for such, so that whoever refuses values refuses it too. */
export class OutOfTime extends RangeError {
	readonly code = "22008";
}

/** Whether history goes to the moment: it lies between 1900 and 2100. */
export function isWithinTime(at: Instant): boolean {
	return at >= EARLIEST && at < LATEST;
}

/** Throws OutOfTime on a moment before 1900 or after 2100. */
export function requireWithinTime(at: Instant): void {
	if (!isWithinTime(at)) throw new OutOfTime("A moment lies before 1900 or after 2100.");
}

/** Makes the quarters of a table from one moment to another where they are missing. Call it before writing the past. Throws OutOfTime before 1900 and after 2100. */
export async function ensurePartitions(db: Db, table: PartitionedTable, first: Instant, last: Instant): Promise<void> {
	requireWithinTime(first);
	requireWithinTime(last);
	await sql`select courtside_ensure_partitions(${table}, ${timestamp(first)}, ${timestamp(last)})`.execute(db);
}

/** Makes the quarters that the coming half-year writes into. Runs at start and daily, so `now` always has one. */
export async function ensureCurrentPartitions(database: Database, now: Instant): Promise<void> {
	await database.asSystem(async (trx) => {
		for (const table of ALL) await ensurePartitions(trx, table, now - DAY_MS, now + AHEAD_MS);
	});
}
