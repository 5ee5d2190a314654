import { sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import { MEETING_STEPS, type MeetingStep } from "../../core/model/meeting.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { jsonb, timestamp } from "./values.ts";

/** How far one step is, and what it made. */
export interface StepRow {
	step: MeetingStep;
	state: "waiting" | "running" | "done" | "failed";
	transcriptRev: number | null;
	inputHash: string | null;
	body: unknown;
	madeBy: "rules" | "service" | null;
	fallback: string | null;
	modelVersion: string | null;
	error: string | null;
	attempts: number;
	changedAt: Instant;
}

/** The steps of a meeting that were begun, in their order. */
export async function listSteps(db: Db, meetingId: string): Promise<StepRow[]> {
	const { rows } =
		await sql<StepRow>`select step, state, transcript_rev as "transcriptRev", input_hash as "inputHash", body,
			made_by as "madeBy", fallback, model_version as "modelVersion", error, attempts, changed_at as "changedAt"
		from meeting_steps where meeting_id = ${meetingId}::uuid`.execute(db);
	return MEETING_STEPS.flatMap((step) => rows.find((row) => row.step === step) ?? []);
}

/** Has steps wait to be made (again); what they made stays until then. */
export async function awaitSteps(
	trx: Transaction<Tables>,
	tenantId: number,
	meetingId: string,
	steps: readonly MeetingStep[],
): Promise<void> {
	await trx
		.insertInto("meeting_steps")
		.values(steps.map((step) => ({ tenant_id: tenantId, meeting_id: meetingId, step })))
		.onConflict((conflict) =>
			conflict.columns(["tenant_id", "meeting_id", "step"]).doUpdateSet({ state: "waiting", error: null, attempts: 0 }),
		)
		.execute();
}

/** Marks a step as begun; its attempts are counted. */
export async function beginStep(
	trx: Transaction<Tables>,
	tenantId: number,
	meetingId: string,
	step: MeetingStep,
	now: Instant,
): Promise<void> {
	await trx
		.insertInto("meeting_steps")
		.values({
			tenant_id: tenantId,
			meeting_id: meetingId,
			step,
			state: "running",
			attempts: 1,
			changed_at: timestamp(now),
		})
		.onConflict((conflict) =>
			conflict
				.columns(["tenant_id", "meeting_id", "step"])
				.doUpdateSet({ state: "running", attempts: sql`meeting_steps.attempts + 1`, changed_at: timestamp(now) }),
		)
		.execute();
}

/** What a step made. */
export interface MadeStep {
	transcriptRev: number;
	inputHash: string;
	body: object;
	madeBy: "rules" | "service";
	fallback: string | null;
	modelVersion: string;
}

/** Keeps what a step made. */
export async function endStep(
	trx: Transaction<Tables>,
	meetingId: string,
	step: MeetingStep,
	made: MadeStep,
	now: Instant,
): Promise<void> {
	await trx
		.updateTable("meeting_steps")
		.set({
			state: "done",
			transcript_rev: made.transcriptRev,
			input_hash: made.inputHash,
			body: jsonb(made.body),
			made_by: made.madeBy,
			fallback: made.fallback,
			model_version: made.modelVersion,
			error: null,
			changed_at: timestamp(now),
		})
		.where("meeting_id", "=", meetingId)
		.where("step", "=", step)
		.execute();
}

/** Notes why a step failed. */
export async function failStep(
	trx: Transaction<Tables>,
	meetingId: string,
	step: MeetingStep,
	error: string,
	now: Instant,
): Promise<void> {
	await trx
		.updateTable("meeting_steps")
		.set({ state: "failed", error: error.slice(0, 500), changed_at: timestamp(now) })
		.where("meeting_id", "=", meetingId)
		.where("step", "=", step)
		.execute();
}
