import type { Transaction } from "kysely";
import { DAY_MS } from "../../core/model/instant.ts";
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
import type { Db } from "../db/connect.ts";
import { hasNoGrades } from "../db/lead-grades.ts";
import type { LeadLastTouch } from "../db/leads.ts";
import { liveModel, saveModel } from "../db/models.ts";
import type { NewScore } from "../db/scores.ts";
import type { Tables } from "../db/tables.ts";
import { leadsWithTouches, type TouchedLead } from "../db/touched-leads.ts";
import type { Workspace } from "../db/workspace.ts";
import { modelName, startOfWeek } from "./deal-numbers.ts";
import { replayGrades } from "./grade-leads.ts";

/** The points model in use with what its points have been worth. */
export interface LiveLeadModel {
	model: LeadModel;
	calibration: LeadCalibration | null;
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
export async function liveLeadModel(db: Db): Promise<LiveLeadModel> {
	const model = await leadModelInUse(db);
	const share = await liveModel(db, "lead-share");
	// Written by calibrateLeadModel and read back as it was.
	const calibration = share ? (share.body as unknown as LeadCalibration) : null;
	return { model, calibration: calibration?.modelVersion === model.version ? calibration : null };
}

/** Learns anew what the model's points have been worth, and keeps it. */
export async function learnLeadWorth(
	trx: Transaction<Tables>,
	tenantId: number,
	workspace: Workspace,
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
	const live = { model, calibration };
	if (await hasNoGrades(trx)) await replayGrades(trx, tenantId, past, live, workspace);
	return live;
}

/** A lead's points as of the workspace's clock, with what such points have been worth. */
export function leadNumberOf(
	{ model, calibration }: LiveLeadModel,
	{ lead, touches }: TouchedLead,
	workspace: Workspace,
): NewScore {
	const estimate = scoreLead(model, lead, touches, workspace.now);
	const evidence = leadEvidence(calibration, estimate.value ?? 0, workspace.now);
	const worth: LeadWorth | null =
		evidence.value === null || !evidence.interval
			? null
			: {
					share: evidence.value,
					low: evidence.interval.low,
					high: evidence.interval.high,
					ofAll: evidence.explanation.base.value,
					n: evidence.n,
				};
	const weekStart = startOfWeek(workspace);
	const before = lead.createdAt < weekStart ? scoreLead(model, lead, touches, weekStart).value : null;
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
