import { isDeepStrictEqual } from "node:util";
import type { Transaction } from "kysely";
import type { JsonValue } from "../../core/model/change.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { PastLead } from "../../core/scoring/lead-as-of.ts";
import type { LeadLeak } from "../../core/scoring/probe-lead-columns.ts";
import { openTabular, type TabularScorer } from "../../core/scoring/tabular/open-tabular.ts";
import { parseTabularModel } from "../../core/scoring/tabular/parse-tabular-model.ts";
import { type LearntLeadScore, trainLeadScore } from "../../core/scoring/train-lead-score.ts";
import type { Db } from "../db/connect.ts";
import { changesBefore } from "../db/history.ts";
import { columnDecisions } from "../db/model-columns.ts";
import { freeName, liveModel, retireModel, saveModel } from "../db/models.ts";
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

/** What is kept beside a learnt score. */
export interface LeadScoreMetrics {
	leads: number;
	champion: string;
	/** Of the champion, on newer leads than it learnt from. */
	worth: { logLoss: number | null; auc: number | null; brier: number | null } | null;
	leaks: LeadLeak[];
	/** Columns somebody decided to leave out, or that are filled in late or by the ending. */
	leftOut: { column: string; reason: "decided" | "known_later" | "source" }[];
	/** Why it waits instead of being in use. */
	waits: "leak" | "kept" | null;
}

/** The metrics of a stored score; what an older one did not keep is empty. */
export function leadMetricsOf(stored: JsonValue): LeadScoreMetrics {
	const empty = { leads: 0, champion: "prior", worth: null, leaks: [], leftOut: [], waits: null };
	// Written by learnLeadScore and read back as they were.
	return { ...empty, ...(stored as object) } as LeadScoreMetrics;
}

/**
 * Learns the score anew and puts it in use, unless a person keeps another there or a column seems to know the end: then it
 * waits, and what was in use (or the points) stands. The one before is kept; learning the same again stores nothing.
 * Without enough to learn from none is in use.
 */
export async function learnLeadScore(
	trx: Transaction<Tables>,
	tenantId: number,
	past: readonly TouchedLead[],
	now: Instant,
	progress?: (done: number, of: number) => void,
): Promise<void> {
	const { wanted, allowed } = await leadScoringSettings(trx);
	if (wanted === "points") return;
	const decisions = await columnDecisions(trx, "lead-score");
	const newest = past.toSorted((a, b) => b.lead.createdAt - a.lead.createdAt).slice(0, MOST_LEARNT_FROM);
	const known = await withHistory(trx, newest, now);
	const trained = trainLeadScore(known, now, { allowed, decisions, ...(progress && { progress }) });
	const live = await liveModel(trx, "lead-score");
	const isKept = (live?.keptBy ?? null) !== null;
	if (!trained) {
		if (!isKept) await retireModel(trx, "lead-score");
		return;
	}
	const { learnt, leaks, isBlocked } = trained;
	const { model, n } = learnt;
	const body: JsonValue = JSON.parse(JSON.stringify(learnt));
	if (live && !isBlocked && isDeepStrictEqual(live.body, body)) return;
	const waits = isBlocked ? "leak" : isKept ? "kept" : null;
	const late = leaks.filter(({ column, kind }) => kind === "known_later" && !decisions.has(column));
	const worth = model.metrics?.candidates.find((c) => c.name === model.champion) ?? null;
	const metrics: LeadScoreMetrics = {
		leads: n.leads,
		champion: model.champion,
		worth: worth && { logLoss: worth.logLoss, auc: worth.auc, brier: worth.brier },
		leaks,
		leftOut: [
			...[...decisions].flatMap(([column, d]) => (d === "left_out" ? [{ column, reason: "decided" as const }] : [])),
			...late.map(({ column }) => ({ column, reason: "known_later" as const })),
			...learnt.leaking.map((column) => ({ column, reason: "source" as const })),
		],
		waits,
	};
	const stored = {
		version: await freeName(trx, "lead-score", modelName("lead-score-1", now)),
		trainedAt: now,
		n: n.converted,
		body,
		dataFrom: model.window?.from ?? null,
		dataTo: model.window?.to ?? null,
		metrics: JSON.parse(JSON.stringify(metrics)),
	};
	await saveModel(trx, tenantId, "lead-score", stored, waits !== null);
}

/** The leads with the history of their fields, read some at a time. */
async function withHistory(db: Db, leads: readonly TouchedLead[], now: Instant): Promise<PastLead[]> {
	const known: PastLead[] = [];
	for (let from = 0; from < leads.length; from += 1000) {
		const part = leads.slice(from, from + 1000);
		const changes = await changesBefore(
			db,
			"lead",
			part.map(({ lead }) => lead.id),
			now,
		);
		const byLead = Map.groupBy(changes, (change) => change.entityId);
		known.push(...part.map((one) => ({ ...one, changes: byLead.get(one.lead.id) ?? [] })));
	}
	return known;
}
