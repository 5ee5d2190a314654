import type { Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { LeadGrade } from "../../core/model/lead.ts";
import { dueAfter, isHeldOut, isTaken, nextMove } from "../../core/scoring/nurture/nurture-step.ts";
import type { Database } from "../db/connect.ts";
import { gradesThatHold } from "../db/lead-grades.ts";
import { endPlace, enrol, leaveEnded, listNurtures, movePlace, placesOf, type StoredNurture } from "../db/nurture.ts";
import { addNurtureTask } from "../db/nurture-tasks.ts";
import type { Tables } from "../db/tables.ts";
import { leadsWithTouches, type TouchedLead } from "../db/touched-leads.ts";
import { loadWorkspace } from "../db/workspace.ts";
import { appendEvent } from "../events/append.ts";
import { MANY } from "../events/sinks.ts";
import type { Jobs } from "../jobs/catalog.ts";
import type { BulkDeps, Progressing } from "../jobs/job-deps.ts";

const BATCH = 500;

/**
 * Takes leads into the sequences that run, and asks for the steps that are due. A transaction a batch; twice comes to
 * the same, as each lead is taken once and each step asked for once.
 */
export async function runNurture(
	{ database, now, wakeRelay }: BulkDeps,
	{ tenantId }: { tenantId: number },
	job: Progressing,
): Promise<void> {
	await database.inTenant(tenantId, (trx) => leaveEnded(trx, now()));
	let after: string | null = null;
	for (let done = 0; ; ) {
		job.signal.throwIfAborted();
		await job.progress({ step: "leads", done, total: null });
		const batch: TouchedLead[] = await database.inTenant(tenantId, async (trx) => {
			const running = await listNurtures(trx, "running");
			if (running.length === 0) return [];
			const workspace = await loadWorkspace(trx, now());
			const leads = await leadsWithTouches(trx, { openAfter: after, limit: BATCH }, workspace.now);
			await nurtureThese(trx, tenantId, running, leads, workspace.now);
			return leads;
		});
		done += batch.length;
		after = batch.at(-1)?.lead.id ?? null;
		if (batch.length < BATCH) break;
	}
	await database.inTenant(tenantId, (trx) =>
		appendEvent(trx, { tenantId, type: "lead.scored", entity: "lead", entityId: MANY }),
	);
	wakeRelay();
}

async function nurtureThese(
	trx: Transaction<Tables>,
	tenantId: number,
	running: readonly StoredNurture[],
	leads: readonly TouchedLead[],
	now: Instant,
): Promise<void> {
	const ids = leads.map(({ lead }) => lead.id);
	const grades = await gradesThatHold(trx, ids);
	const known = new Set((await placesOf(trx, ids)).map((p) => `${p.sequenceId} ${p.leadId}`));
	for (const { id, rules } of running) {
		const fresh = leads
			.filter((given) => !known.has(`${id} ${given.lead.id}`))
			.filter((given) => isTaken(rules, given, grades.get(given.lead.id) ?? null, now))
			.map(({ lead }) => ({
				leadId: lead.id,
				isHeldOut: isHeldOut(id, lead.id, rules.holdoutShare),
				enrolledAt: now,
				dueAt: dueAfter(rules.steps, 0, now),
			}));
		await enrol(trx, tenantId, id, fresh);
	}
	const byId = new Map(leads.map((given) => [given.lead.id, given]));
	const rulesOf = new Map(running.map(({ id, rules }) => [id, rules]));
	for (const { sequenceId, leadId, place } of await placesOf(trx, ids)) {
		const [rules, given] = [rulesOf.get(sequenceId), byId.get(leadId)];
		if (!place || !rules || !given) continue;
		await moveOn(trx, tenantId, { sequenceId, leadId, ...place }, rules, given, grades.get(leadId) ?? null, now);
	}
}

async function moveOn(
	trx: Transaction<Tables>,
	tenantId: number,
	at: Parameters<typeof movePlace>[1],
	rules: StoredNurture["rules"],
	given: TouchedLead,
	grade: LeadGrade | null,
	now: Instant,
): Promise<void> {
	const move = nextMove(rules, at, given, grade, now);
	if (move.move === "leave") await endPlace(trx, at, move.reason, now);
	if (move.move === "finish") await endPlace(trx, at, null, now);
	if (move.move !== "do") return;
	await addNurtureTask(trx, tenantId, at, move.step, now);
	if (move.next) await movePlace(trx, at, move.next);
	else await endPlace(trx, at, null, now);
}

/** Has every workspace with a sequence that runs looked at; called now and then. Gives how many there were. */
export async function sweepNurture({
	database,
	jobs,
}: {
	database: Database;
	jobs: Pick<Jobs, "enqueueCoalesced">;
}): Promise<number> {
	const tenants = await database.asSystem((trx) => trx.selectFrom("tenants").select("tenant_id").execute());
	let asked = 0;
	for (const { tenant_id: tenantId } of tenants) {
		if ((await listNurtures(database.reader(tenantId), "running")).length === 0) continue;
		await jobs.enqueueCoalesced("run-nurture", `run-nurture-${tenantId}`, { tenantId }, 0);
		asked++;
	}
	return asked;
}
