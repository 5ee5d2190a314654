import { createHash } from "node:crypto";
import { sql, type Transaction } from "kysely";
import type { Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import type { Jobs } from "../jobs/catalog.ts";
import type { ApplyContext } from "./apply-changes.ts";

/** A record that could not be stored. */
export interface Failure {
	raw: string;
	reason: string;
	object: string | null;
	externalId: string | null;
}

/** A failed record as it is kept. */
export interface FailedRecord extends Failure {
	id: string;
	source: string;
	attempts: number;
	state: "failed" | "replaying";
	firstFailedAt: number;
	lastFailedAt: number;
}

const COLUMNS = [
	"id",
	"source",
	"raw",
	"object",
	"external_id",
	"reason",
	"attempts",
	"state",
	"first_failed_at",
	"last_failed_at",
] as const;

/** Keeps records with the reason; one that failed before counts a further try. */
export async function keepFailures(context: ApplyContext, failures: readonly Failure[]): Promise<void> {
	const { trx, tenantId, source, causeId } = context;
	if (failures.length === 0) return;
	await trx
		.insertInto("failed_records")
		.values(
			[...new Map(failures.map((failure) => [failure.raw, failure])).values()].map((failure) => ({
				tenant_id: tenantId,
				source,
				raw_key: keyOf(failure.raw),
				raw: Buffer.from(failure.raw),
				// Text columns take no NUL; the record's own bytes keep it.
				object: failure.object,
				external_id: storable(failure.externalId ?? "").slice(0, 500) || null,
				reason: storable(failure.reason).slice(0, 2000),
				cause_id: causeId,
			})),
		)
		.onConflict((conflict) =>
			conflict.columns(["tenant_id", "source", "raw_key"]).doUpdateSet((set) => ({
				reason: set.ref("excluded.reason"),
				object: set.ref("excluded.object"),
				external_id: set.ref("excluded.external_id"),
				attempts: sql<number>`failed_records.attempts + 1`,
				state: "failed",
				last_failed_at: sql<Date>`now()`,
			})),
		)
		.execute();
}

/** What is stored now has failed no more. */
export async function settleFailures(context: ApplyContext, raws: readonly string[]): Promise<void> {
	const { trx, tenantId, source } = context;
	if (raws.length === 0 || !(await hasAny(trx, tenantId, source))) return;
	await trx
		.deleteFrom("failed_records")
		.where("tenant_id", "=", tenantId)
		.where("source", "=", source)
		.where("raw_key", "=", sql<string>`any(${raws.map(keyOf)}::text[])`)
		.execute();
}

async function hasAny(trx: Transaction<Tables>, tenantId: number, source: string): Promise<boolean> {
	const row = await trx
		.selectFrom("failed_records")
		.select("id")
		.where("tenant_id", "=", tenantId)
		.where("source", "=", source)
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}

/** Failed records of a source, newest first; `before` is the id that the page before ended with. */
export async function listFailures(
	db: Db,
	given: { tenantId: number; source?: string; before?: string | undefined; limit: number },
): Promise<FailedRecord[]> {
	const rows = await db
		.selectFrom("failed_records")
		.select(COLUMNS)
		.where("tenant_id", "=", given.tenantId)
		.$if(given.source !== undefined, (query) => query.where("source", "=", given.source ?? ""))
		.$if(given.before !== undefined, (query) => query.where("id", "<", given.before ?? ""))
		.orderBy("id", "desc")
		.limit(given.limit)
		.execute();
	return rows.map(({ external_id, first_failed_at, last_failed_at, raw, ...row }) => ({
		...row,
		raw: raw.toString("utf8"),
		externalId: external_id,
		firstFailedAt: first_failed_at,
		lastFailedAt: last_failed_at,
	}));
}

/** How many records of each source wait for a person. */
export async function countFailures(db: Db, tenantId: number): Promise<Map<string, number>> {
	const { rows } = await sql<{ source: string; records: number }>`select source, count(*)::int as records
		from failed_records where tenant_id = ${tenantId} group by source`.execute(db);
	return new Map(rows.map((row) => [row.source, row.records]));
}

/** Which records are meant: one, or all of a source. */
export type Which = { id: string } | { source: string };

/** Marks records to be tried again. Gives their sources with how many. Follow with {@link enqueueReplay}. */
export async function markForReplay(
	trx: Transaction<Tables>,
	tenantId: number,
	which: Which,
): Promise<Map<string, number>> {
	const rows = await trx
		.updateTable("failed_records")
		.set({ state: "replaying" })
		.where("tenant_id", "=", tenantId)
		.where((is) => is(...condition(which)))
		.returning("source")
		.execute();
	return bySource(rows);
}

function bySource(rows: readonly { source: string }[]): Map<string, number> {
	return new Map([...Map.groupBy(rows, (row) => row.source)].map(([source, all]) => [source, all.length]));
}

/** Gives records up for good. Gives their sources with how many. */
export async function dismissFailures(
	trx: Transaction<Tables>,
	tenantId: number,
	which: Which,
): Promise<Map<string, number>> {
	const rows = await trx
		.deleteFrom("failed_records")
		.where("tenant_id", "=", tenantId)
		.where((is) => is(...condition(which)))
		.returning("source")
		.execute();
	return bySource(rows);
}

/** Has the marked records of a source tried again. */
export async function enqueueReplay(jobs: Pick<Jobs, "enqueue">, tenantId: number, host: string): Promise<void> {
	await jobs.enqueue("replay-records", { tenantId, host }, { dedupId: `replay-${tenantId}-${host}` });
}

/** The next marked records of a source after an id. */
export async function nextReplays(
	db: Db,
	given: { tenantId: number; source: string; after: string; limit: number },
): Promise<{ id: string; raw: string }[]> {
	const rows = await db
		.selectFrom("failed_records")
		.select(["id", "raw"])
		.where("tenant_id", "=", given.tenantId)
		.where("source", "=", given.source)
		.where("state", "=", "replaying")
		.where("id", ">", given.after)
		.orderBy("id")
		.limit(given.limit)
		.execute();
	return rows.map((row) => ({ id: row.id, raw: row.raw.toString("utf8") }));
}

function condition(which: Which): ["id" | "source", "=", string] {
	return "id" in which ? ["id", "=", which.id] : ["source", "=", which.source];
}

function keyOf(raw: string): string {
	return createHash("sha256").update(raw).digest("hex");
}

function storable(text: string): string {
	return text.replaceAll("\u0000", "").toWellFormed();
}
