import type { Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import { openTabular, type TabularScorer } from "../../core/scoring/tabular/open-tabular.ts";
import { parseTabularModel } from "../../core/scoring/tabular/parse-tabular-model.ts";
import { type LearntLeadScore, trainLeadScore } from "../../core/scoring/train-lead-score.ts";
import type { Db } from "../db/connect.ts";
import { liveModel, retireModel, saveModel } from "../db/models.ts";
import type { Tables } from "../db/tables.ts";
import type { TouchedLead } from "../db/touched-leads.ts";
import { modelName } from "./deal-numbers.ts";

/** What the workspace wants its leads scored by. */
export interface LeadScoringSettings {
	wanted: "learnt" | "points";
	/** Sensitive columns that may be looked at. */
	allowed: string[];
	version: string;
}

/** A learnt score in use, ready to score. */
export interface LiveLearntScore extends LearntLeadScore {
	version: string;
	trainedAt: Instant;
	scorer: TabularScorer;
}

/** Newest leads that a score is learnt from: more would take minutes and say little more. */
const MOST_LEARNT_FROM = 5_000;

/** The settings in use; a workspace that never chose has its score learnt as soon as there is enough to learn from. */
export async function leadScoringSettings(db: Db): Promise<LeadScoringSettings> {
	const stored = await liveModel(db, "lead-scoring");
	if (!stored) return { wanted: "learnt", allowed: [], version: "lead-scoring-1" };
	const { wanted, allowed } = stored.body as unknown as Omit<LeadScoringSettings, "version">;
	return { wanted, allowed, version: stored.version };
}

/** Making a model ready costs more than scoring with it; each process keeps the few it works with. */
const opened = new Map<string, TabularScorer>();
const MOST_OPENED = 20;

/** The learnt score in use; null where there is none or points are wanted. */
export async function liveLearntScore(db: Db, tenantId: number): Promise<LiveLearntScore | null> {
	if ((await leadScoringSettings(db)).wanted === "points") return null;
	const stored = await liveModel(db, "lead-score");
	if (!stored) return null;
	const kept = stored.body as unknown as LearntLeadScore;
	const model = parseTabularModel(kept.model);
	if (!model) return null;
	const key = `${tenantId} ${stored.version}`;
	const scorer = opened.get(key) ?? openTabular(model);
	if (opened.size >= MOST_OPENED) opened.clear();
	opened.set(key, scorer);
	return { ...kept, model, version: stored.version, trainedAt: stored.trainedAt, scorer };
}

/** Learns the score anew and puts it in use; the one before is kept. Without enough to learn from none is in use. */
export async function learnLeadScore(
	trx: Transaction<Tables>,
	tenantId: number,
	past: readonly TouchedLead[],
	now: Instant,
): Promise<void> {
	const { wanted, allowed } = await leadScoringSettings(trx);
	if (wanted === "points") return;
	const newest = past.toSorted((a, b) => b.lead.createdAt - a.lead.createdAt).slice(0, MOST_LEARNT_FROM);
	const learnt = trainLeadScore(newest, now, { allowed });
	if (!learnt) return retireModel(trx, "lead-score");
	const { model, n } = learnt;
	await saveModel(trx, tenantId, "lead-score", {
		version: modelName("lead-score-1", now),
		trainedAt: now,
		n: n.converted,
		body: JSON.parse(JSON.stringify(learnt)),
		dataFrom: model.window?.from ?? null,
		dataTo: model.window?.to ?? null,
		metrics: { leads: n.leads, champion: model.champion },
	});
}
