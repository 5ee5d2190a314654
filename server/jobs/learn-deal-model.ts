import { isDeepStrictEqual } from "node:util";
import type { JsonValue } from "../../core/model/change.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import type { DealTimeline } from "../../core/model/timeline.ts";
import { type ChosenModel, type ColumnDecisions, chooseDealModel } from "../../core/scoring/choose-deal-model.ts";
import { scoreDeal } from "../../core/scoring/deal-probability.ts";
import { DEAL_WAYS } from "../../core/scoring/deal-ways.ts";
import { type DealTraining, trainDealModel } from "../../core/scoring/train-deal-model.ts";
import { carryLift } from "../../core/scoring/train-lift.ts";
import { keyOf, uniformAt } from "../../core/stats/keyed-random.ts";
import type { Db } from "../db/connect.ts";
import { columnDecisions } from "../db/model-columns.ts";
import { freeName, listModels, noteTest, saveModel } from "../db/models.ts";
import { askedOf, surround } from "../db/timelines.ts";
import { loadWorkspace } from "../db/workspace.ts";
import { dealModelInUse } from "./deal-model-in-use.ts";
import { type DealModelMetrics, type ModelShift, metricsOf } from "./deal-model-metrics.ts";
import { isOpen, type LiveDealModel, modelName } from "./deal-numbers.ts";
import type { ForecastGround } from "./forecasting.ts";
import type { BulkDeps } from "./job-deps.ts";

/** The model to score with, and the one before where another took over. */
export interface LearntModel {
	live: LiveDealModel;
	before: LiveDealModel | null;
	/** What was learnt, in use or waiting. */
	chosen: ChosenModel;
}

/** Days after which the ways of learning are tested again. */
const TEST_AFTER_DAYS = 7;

/** Whether the ways of learning are to be tested (again): they take minutes, the numbers must not wait for them. */
export async function isLearningDue(
	{ database, now }: Pick<BulkDeps, "database" | "now">,
	tenantId: number,
): Promise<boolean> {
	return database.inTenant(tenantId, async (trx) => {
		const [newest] = await listModels(trx, "deal", 1);
		if (!newest) return false;
		const { testedAt } = metricsOf(newest.metrics);
		const workspace = await loadWorkspace(trx, now());
		return testedAt === null || workspace.now - testedAt > TEST_AFTER_DAYS * DAY_MS;
	});
}

/**
 * Learns how deals end and stores the model with what its tests came to. With `isLearning` every way is tested on the
 * workspace's own past and the best taken; else the table is learnt anew beneath what was chosen last. It is put in use,
 * unless a person keeps another there or a column seems to know the end: then it waits. Learning the same again stores
 * nothing.
 */
export async function learnDealModel(
	{ database }: Pick<BulkDeps, "database">,
	{ tenantId, workspace, stages }: ForecastGround,
	timelines: DealTimeline[],
	isLearning: boolean,
	progress: (done: number, of: number) => Promise<void> | void,
): Promise<LearntModel> {
	const before = await database.inTenant(tenantId, dealModelInUse);
	const training = { timelines, stages, origin: workspace.now };
	const decisions = await columnDecisions(database.reader(tenantId), "deal");
	const chosen = isLearning
		? await choose(database.reader(tenantId), training, decisions, progress)
		: goOn(training, before);
	if (before?.model.lift) await surround(database.reader(tenantId), askedOf(timelines, workspace.now), workspace.now);
	const body: JsonValue = JSON.parse(JSON.stringify(chosen.model));
	if (before && isDeepStrictEqual(before.model, body)) {
		if (isLearning)
			await database.inTenant(tenantId, (trx) => noteTest(trx, before.version, testNotes(chosen, workspace.now)));
		return { live: before, before: null, chosen };
	}
	return database.inTenant(tenantId, async (trx) => {
		const version = await freeName(trx, "deal", modelName(chosen.model.version, workspace.now));
		const live = { model: chosen.model, version };
		const isKept = (before?.keptBy ?? null) !== null;
		const waits = before && chosen.isBlocked ? "leak" : isKept ? "kept" : null;
		const shift = before && shiftOf(before, live, timelines, workspace.now);
		const { n, window } = chosen.model;
		await saveModel(
			trx,
			tenantId,
			"deal",
			{
				version,
				trainedAt: workspace.now,
				n: n.won + n.lost,
				body,
				dataFrom: window?.from ?? null,
				dataTo: window?.to ?? null,
				metrics: JSON.parse(
					JSON.stringify({
						...testNotes(chosen, isLearning ? workspace.now : (before?.metrics.testedAt ?? null)),
						shift,
						waits,
					}),
				),
			},
			waits !== null,
		);
		if (waits !== null && before) return { live: before, before: null, chosen };
		return { live, before, chosen };
	});
}

/** Deals that the ways are tested on; of more a share is drawn, always the same. */
const MOST_TO_LEARN = 60_000;

async function choose(
	db: Db,
	training: DealTraining,
	decisions: ColumnDecisions,
	progress: (done: number, of: number) => void,
): Promise<ChosenModel> {
	const { timelines, origin } = training;
	const share = MOST_TO_LEARN / timelines.length;
	const drawn = share >= 1 ? timelines : timelines.filter((line) => uniformAt(keyOf(1, line.dealId), 0) < share);
	await surround(db, drawn, origin);
	const chosen = chooseDealModel({ ...training, timelines: drawn }, DEAL_WAYS, decisions, progress);
	if (drawn === timelines) return chosen;
	const table = trainDealModel(training);
	return { ...chosen, model: chosen.model.lift ? carryLift(table, chosen.model.lift, training) : table };
}

/** The way that was chosen last, over a table of today. */
function goOn(training: DealTraining, before: Awaited<ReturnType<typeof dealModelInUse>>): ChosenModel {
	const table = trainDealModel(training);
	const lift = before?.model.lift;
	const { champion = "table", candidates = [], leaks = [], leftOut = [] } = before?.metrics ?? {};
	return {
		model: lift ? carryLift(table, lift, training) : table,
		champion,
		tried: candidates,
		leaks,
		leftOut: leftOut as ChosenModel["leftOut"],
		isBlocked: false,
	};
}

/** What is kept of the choice beside the model. */
function testNotes(
	{ champion, tried, leaks, leftOut, model }: ChosenModel,
	testedAt: number | null,
): Omit<DealModelMetrics, "waits" | "shift"> {
	return { champion, candidates: tried, leaks, leftOut, weights: model.lift?.weights ?? [], testedAt };
}

/** How far the two models differ over the deals that are open now. */
function shiftOf(before: LiveDealModel, after: LiveDealModel, timelines: DealTimeline[], now: number): ModelShift {
	const moves = timelines.flatMap((line) => {
		if (!isOpen(line, now)) return [];
		const [was, is] = [scoreDeal(before.model, line, now).value, scoreDeal(after.model, line, now).value];
		return was === null || is === null ? [] : [is - was];
	});
	return {
		from: before.version,
		deals: moves.length,
		mean: moves.length === 0 ? 0 : moves.reduce((a, b) => a + b, 0) / moves.length,
		moved: moves.filter((move) => Math.abs(move) >= 0.05).length,
	};
}
