import type { Transaction } from "kysely";
import type { Estimate } from "../../core/explain/estimate.ts";
import { DAY_MS, type Instant } from "../../core/model/instant.ts";
import { checkLeadModel } from "../../core/scoring/check-lead-model.ts";
import { defaultLeadModel } from "../../core/scoring/default-lead-model.ts";
import {
	calibrateLeadModel,
	LEAD_DECIDED_DAYS,
	type LeadCalibration,
	leadEvidence,
} from "../../core/scoring/lead-evidence.ts";
import type { LeadModel } from "../../core/scoring/lead-model.ts";
import { scoreLead } from "../../core/scoring/lead-points.ts";
import { learntLeadNumber } from "../../core/scoring/learnt-lead-score.ts";
import type { Db } from "../db/connect.ts";
import { hasNoGrades } from "../db/lead-grades.ts";
import type { LeadLastTouch } from "../db/leads.ts";
import { liveModel, saveModel } from "../db/models.ts";
import type { NewScore } from "../db/scores.ts";
import type { Tables } from "../db/tables.ts";
import { leadsWithTouches, type TouchedLead } from "../db/touched-leads.ts";
import type { Workspace } from "../db/workspace.ts";
import { learnHabits } from "../nurture/answer-habits.ts";
import { modelName, startOfWeek } from "./deal-numbers.ts";
import { replayGrades } from "./grade-leads.ts";
import { type LiveLearntScore, learnLeadScore, liveLearntScore } from "./lead-scoring.ts";

/** The points model in use with what its points have been worth. */
export interface LiveLeadModel {
	model: LeadModel;
	calibration: LeadCalibration | null;
	/** Null: the points stand. */
	learnt: LiveLearntScore | null;
}

/** What past leads with such points came to, kept beside a lead's number. */
export interface LeadWorth {
	/** Share that became deals, with its range; of all leads; and how many there were. */
	share: number;
	low: number;
	high: number;
	ofAll: number;
	n: number;
}

/** Newest leads that the worth of points is learnt from. */
const MOST_PAST_LEADS = 20_000;

/** The workspace's own rules, or those every workspace starts with. */
export async function leadModelInUse(db: Db): Promise<LeadModel> {
	const stored = await liveModel(db, "lead-points");
	const checked = stored && checkLeadModel(stored.body);
	return checked && "model" in checked ? checked.model : defaultLeadModel;
}

/** The model in use with its kept worth; the worth of other rules is not used. */
export async function liveLeadModel(db: Db, tenantId: number): Promise<LiveLeadModel> {
	const model = await leadModelInUse(db);
	const share = await liveModel(db, "lead-share");
	// Written by calibrateLeadModel and read back as it was.
	const calibration = share ? (share.body as unknown as LeadCalibration) : null;
	const own = calibration?.modelVersion === model.version ? calibration : null;
	return { model, calibration: own, learnt: await liveLearntScore(db, tenantId) };
}

/** Learns anew what the model's points have been worth, and keeps it. */
export async function learnLeadWorth(
	trx: Transaction<Tables>,
	tenantId: number,
	workspace: Workspace,
	progress?: (done: number, of: number) => void,
): Promise<LiveLeadModel> {
	const model = await leadModelInUse(trx);
	const past = await leadsWithTouches(trx, { newestBefore: workspace.now, limit: MOST_PAST_LEADS }, workspace.now);
	const calibration = calibrateLeadModel(model, past, workspace.now);
	if (calibration) {
		await saveModel(trx, tenantId, "lead-share", {
			version: modelName(calibration.version, workspace.now),
			trainedAt: workspace.now,
			n: calibration.n,
			body: JSON.parse(JSON.stringify(calibration)),
			dataFrom: null,
			dataTo: workspace.now - LEAD_DECIDED_DAYS * DAY_MS,
			metrics: { share: calibration.share },
		});
	}
	await learnHabits(trx, tenantId, past, workspace);
	await learnLeadScore(trx, tenantId, past, workspace.now, progress);
	const live = { model, calibration, learnt: await liveLearntScore(trx, tenantId) };
	if (await hasNoGrades(trx)) await replayGrades(trx, tenantId, past, live, workspace);
	return live;
}

/** A lead's points as of a moment, learnt or by rules, with what such points have been worth. */
export function leadPointsAt(
	{ model, calibration, learnt }: LiveLeadModel,
	given: TouchedLead,
	at: Instant,
): { estimate: Estimate; worth: LeadWorth | null } {
	if (learnt) {
		const { points, chance } = learntLeadNumber(learnt.model, learnt.scorer, given, at, learnt.version);
		const { leads, converted } = learnt.n;
		return { estimate: points, worth: { ...chance, ofAll: converted / leads } };
	}
	const estimate = scoreLead(model, given.lead, given.touches, at);
	const evidence = leadEvidence(calibration, estimate.value ?? 0, at);
	if (evidence.value === null || !evidence.interval) return { estimate, worth: null };
	const { low, high } = evidence.interval;
	const ofAll = evidence.explanation.base.value;
	return { estimate, worth: { share: evidence.value, low, high, ofAll, n: evidence.n } };
}

/** A lead's number as of the workspace's clock, as it is stored. */
export function leadNumberOf(live: LiveLeadModel, given: TouchedLead, workspace: Workspace): NewScore {
	const { lead, touches } = given;
	const { estimate, worth } = leadPointsAt(live, given, workspace.now);
	const weekStart = startOfWeek(workspace);
	const before = lead.createdAt < weekStart ? leadPointsAt(live, given, weekStart).estimate.value : null;
	return {
		entityId: lead.id,
		estimate: { ...estimate, n: worth?.n ?? 0 },
		extra: { worth, touch: touchOf(touches) },
		before: before === null ? null : { value: before, at: weekStart },
	};
}

function touchOf(touches: TouchedLead["touches"]): LeadLastTouch {
	// In order of time.
	return {
		inAt: touches.findLast((t) => t.direction === "in")?.at ?? null,
		firstOutAt: touches.find((t) => t.direction === "out")?.at ?? null,
	};
}
