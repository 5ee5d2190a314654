import { sql } from "kysely";
import { DAY_MS, type Instant } from "../../core/model/instant.ts";
import type { Database, Db } from "./connect.ts";
import { timestamp } from "./values.ts";

/** The tables cut by time, a quarter a partition. */
export type PartitionedTable = "activities" | "field_changes" | "events" | "audit_entries";
const ALL: readonly PartitionedTable[] = ["activities", "field_changes", "events", "audit_entries"];
const AHEAD_MS = 200 * DAY_MS;

/** Makes the quarters of a table from one moment to another where they are missing. Call it before writing the past. */
export async function ensurePartitions(db: Db, table: PartitionedTable, first: Instant, last: Instant): Promise<void> {
	await sql`select courtside_ensure_partitions(${table}, ${timestamp(first)}, ${timestamp(last)})`.execute(db);
}

/** Makes the quarters that the coming half-year writes into. Runs at start and daily, so `now` always has one. */
export async function ensureCurrentPartitions(database: Database, now: Instant): Promise<void> {
	await database.asSystem(async (trx) => {
		for (const table of ALL) await ensurePartitions(trx, table, now - DAY_MS, now + AHEAD_MS);
	});
}
