import { sql, type Transaction } from "kysely";
import type { Instant, PlainDate } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { jsonb, timestamp } from "./values.ts";

/** An approval as it was last asked for. */
export interface StoredApproval {
	id: string;
	state: "asked" | "approved" | "rejected" | "withdrawn";
	effectiveOn: PlainDate;
	movesDeals: boolean;
	note: string | null;
	askedBy: string | null;
	askedByName: string | null;
	askedAt: Instant;
	decidedByName: string | null;
	decidedAt: Instant | null;
	answer: string | null;
}

/** A plan being in force, or waiting to be. */
export interface StoredApplication {
	id: string;
	planId: string;
	state: "waiting" | "applied" | "undone";
	effectiveOn: PlainDate;
	movesDeals: boolean;
	before: AppliedBefore | null;
	rows: number;
	askedBy: string | null;
	appliedAt: Instant | null;
	undoneAt: Instant | null;
}

/** How territories stood before a plan was applied; `made` were not there. */
export interface AppliedBefore {
	/** The plan that it took the place of. */
	replaces: string[];
	territories: { id: string; ownerId: string | null; planId: string | null }[];
	made: string[];
}

/** Asks for an approval. */
export async function insertApproval(
	trx: Transaction<Tables>,
	given: {
		tenantId: number;
		planId: string;
		effectiveOn: PlainDate;
		movesDeals: boolean;
		note: string | null;
		by: string;
	},
): Promise<void> {
	await trx
		.insertInto("territory_approvals")
		.values({
			...{ tenant_id: given.tenantId, plan_id: given.planId, effective_on: given.effectiveOn },
			...{ moves_deals: given.movesDeals, note: given.note, asked_by: given.by },
		})
		.execute();
}

/** The approval last asked for; null where none was. */
export async function latestApproval(db: Db, planId: string): Promise<StoredApproval | null> {
	const row = await db
		.selectFrom("territory_approvals as a")
		.leftJoin("users as b", "b.id", "a.asked_by")
		.leftJoin("users as d", "d.id", "a.decided_by")
		.select([
			...(["a.id", "a.state", "a.effective_on", "a.moves_deals", "a.note", "a.asked_by"] as const),
			...(["a.asked_at", "a.decided_at", "a.answer"] as const),
			"b.name as asked_by_name",
			"d.name as decided_by_name",
		])
		.where("a.plan_id", "=", planId)
		.orderBy("a.asked_at", "desc")
		.limit(1)
		.executeTakeFirst();
	if (!row) return null;
	const { id, state, note, answer } = row;
	return {
		...{ id, state, note, answer, effectiveOn: row.effective_on, movesDeals: row.moves_deals, askedBy: row.asked_by },
		...{ askedByName: row.asked_by_name, askedAt: row.asked_at },
		...{ decidedByName: row.decided_by_name, decidedAt: row.decided_at },
	};
}

/** Answers an approval that is asked for. False where none is. */
export async function decideApproval(
	trx: Transaction<Tables>,
	planId: string,
	given: { state: "approved" | "rejected" | "withdrawn"; answer: string | null; by: string },
): Promise<boolean> {
	const { numUpdatedRows } = await trx
		.updateTable("territory_approvals")
		.set({ state: given.state, answer: given.answer, decided_by: given.by, decided_at: sql<Date>`now()` })
		.where("plan_id", "=", planId)
		.where("state", "=", "asked")
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

/** Lets a plan wait for its day, and gives the application's id. */
export async function insertApplication(
	trx: Transaction<Tables>,
	given: { tenantId: number; planId: string; effectiveOn: PlainDate; movesDeals: boolean; by: string },
): Promise<string> {
	const { id } = await trx
		.insertInto("territory_applications")
		.values({
			...{ tenant_id: given.tenantId, plan_id: given.planId, effective_on: given.effectiveOn },
			...{ moves_deals: given.movesDeals, asked_by: given.by },
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	return id;
}

/** Notes that a plan came into force. */
export async function noteApplied(
	trx: Transaction<Tables>,
	id: string,
	given: { before: AppliedBefore; rows: number; sha256: string; at: Instant },
): Promise<void> {
	await trx
		.updateTable("territory_applications")
		.set({
			...{ state: "applied", before: jsonb(given.before), rows: given.rows, sha256: given.sha256 },
			applied_at: timestamp(given.at),
		})
		.where("id", "=", id)
		.execute();
}

/** Notes that it was taken back. */
export async function noteUndone(trx: Transaction<Tables>, id: string, by: string, at: Instant): Promise<void> {
	await trx
		.updateTable("territory_applications")
		.set({ state: "undone", undone_by: by, undone_at: timestamp(at) })
		.where("id", "=", id)
		.execute();
}

/** The last application of a plan; null where there was none. */
export async function latestApplication(db: Db, planId: string): Promise<StoredApplication | null> {
	const row = await applications(db)
		.where("plan_id", "=", planId)
		.orderBy("asked_at", "desc")
		.limit(1)
		.executeTakeFirst();
	return row ? applicationOf(row) : null;
}

/** Applications that wait and whose day has come, the earliest first; locked. */
export async function dueApplications(trx: Transaction<Tables>, today: PlainDate): Promise<StoredApplication[]> {
	const rows = await applications(trx)
		.where("state", "=", "waiting")
		.where("effective_on", "<=", today)
		.orderBy("effective_on")
		.orderBy("id")
		.forUpdate()
		.skipLocked()
		.execute();
	return rows.map(applicationOf);
}

/** How many records an application's moves wrote to vendors or will. */
export async function writtenOf(db: Db, applicationId: string): Promise<number> {
	const { rows } = await sql<{ n: number }>`select count(*)::int as n from territory_moves m
		where m.application_id = ${applicationId}::uuid and exists (select from write_backs w
			where w.entity = m.entity and w.entity_id = m.record_id and w.fields ? 'ownerExternalId'
				and w.state not in ('skipped'))`.execute(db);
	return rows[0]?.n ?? 0;
}

function applications(db: Db) {
	return db
		.selectFrom("territory_applications")
		.select([
			...(["id", "plan_id", "state", "effective_on", "moves_deals", "before", "rows"] as const),
			...(["asked_by", "applied_at", "undone_at"] as const),
		]);
}

type Row = Awaited<ReturnType<ReturnType<typeof applications>["execute"]>>[number];

function applicationOf(row: Row): StoredApplication {
	return {
		...{ id: row.id, planId: row.plan_id, state: row.state, effectiveOn: row.effective_on },
		// Written when it was applied.
		...{ movesDeals: row.moves_deals, before: row.before as AppliedBefore | null, rows: row.rows },
		...{ askedBy: row.asked_by, appliedAt: row.applied_at, undoneAt: row.undone_at },
	};
}
