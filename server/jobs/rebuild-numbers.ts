import { createHash } from "node:crypto";
import type { Widening } from "../../core/forecast/backtest.ts";
import type { DealTimeline } from "../../core/model/timeline.ts";
import { recordAudit } from "../audit/record.ts";
import { dropClosedDealScores, dropClosedLeadScores, type NewScore, saveScores, withoutTrend } from "../db/scores.ts";
import { askedOf, loadDealTimelines, surround } from "../db/timelines.ts";
import { leadsWithTouches } from "../db/touched-leads.ts";
import { lastTouches } from "../db/touches.ts";
import { loadWorkspace, type Workspace } from "../db/workspace.ts";
import { appendEvent } from "../events/append.ts";
import { MANY } from "../events/sinks.ts";
import { planLostNumbers, planNumbers } from "../write-back/plan-numbers.ts";
import { isOpen, type LiveDealModel, numberOf, weeklyModels } from "./deal-numbers.ts";
import {
	backfillTrend,
	currentPeriods,
	type ForecastGround,
	forecastAndSave,
	learnRange,
	loadForecastGround,
	MOST_DEALS_TO_REPLAY,
	wideningInUse,
} from "./forecasting.ts";
import { gradeLeads } from "./grade-leads.ts";
import type { BulkDeps, Progressing, RebuildProgress } from "./job-deps.ts";
import { keepDrivers } from "./keep-drivers.ts";
import { leadNumberOf, learnLeadWorth } from "./lead-numbers.ts";
import { type LearntModel, learnDealModel } from "./learn-deal-model.ts";
import { learnForecastModel } from "./learn-forecast-model.ts";

/** Records that are scored and stored together. */
const BATCH = 1000;

/** What a rebuild came to. */
export interface Rebuilt {
	deals: number;
	leads: number;
	forecasts: number;
	modelVersion: string;
}

/**
 * Every number of a workspace anew, as of its clock: learns how its deals end, scores open deals and leads, forecasts the
 * current periods. Each batch is a transaction of its own with one event; run again after a stop it comes to the same.
 */
export async function rebuildNumbers(
	deps: BulkDeps,
	{ tenantId }: { tenantId: number },
	job: Progressing,
	isLearning = false,
): Promise<Rebuilt> {
	const { database } = deps;
	const tell = (step: RebuildProgress["step"], done: number, total: number | null = null) => {
		job.signal.throwIfAborted();
		return job.progress({ step, done, total } satisfies RebuildProgress);
	};
	const { workspace, ground, timelines } = await database.inTenant(tenantId, async (trx) => {
		const at = await loadWorkspace(trx, deps.now());
		return {
			workspace: at,
			ground: await loadForecastGround(trx, tenantId, at),
			timelines: await loadDealTimelines(trx, at.now, {
				around: "none",
				onChunk: (deals) => tell("reading", deals),
			}),
		};
	});
	await tell("training", 0, timelines.length);
	const trainingTold = (done: number, of: number) => tell("training", done, of);
	const { live, before, chosen } = await learnDealModel(deps, ground, timelines, isLearning, trainingTold);
	if (isLearning) {
		const knowing = chosen.leaks.filter((leak) => leak.kind === "too_good").map(({ column }) => column);
		await keepDrivers(deps, ground, timelines, [...new Set([...knowing, ...chosen.leftOut.map((one) => one.column)])]);
	}
	if (live.model.lift) {
		await database.inTenant(tenantId, (trx) => surround(trx, askedOf(timelines, workspace.now), workspace.now));
	}
	const open = timelines.filter((line) => isOpen(line, workspace.now));
	const proof = createHash("sha256");
	let learnt: LiveDealModel[] | undefined;
	const weekly = () => {
		// So many would take minutes to learn from twelve times: their trend begins today.
		learnt ??= timelines.length > MOST_DEALS_TO_REPLAY ? [] : weeklyModels(timelines, ground.stages, workspace);
		return learnt;
	};
	for (let from = 0; from < open.length; from += BATCH) {
		await tell("deals", from, open.length);
		await scoreDeals(deps, tenantId, workspace, { live, before, weekly }, open.slice(from, from + BATCH), proof);
	}
	await tell("leads", 0);
	const leads = await scoreLeads(deps, tenantId, workspace, proof, tell);
	await gradeLeads(deps, { tenantId }, { signal: job.signal, progress: async () => {} });
	const forecasting = await learnForecastModel(deps, ground, timelines, chosen, isLearning, trainingTold);
	const forecasts = await forecastAll(deps, ground, forecasting, timelines, (done, total) =>
		tell("forecasts", done, total),
	);
	await database.inTenant(tenantId, (trx) =>
		recordAudit(trx, {
			tenantId,
			actorId: null,
			actor: "system",
			action: "numbers.rebuilt",
			detail: { deals: open.length, leads, forecasts, modelVersion: live.version, sha256: proof.digest("hex") },
		}),
	);
	deps.wakeRelay();
	return { deals: open.length, leads, forecasts, modelVersion: live.version };
}

