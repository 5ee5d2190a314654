import { sql, type Transaction } from "kysely";
import type { Database, Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";
import { appendEvent } from "../events/append.ts";
import type { Jobs } from "../jobs/catalog.ts";
import type { AppliedRecords } from "./apply-records.ts";
import { clearCursors } from "./cursors.ts";

/** A run of fetching from a source. Counts are of records. */
export interface SyncRunRow {
	id: string;
	host: string;
	kind: "backfill" | "incremental";
	startedBy: "person" | "schedule" | "webhook";
	state: "waiting" | "running" | "done" | "failed" | "cancelled";
	object: string | null;
	done: number;
	total: number | null;
	created: number;
	changed: number;
	unchanged: number;
	failed: number;
	/** Time spent fetching and storing, in ms. */
	busyMs: number;
	error: string | null;
	createdAt: number;
	startedAt: number | null;
	finishedAt: number | null;
}

const OPEN = ["waiting", "running"] as const;

/** Who asks for a run of which kind. */
export interface AskedRun {
	tenantId: number;
	host: string;
	kind: SyncRunRow["kind"];
	by: SyncRunRow["startedBy"];
	actorId?: string;
}

/**
 * Has a run begun; where one is open already it is followed by another, so that what changed behind its back is seen.
 * Gives the run's id, null when one was open. A backfill forgets how far the ones before had got.
 */
export async function askForRun(
	{ database, jobs }: { database: Pick<Database, "inTenant">; jobs: Pick<Jobs, "enqueue"> },
	asked: AskedRun,
): Promise<string | null> {
	const id = await database.inTenant(asked.tenantId, (trx) => openRun(trx, asked));
	await enqueueSync(jobs, asked.tenantId, asked.host);
	return id;
}

/** {@link askForRun} within a transaction; follow with {@link enqueueSync}. */
export async function openRun(trx: Transaction<Tables>, asked: AskedRun): Promise<string | null> {
	const { tenantId, host, kind, by, actorId } = asked;
	const row = await trx
		.insertInto("sync_runs")
		.values({ tenant_id: tenantId, host, kind, started_by: by, actor_id: actorId ?? null })
		.onConflict((conflict) => conflict.doNothing())
		.returning("id")
		.executeTakeFirst();
	if (row) {
		if (kind === "backfill") await clearCursors(trx, tenantId, host);
		await tell(trx, tenantId, "sync.progress", row.id);
		return row.id;
	}
	await trx
		.updateTable("sync_runs")
		.set({ again: true })
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.where("state", "in", OPEN)
		.execute();
	return null;
}

/** Has a connection's open run worked on, once however often it is asked for. */
export async function enqueueSync(jobs: Pick<Jobs, "enqueue">, tenantId: number, host: string): Promise<void> {
	await jobs.enqueue("sync-host", { tenantId, host }, { dedupId: `sync-${tenantId}-${host}` });
}

/** Takes the open run in hand under a new holder: whoever held it before can save nothing any more. Null: there is none. */
export async function takeRun(
	trx: Transaction<Tables>,
	given: { tenantId: number; host: string; holder: string; now: number },
): Promise<{ id: string } | null> {
	const row = await trx
		.updateTable("sync_runs")
		.set({
			state: "running",
			holder: given.holder,
			started_at: sql<Date>`coalesce(started_at, ${timestamp(given.now)}::timestamptz)`,
		})
		.where("tenant_id", "=", given.tenantId)
		.where("host", "=", given.host)
		.where("state", "in", OPEN)
		.returning("id")
		.executeTakeFirst();
	return row ?? null;
}

/** A run in the hands of one job. */
export interface HeldRun {
	tenantId: number;
	id: string;
	holder: string;
}

/** Adds a page to the run, in the transaction that applied it. Throws {@link RunTaken} when another job holds the run now. */
export async function countPage(
	trx: Transaction<Tables>,
	run: HeldRun,
	page: { object: string; total: number | undefined; applied: AppliedRecords; busyMs: number },
): Promise<void> {
	const { created, changed, unchanged, failed } = page.applied;
	const plus = (column: string, more: number) => sql<number>`${sql.ref(column)} + ${more}`;
	const row = await trx
		.updateTable("sync_runs")
		.set({
			object: page.object.slice(0, 200),
			done: plus("done", created + changed + unchanged + failed),
			created: plus("created", created),
			changed: plus("changed", changed),
			unchanged: plus("unchanged", unchanged),
			failed: plus("failed", failed),
			busy_ms: plus("busy_ms", Math.round(page.busyMs)),
			error: null,
			...(page.total !== undefined && { total: page.total }),
		})
		.where("tenant_id", "=", run.tenantId)
		.where("id", "=", run.id)
		.where("holder", "=", run.holder)
		.where("state", "=", "running")
		.returning("id")
		.executeTakeFirst();
	if (!row) throw new RunTaken();
}

/** Another job holds the run, or it has ended: what was being done is left to it. */
export class RunTaken extends Error {
	constructor() {
		super("the run is no longer ours");
		this.name = "RunTaken";
	}
}

/** Whether somebody wants the run to stop, or it is ours no more. */
export async function isToStop(db: Db, run: HeldRun): Promise<boolean> {
	const row = await db
		.selectFrom("sync_runs")
		.select("cancel_asked_at")
		.where("tenant_id", "=", run.tenantId)
		.where("id", "=", run.id)
		.where("holder", "=", run.holder)
		.executeTakeFirst();
	return !row || row.cancel_asked_at !== null;
}

/** Ends a run. Gives whether another was asked for meanwhile, and how many records it made or changed. */
export async function endRun(
	trx: Transaction<Tables>,
	run: HeldRun,
	given: { state: "done" | "failed" | "cancelled"; error: string | null; now: number },
): Promise<{ again: boolean; stored: number }> {
	const row = await trx
		.updateTable("sync_runs")
		.set({ state: given.state, error: given.error, finished_at: timestamp(given.now), holder: null })
		.where("tenant_id", "=", run.tenantId)
		.where("id", "=", run.id)
		.where("holder", "=", run.holder)
		.returning(["again", "created", "changed"])
		.executeTakeFirst();
	if (!row) throw new RunTaken();
	await tell(trx, run.tenantId, "sync.finished", run.id);
	return { again: row.again, stored: Number(row.created + row.changed) };
}

/** Writes down why the try failed while the run waits for its next. */
export async function noteTrouble(trx: Transaction<Tables>, run: HeldRun, error: string): Promise<void> {
	await trx
		.updateTable("sync_runs")
		.set({ error: error.slice(0, 2000) })
		.where("tenant_id", "=", run.tenantId)
		.where("id", "=", run.id)
		.where("holder", "=", run.holder)
		.execute();
	await tell(trx, run.tenantId, "sync.progress", run.id);
}

/** Asks an open run to stop; one that nobody works on stops at once. False when there is no such open run. */
export async function cancelRun(
	trx: Transaction<Tables>,
	tenantId: number,
	which: { id: string } | { host: string },
	now: number,
): Promise<boolean> {
	const row = await trx
		.updateTable("sync_runs")
		.set({
			cancel_asked_at: timestamp(now),
			state: sql<"cancelled">`case when state = 'waiting' then 'cancelled' else state end`,
			finished_at: sql<Date>`case when state = 'waiting' then ${timestamp(now)}::timestamptz end`,
		})
		.where("tenant_id", "=", tenantId)
		.$if("id" in which, (query) => query.where("id", "=", "id" in which ? which.id : ""))
		.$if("host" in which, (query) => query.where("host", "=", "host" in which ? which.host : ""))
		.where("state", "in", OPEN)
		.returning("id")
		.executeTakeFirst();
	if (row) await tell(trx, tenantId, "sync.progress", row.id);
	return row !== undefined;
}

/** Runs of a workspace, newest first: of one host, or the latest of each. */
export async function listRuns(db: Db, tenantId: number, host: string | null, limit: number): Promise<SyncRunRow[]> {
	const rows = await db
		.selectFrom("sync_runs")
		.select(RUN_COLUMNS)
		.$if(host === null, (query) => query.distinctOn("host").orderBy("host"))
		.where("tenant_id", "=", tenantId)
		.$if(host !== null, (query) => query.where("host", "=", host ?? ""))
		.orderBy("id", "desc")
		.limit(limit)
		.execute();
	return rows.map(rowOf);
}

/** One run; null when there is none of that id. */
export async function findRun(db: Db, tenantId: number, id: string): Promise<SyncRunRow | null> {
	const row = await db
		.selectFrom("sync_runs")
		.select(RUN_COLUMNS)
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.executeTakeFirst();
	return row ? rowOf(row) : null;
}

const RUN_COLUMNS = [
	"id",
	"host",
	"kind",
	"started_by as startedBy",
	"state",
	"object",
	"done",
	"total",
	"created",
	"changed",
	"unchanged",
	"failed",
	"busy_ms as busyMs",
	"error",
	"created_at as createdAt",
	"started_at as startedAt",
	"finished_at as finishedAt",
] as const;
type Counts = "done" | "created" | "changed" | "unchanged" | "failed" | "busyMs";

function rowOf(
	row: Omit<SyncRunRow, Counts | "total"> & Record<Counts, bigint> & { total: bigint | null },
): SyncRunRow {
	const { done, created, changed, unchanged, failed, busyMs, total, ...rest } = row;
	return {
		...rest,
		done: Number(done),
		created: Number(created),
		changed: Number(changed),
		unchanged: Number(unchanged),
		failed: Number(failed),
		busyMs: Number(busyMs),
		total: total === null ? null : Number(total),
	};
}

async function tell(
	trx: Transaction<Tables>,
	tenantId: number,
	type: "sync.progress" | "sync.finished",
	id: string,
): Promise<void> {
	await appendEvent(trx, { tenantId, type, entity: "sync", entityId: id });
}
