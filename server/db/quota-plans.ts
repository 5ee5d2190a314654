import { sql, type Transaction } from "kysely";
import type { QuotaPlanJson } from "../../core/contract/quota-plans.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { jsonb } from "./values.ts";

export type QuotaMeasure = Tables["quota_plans"]["measure"];
export type PlanAction = QuotaPlanJson["steps"][number]["action"];

/** How much more is given out beneath each level than it carries. */
export interface LevelOver {
	company: number;
	region: number;
	team: number;
}

/** Into what a plan is divided. */
export interface PlanSplit {
	into: "quarter" | "month";
	weights: number[] | null;
}

/** A plan as it is kept, without what it comes to. */
export interface StoredPlan {
	id: string;
	name: string;
	period: string;
	measure: QuotaMeasure;
	currency: string | null;
	target: bigint | null;
	bidWeight: number;
	basis: "strength" | "chance";
	over: LevelOver;
	split: PlanSplit | null;
	bidsOpen: boolean;
	state: QuotaPlanJson["state"];
	submittedBy: string | null;
	version: number;
	updatedBy: string | null;
	updatedAt: Instant;
}

/** Keeps a new plan and gives its id. */
export async function insertPlan(
	trx: Transaction<Tables>,
	given: Pick<StoredPlan, "name" | "period" | "measure" | "currency" | "target" | "over" | "split"> & {
		tenantId: number;
		by: string;
	},
): Promise<string> {
	const { tenantId, by, over, split, ...rest } = given;
	const { id } = await trx
		.insertInto("quota_plans")
		.values({
			...rest,
			tenant_id: tenantId,
			over: jsonb(over),
			split: split && jsonb(split),
			made_by: by,
			updated_by: by,
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	return id;
}

/** One plan; null where there is none. `lock` holds its row until the transaction ends. */
export async function findPlan(db: Db, id: string, lock = false): Promise<StoredPlan | null> {
	if (lock) await db.selectFrom("quota_plans").select("id").where("id", "=", id).forUpdate().execute();
	const row = await plans(db).where("p.id", "=", id).executeTakeFirst();
	return row ? storedOf(row) : null;
}

const MOST_LISTED = 200;

/** Plans, changed last first. */
export async function listPlans(db: Db): Promise<StoredPlan[]> {
	const rows = await plans(db).orderBy("p.updated_at", "desc").orderBy("p.id").limit(MOST_LISTED).execute();
	return rows.map(storedOf);
}

/** Changes what is given of a plan, one version on. */
export async function changePlan(
	trx: Transaction<Tables>,
	plan: StoredPlan,
	change: Partial<
		Pick<
			StoredPlan,
			"name" | "target" | "bidWeight" | "basis" | "over" | "split" | "bidsOpen" | "state" | "submittedBy"
		>
	>,
	by: string,
): Promise<void> {
	const next = { ...plan, ...change };
	await trx
		.updateTable("quota_plans")
		.set({
			name: next.name,
			target: next.target,
			bid_weight: next.bidWeight,
			basis: next.basis,
			over: jsonb(next.over),
			split: next.split && jsonb(next.split),
			bids_open: next.bidsOpen,
			state: next.state,
			submitted_by: next.submittedBy,
			version: plan.version + 1,
			updated_by: by,
			updated_at: sql<Date>`now()`,
		})
		.where("id", "=", plan.id)
		.execute();
}

/** Deletes a plan with all that belongs to it. */
export async function deletePlan(trx: Transaction<Tables>, id: string): Promise<void> {
	await trx.deleteFrom("quota_plans").where("id", "=", id).execute();
}

/** A step of a plan with the amounts as they were. */
export interface PlanStep {
	id: string;
	action: PlanAction;
	comment: string | null;
	by: string | null;
	at: Instant;
}

/** Notes a step, with every node's amount as text. */
export async function addPlanStep(
	trx: Transaction<Tables>,
	step: {
		tenantId: number;
		planId: string;
		action: PlanAction;
		comment: string | null;
		by: string;
		amounts: Record<string, string>;
	},
): Promise<string> {
	const { id } = await trx
		.insertInto("quota_plan_steps")
		.values({
			tenant_id: step.tenantId,
			plan_id: step.planId,
			action: step.action,
			comment: step.comment,
			made_by: step.by,
			amounts: jsonb(step.amounts),
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	return id;
}

/** Steps of a plan, the newest first. */
export async function planSteps(db: Db, planId: string): Promise<PlanStep[]> {
	return db
		.selectFrom("quota_plan_steps as s")
		.leftJoin("users as u", "u.id", "s.made_by")
		.select(["s.id", "s.action", "s.comment", "u.name as by", "s.made_at as at"])
		.where("s.plan_id", "=", planId)
		.orderBy("s.made_at", "desc")
		.orderBy("s.id", "desc")
		.execute();
}

/** The amounts of a plan at one of its steps, by node; null where it has no such step. */
export async function stepAmounts(db: Db, planId: string, stepId: string): Promise<Map<string, string> | null> {
	const row = await db
		.selectFrom("quota_plan_steps")
		.select("amounts")
		.where("plan_id", "=", planId)
		.where("id", "=", stepId)
		.executeTakeFirst();
	// Written by addPlanStep and read back as it was.
	return row ? new Map(Object.entries(row.amounts as Record<string, string>)) : null;
}

/** The amounts as they were last handed in, by node; null where they never were. */
export async function handedIn(db: Db, planId: string): Promise<Map<string, string> | null> {
	const row = await db
		.selectFrom("quota_plan_steps")
		.select("id")
		.where("plan_id", "=", planId)
		.where("action", "=", "submitted")
		.orderBy("made_at", "desc")
		.limit(1)
		.executeTakeFirst();
	return row ? stepAmounts(db, planId, row.id) : null;
}

/** What the tops of plans carried at their newest step, by plan. */
export async function newestTotals(db: Db, topId: string): Promise<Map<string, string>> {
	const rows = await db
		.selectFrom("quota_plan_steps")
		.distinctOn("plan_id")
		.select(["plan_id", sql<string | null>`amounts ->> ${topId}`.as("total")])
		.orderBy("plan_id")
		.orderBy("made_at", "desc")
		.execute();
	return new Map(rows.flatMap((row) => (row.total === null ? [] : [[row.plan_id, row.total] as const])));
}

/** The plan that a period's quotas were last published from, and when; null where there is none. */
export async function publishedPlan(
	db: Db,
	period: string,
	measure: QuotaMeasure,
): Promise<{ id: string; name: string; at: Instant } | null> {
	const row = await db
		.selectFrom("quota_plans as p")
		.innerJoin("quota_plan_steps as s", "s.plan_id", "p.id")
		.select(["p.id", "p.name", "s.made_at as at"])
		.where("p.period", "=", period)
		.where("p.measure", "=", measure)
		.where("s.action", "=", "published")
		.orderBy("s.made_at", "desc")
		.limit(1)
		.executeTakeFirst();
	return row ?? null;
}

function plans(db: Db) {
	return db
		.selectFrom("quota_plans as p")
		.leftJoin("users as u", "u.id", "p.updated_by")
		.select([
			"p.id",
			"p.name",
			"p.period",
			"p.measure",
			"p.currency",
			"p.target",
			"p.bid_weight as bidWeight",
			"p.basis",
			"p.over",
			"p.split",
			"p.bids_open as bidsOpen",
			"p.state",
			"p.submitted_by as submittedBy",
			"p.version",
			"u.name as updatedBy",
			"p.updated_at as updatedAt",
		]);
}

function storedOf(row: Awaited<ReturnType<ReturnType<typeof plans>["execute"]>>[number]): StoredPlan {
	// Parsed when it was given.
	const over = { company: 0, region: 0, team: 0, ...(row.over as unknown as Partial<LevelOver>) };
	return { ...row, over, split: row.split as unknown as PlanSplit | null };
}
