import { isDeepStrictEqual } from "node:util";
import type { JsonValue } from "../../core/model/change.ts";
import type { DealTimeline } from "../../core/model/timeline.ts";
import { type ChosenModel, chooseDealModel } from "../../core/scoring/choose-deal-model.ts";
import { scoreDeal } from "../../core/scoring/deal-probability.ts";
import { DEAL_WAYS } from "../../core/scoring/deal-ways.ts";
import { columnDecisions } from "../db/model-columns.ts";
import { listModels, saveModel } from "../db/models.ts";
import { dealModelInUse } from "./deal-model-in-use.ts";
import type { DealModelMetrics, ModelShift } from "./deal-model-metrics.ts";
import { isOpen, type LiveDealModel, modelName } from "./deal-numbers.ts";
import type { ForecastGround } from "./forecasting.ts";
import type { BulkDeps } from "./job-deps.ts";

/** The model to score with, and the one before where another took over. */
export interface LearntModel {
	live: LiveDealModel;
	before: LiveDealModel | null;
}

/**
 * Learns how deals end, by the way that did best on the workspace's own past, and stores the model with what its tests
 * came to. It is put in use, unless a person keeps another there or a column seems to know the end: then it waits.
 * Learning the same again stores nothing.
 */
export async function learnDealModel(
	{ database }: Pick<BulkDeps, "database">,
	{ tenantId, workspace, stages }: ForecastGround,
	timelines: DealTimeline[],
): Promise<LearntModel> {
	const before = await database.inTenant(tenantId, dealModelInUse);
	const decisions = await columnDecisions(database.reader(tenantId), "deal");
	const chosen = chooseDealModel({ timelines, stages, origin: workspace.now }, DEAL_WAYS, decisions);
	const body: JsonValue = JSON.parse(JSON.stringify(chosen.model));
	if (before && isDeepStrictEqual(before.model, body)) return { live: before, before: null };
	return database.inTenant(tenantId, async (trx) => {
		const version = await freeName(trx, modelName(chosen.model.version, workspace.now));
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
				metrics: JSON.parse(JSON.stringify({ ...metricsFor(chosen, shift), waits })),
			},
			waits !== null,
		);
		if (waits !== null && before) return { live: before, before: null };
		return { live, before };
	});
}

function metricsFor(chosen: ChosenModel, shift: ModelShift | null) {
	const { champion, tried, leaks, leftOut } = chosen;
	return {
		champion,
		candidates: tried,
		leaks,
		leftOut,
		weights: [],
		shift,
	} satisfies Omit<DealModelMetrics, "waits">;
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

/** A version is unique: learnt again under a standing clock it gets a number. */
async function freeName(trx: Parameters<typeof listModels>[0], name: string): Promise<string> {
	const taken = new Set((await listModels(trx, "deal")).map((model) => model.version));
	let free = name;
	for (let k = 2; taken.has(free); k++) free = `${name}.${k}`;
	return free;
}
