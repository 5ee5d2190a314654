import { sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { jsonb } from "./values.ts";

/** A plan on the front, kept with its search. */
export interface KeptAlternative {
	imbalance: number;
	cost: number;
	disruption: number;
	isFeasible: boolean;
	district: number[];
}

/** A search as it is kept. */
export interface StoredRun {
	id: string;
	planId: string;
	kind: "design" | "alternatives";
	state: "waiting" | "running" | "done" | "cancelled" | "failed";
	seconds: number;
	seed: number;
	passed: number;
	stage: "reading" | "search" | "exact" | null;
	cost: number | null;
	violation: number | null;
	bound: number | null;
	reason: string | null;
	alternatives: KeptAlternative[];
	cancelAsked: boolean;
	askedAt: Instant;
	finishedAt: Instant | null;
}

/** Asks for a search. Null where one of this plan waits or runs. */
export async function insertRun(
	trx: Transaction<Tables>,
	run: { tenantId: number; planId: string; kind: StoredRun["kind"]; seconds: number; seed: number; by: string },
): Promise<string | null> {
	const row = await trx
		.insertInto("territory_runs")
		.values({
			tenant_id: run.tenantId,
			plan_id: run.planId,
			...{ kind: run.kind, seconds: run.seconds, seed: run.seed, asked_by: run.by },
		})
		.onConflict((conflict) =>
			conflict.columns(["tenant_id", "plan_id"]).where("state", "in", ["waiting", "running"]).doNothing(),
		)
		.returning("id")
		.executeTakeFirst();
	return row?.id ?? null;
}

/** Notes how far a search is; null `state` leaves it. False when it was asked to stop. */
export async function noteRun(
	trx: Transaction<Tables>,
	id: string,
	note: Partial<Pick<StoredRun, "state" | "passed" | "stage" | "cost" | "violation" | "bound" | "reason">> & {
		alternatives?: KeptAlternative[];
	},
): Promise<boolean> {
	const { alternatives, ...columns } = note;
	const isOver = note.state !== undefined && note.state !== "waiting" && note.state !== "running";
	const row = await trx
		.updateTable("territory_runs")
		.set({
			...columns,
			...(alternatives && { alternatives: jsonb(alternatives) }),
			...(isOver && { finished_at: sql<Date>`now()` }),
		})
		.where("id", "=", id)
		.returning("cancel_asked")
		.executeTakeFirst();
	return row !== undefined && !row.cancel_asked;
}

/** Asks a search to stop; what it found stays. False where it is over. */
export async function askRunToStop(trx: Transaction<Tables>, id: string): Promise<boolean> {
	const { numUpdatedRows } = await trx
		.updateTable("territory_runs")
		.set({ cancel_asked: true })
		.where("id", "=", id)
		.where("state", "in", ["waiting", "running"])
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

/** One search; null where there is none. */
export async function findRun(db: Db, id: string): Promise<StoredRun | null> {
	const row = await runs(db).where("id", "=", id).executeTakeFirst();
	return row ? storedOf(row) : null;
}

/** The newest search of each of these plans, of one kind or of any. */
export async function newestRuns(
	db: Db,
	planIds: readonly string[],
	kind?: StoredRun["kind"],
): Promise<Map<string, StoredRun>> {
	if (planIds.length === 0) return new Map();
	const asked = runs(db)
		.distinctOn("plan_id")
		.where("plan_id", "in", [...planIds])
		.orderBy("plan_id")
		.orderBy("asked_at", "desc");
	const rows = await (kind ? asked.where("kind", "=", kind) : asked).execute();
	return new Map(rows.map((row) => [row.plan_id, storedOf(row)]));
}

function runs(db: Db) {
	return db
		.selectFrom("territory_runs")
		.select([
			...(["id", "plan_id", "kind", "state", "seconds", "seed", "passed", "stage", "cost"] as const),
			...(["violation", "bound", "reason", "alternatives", "cancel_asked", "asked_at", "finished_at"] as const),
		]);
}

type Row = Awaited<ReturnType<ReturnType<typeof runs>["execute"]>>[number];

function storedOf(row: Row): StoredRun {
	const { plan_id, alternatives, cancel_asked, asked_at, finished_at, stage, ...rest } = row;
	return {
		...rest,
		planId: plan_id,
		stage: stage as StoredRun["stage"],
		// Written by the search.
		alternatives: (alternatives ?? []) as KeptAlternative[],
		cancelAsked: cancel_asked,
		askedAt: asked_at,
		finishedAt: finished_at,
	};
}
