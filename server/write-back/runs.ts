import { sql, type Transaction } from "kysely";
import { z } from "zod";
import { WRITE_BACK_STATES, writeRun } from "../../core/contract/write-backs.ts";
import type { Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb } from "../db/values.ts";

export type RowState = (typeof WRITE_BACK_STATES)[number];

/** A run with how it stands with its records. */
export interface WriteRun {
	id: string;
	host: string;
	kind: "full" | "ongoing" | "undo";
	state: "planning" | "preview" | "running" | "cancelled" | "undone";
	undoes: string | null;
	createdAt: number;
	createdBy: string | null;
	confirmedAt: number | null;
	counts: Record<RowState, number>;
	summary: RunSummary;
}

const summarySchema = writeRun
	.pick({ unlinked: true, samples: true })
	.partial()
	/** How write-back stood before the preview, so that calling it off goes back there. */
	.extend({ cameFrom: z.enum(["on", "paused"]).optional() });
/** What the preview found. */
export type RunSummary = z.infer<typeof summarySchema>;

const countsSchema = z.record(z.string(), z.number());
const MOST_SHOWN = 50;

/** The runs of a connection, newest first. */
export async function listRuns(db: Db, tenantId: number, host: string): Promise<WriteRun[]> {
	return readRuns(db, sql`r.tenant_id = ${tenantId} and r.host = ${host}`);
}

/** One run; null when there is none of that id. */
export async function findRun(db: Db, tenantId: number, id: string): Promise<WriteRun | null> {
	const [run] = await readRuns(db, sql`r.tenant_id = ${tenantId} and r.id = ${id}::uuid`);
	return run ?? null;
}

/** The run that is being previewed; null when there is none. */
export async function openRun(db: Db, tenantId: number, host: string): Promise<WriteRun | null> {
	const [run] = await readRuns(
		db,
		sql`r.tenant_id = ${tenantId} and r.host = ${host} and r.state in ('planning', 'preview')`,
	);
	return run ?? null;
}

async function readRuns(db: Db, which: ReturnType<typeof sql>): Promise<WriteRun[]> {
	const { rows } = await sql<Omit<WriteRun, "counts" | "summary"> & { counts: unknown; summary: unknown }>`
		select r.id, r.host, r.kind, r.state, r.undoes, r.created_at as "createdAt", u.name as "createdBy",
			r.confirmed_at as "confirmedAt", r.summary,
			(select coalesce(jsonb_object_agg(c.state, c.n), '{}') from (select w.state, count(*)::int as n from write_backs w
				where w.tenant_id = r.tenant_id and w.run_id = r.id group by w.state) c) as counts
		from write_runs r left join users u on u.tenant_id = r.tenant_id and u.id = r.created_by
		where ${which} order by r.created_at desc, r.id desc limit ${MOST_SHOWN}`.execute(db);
	return rows.map((row) => {
		const counted = countsSchema.parse(row.counts);
		return {
			...row,
			counts: Object.fromEntries(WRITE_BACK_STATES.map((state) => [state, counted[state] ?? 0])) as WriteRun["counts"],
			summary: summarySchema.parse(row.summary),
		};
	});
}

/**
 * Begins a run that is to be previewed. What waits already belongs to it: the preview shows all that would be written.
 * A run that was still being previewed is over.
 */
export async function beginPreview(
	trx: Transaction<Tables>,
	given: { tenantId: number; host: string; userId: string; cameFrom?: "on" | "paused" | undefined },
): Promise<string> {
	const { tenantId, host, userId, cameFrom } = given;
	await endPreview(trx, tenantId, host, "cancelled");
	const { id } = await trx
		.insertInto("write_runs")
		.values({
			tenant_id: tenantId,
			host,
			kind: "full",
			state: "planning",
			created_by: userId,
			summary: jsonb({ cameFrom }),
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	await trx
		.updateTable("write_backs")
		.set({ run_id: id })
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.where("state", "=", "planned")
		.where("cause", "<>", "undo")
		.execute();
	return id;
}

/** Ends the run that is being previewed, where there is one: it goes on to be written, or was called off. */
export async function endPreview(
	trx: Transaction<Tables>,
	tenantId: number,
	host: string,
	as: "running" | "cancelled",
): Promise<void> {
	await trx
		.updateTable("write_runs")
		.set({ state: as, ...(as === "running" && { confirmed_at: sql`now()` }) })
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.where("state", "in", ["planning", "preview"])
		.execute();
}

/** Keeps what the preview found: from now on it can be confirmed. False when it was called off meanwhile. */
export async function showPreview(
	trx: Transaction<Tables>,
	tenantId: number,
	id: string,
	summary: RunSummary,
): Promise<boolean> {
	const row = await trx
		.updateTable("write_runs")
		.set({ state: "preview", summary: sql`summary || ${jsonb(summary)}::jsonb` })
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.where("state", "=", "planning")
		.returning("id")
		.executeTakeFirst();
	return row !== undefined;
}
