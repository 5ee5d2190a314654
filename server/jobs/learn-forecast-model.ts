import { isDeepStrictEqual } from "node:util";
import type { Transaction } from "kysely";
import type { JsonValue } from "../../core/model/change.ts";
import type { DealTimeline } from "../../core/model/timeline.ts";
import type { ChosenModel } from "../../core/scoring/choose-deal-model.ts";
import type { DealModel } from "../../core/scoring/deal-model.ts";
import { carryLift, withoutLift } from "../../core/scoring/train-lift.ts";
import { recordAudit } from "../audit/record.ts";
import { type ModelTrial, saveTrial } from "../db/model-trials.ts";
import { freeName, saveModel } from "../db/models.ts";
import type { Tables } from "../db/tables.ts";
import { type LiveDealModel, modelName } from "./deal-numbers.ts";
import { type ForecastModel, forecastModelInUse } from "./forecast-model.ts";
import type { ForecastGround } from "./forecasting.ts";
import type { BulkDeps } from "./job-deps.ts";
import { tryInForecast } from "./try-in-forecast.ts";

/**
 * The model that forecasts rest on, of today: learnt in the way that forecasts rested on before; with `isLearning` in that
 * of the newly chosen deal model where past quarters would have been missed by less so. What was tried and not taken is
 * kept beside. Where a person keeps a model in use, all newer ones wait. Learning the same again stores nothing.
 */
export async function learnForecastModel(
	{ database }: Pick<BulkDeps, "database">,
	ground: ForecastGround,
	timelines: DealTimeline[],
	chosen: ChosenModel,
	isLearning: boolean,
	progress: (done: number, of: number) => Promise<void> | void,
): Promise<LiveDealModel> {
	const { tenantId } = ground;
	const before = await database.inTenant(tenantId, forecastModelInUse);
	const trial =
		isLearning && before && !chosen.isBlocked ? await tryInForecast(ground, timelines, before, chosen, progress) : null;
	const way = trial?.isTaken ? trial.candidateWay : (before?.way ?? "table");
	const model = modelIn(way, chosen, before, ground, timelines);
	return database.inTenant(tenantId, async (trx) => {
		const save = (learnt: DealModel, as: string, waits: boolean) => keep(trx, ground, learnt, as, waits);
		const isSame = before !== null && way === before.way && isDeepStrictEqual(before.model, plainOf(model));
		const isKept = before?.keptBy != null;
		const made: LiveDealModel = isSame ? before : { model, version: await save(model, way, isKept) };
		if (trial) {
			const isOther = trial.candidateWay !== trial.inUseWay && !trial.isTaken;
			const candidateVersion = isOther ? await save(chosen.model, trial.candidateWay, true) : made.version;
			// Beside a candidate stands what forecasts rest on today, so that one can go back to it.
			const inUseVersion = trial.isTaken ? trial.inUseVersion : made.version;
			await keepTrial(trx, tenantId, { ...trial, inUseVersion, candidateVersion });
		}
		return isKept && before ? before : made;
	});
}

/** Today's model of a way. */
function modelIn(
	way: string,
	{ model }: ChosenModel,
	before: ForecastModel | null,
	{ stages, workspace }: ForecastGround,
	timelines: DealTimeline[],
): DealModel {
	if (way === "table") return withoutLift(model);
	if (model.lift) return model;
	const lift = before?.model.lift;
	return lift ? carryLift(model, lift, { timelines, stages, origin: workspace.now }) : model;
}

async function keep(
	trx: Transaction<Tables>,
	{ tenantId, workspace }: ForecastGround,
	model: DealModel,
	way: string,
	waits: boolean,
): Promise<string> {
	const version = await freeName(trx, "forecast", modelName(model.version, workspace.now));
	const { n, window } = model;
	await saveModel(
		trx,
		tenantId,
		"forecast",
		{
			version,
			trainedAt: workspace.now,
			n: n.won + n.lost,
			body: plainOf(model),
			dataFrom: window?.from ?? null,
			dataTo: window?.to ?? null,
			metrics: { way },
		},
		waits,
	);
	return version;
}

async function keepTrial(trx: Transaction<Tables>, tenantId: number, trial: ModelTrial): Promise<void> {
	await saveTrial(trx, tenantId, trial);
	const { inUseVersion, candidateVersion, isTaken, code, origins, inUse, candidate } = trial;
	// The same way over newer deals is no change that anybody would have to answer for.
	if (trial.candidateWay === trial.inUseWay) return;
	await recordAudit(trx, {
		tenantId,
		actorId: null,
		actor: "system",
		action: isTaken ? "forecast-model.taken" : "forecast-model.not_taken",
		detail: {
			inUse: inUseVersion,
			candidate: candidateVersion,
			code,
			origins,
			wapeInUse: inUse?.wape ?? null,
			wapeCandidate: candidate?.wape ?? null,
		},
	});
}

function plainOf(model: DealModel): JsonValue {
	return JSON.parse(JSON.stringify(model));
}