/** The same with the deal model learnt anew: every way is tested on the workspace's own past, and the best is put in use. */
export function learnDeals(deps: BulkDeps, payload: { tenantId: number }, job: Progressing): Promise<Rebuilt> {
	return rebuildNumbers(deps, payload, job, true);
}

async function scoreDeals(
	{ database, now }: BulkDeps,
	tenantId: number,
	workspace: Workspace,
	{ live, before, weekly }: Omit<LearntModel, "chosen"> & { weekly(): LiveDealModel[] },
	lines: DealTimeline[],
	proof: { update(text: string): unknown },
): Promise<void> {
	await database.inTenant(tenantId, async (trx) => {
		const ids = lines.map((line) => line.dealId);
		const fresh = await withoutTrend(trx, "deal", ids);
		const touches = await lastTouches(trx, ids, workspace.now);
		const scores = lines.flatMap((line) => {
			const { dealId } = line;
			const given = { weekly: fresh.has(dealId) ? weekly() : [], touch: touches.get(dealId), before };
			return numberOf(live, line, workspace, given) ?? [];
		});
		await saveScores(trx, tenantId, "deal", scores, now());
		await planNumbers(trx, tenantId, "deal", ids);
		await appendEvent(trx, { tenantId, type: "deal.scored", entity: "deal", entityId: MANY });
		prove(proof, scores);
	});
}

async function scoreLeads(
	{ database, now }: BulkDeps,
	tenantId: number,
	workspace: Workspace,
	proof: { update(text: string): unknown },
	tell: (step: "learning-leads" | "leads", done: number, total?: number) => Promise<void>,
): Promise<number> {
	const live = await database.inTenant(tenantId, (trx) =>
		learnLeadWorth(trx, tenantId, workspace, (done, of) => void tell("learning-leads", done, of)),
	);
	let after: string | null = null;
	let done = 0;
	for (;;) {
		const batch = await database.inTenant(tenantId, async (trx) => {
			const leads = await leadsWithTouches(trx, { openAfter: after, limit: BATCH }, workspace.now);
			if (leads.length === 0) return leads;
			const scores = leads.map((lead) => leadNumberOf(live, lead, workspace));
			await saveScores(trx, tenantId, "lead", scores, now());
			await planNumbers(
				trx,
				tenantId,
				"lead",
				scores.map((score) => score.entityId),
			);
			await appendEvent(trx, { tenantId, type: "lead.scored", entity: "lead", entityId: MANY });
			prove(proof, scores);
			return leads;
		});
		done += batch.length;
		await tell("leads", done);
		after = batch.at(-1)?.lead.id ?? null;
		if (batch.length < BATCH) return done;
	}
}

async function forecastAll(
	{ database, now, wakeRelay }: BulkDeps,
	ground: ForecastGround,
	live: LiveDealModel,
	timelines: DealTimeline[],
	tell: (done: number, total: number) => Promise<void>,
): Promise<number> {
	const { tenantId } = ground;
	await database.inTenant(tenantId, async (trx) => {
		await dropClosedDealScores(trx);
		await dropClosedLeadScores(trx);
		for (const entity of ["deal", "lead"] as const) await planLostNumbers(trx, tenantId, entity);
	});
	wakeRelay();
	const periods = currentPeriods(ground.workspace);
	const forecast = async (widening: Widening | null) => {
		for (const [done, period] of periods.entries()) {
			await tell(done, periods.length);
			const about = { widening, createdBy: null, realNow: now() };
			await database.inTenant(tenantId, (trx) => forecastAndSave(trx, ground, live, timelines, period, about));
		}
		wakeRelay();
	};
	// Replaying the past takes longest: whoever waits for a first forecast has one meanwhile, its range not yet corrected.
	if (!(await database.inTenant(tenantId, wideningInUse))) await forecast(null);
	const widening = await database.inTenant(tenantId, (trx) => learnRange(trx, ground, timelines));
	const about = { widening, realNow: now() };
	await database.inTenant(tenantId, (trx) => backfillTrend(trx, ground, timelines, about));
	await forecast(widening);
	return periods.length;
}

/** Batches come in order of id, so the digest is over the sorted changes. */
function prove(proof: { update(text: string): unknown }, scores: NewScore[]): void {
	for (const { entityId, estimate } of scores) proof.update(`${entityId} ${estimate.value}\n`);
}
