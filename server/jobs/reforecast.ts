import type { Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { Period } from "../../core/model/period.ts";
import type { DealTimeline } from "../../core/model/timeline.ts";
import { trainDealModel } from "../../core/scoring/train-deal-model.ts";
import type { Tables } from "../db/tables.ts";
import { loadDealTimelines } from "../db/timelines.ts";
import { loadWorkspace } from "../db/workspace.ts";
import { type LiveDealModel, passingName } from "./deal-numbers.ts";
import { forecastModelInUse } from "./forecast-model.ts";
import {
	currentPeriods,
	type ForecastGround,
	forecastAndSave,
	loadForecastGround,
	wideningInUse,
} from "./forecasting.ts";
import type { BulkDeps } from "./job-deps.ts";

/** The current forecasts anew with the models in use, each stored with its event. */
export async function reforecast(
	deps: BulkDeps,
	{ tenantId }: { tenantId: number },
	job: { signal: AbortSignal },
): Promise<void> {
	await deps.database.inTenant(tenantId, (trx) =>
		computeForecasts(trx, tenantId, { periods: null, createdBy: null, realNow: deps.now(), signal: job.signal }),
	);
	deps.wakeRelay();
}

/**
 * Computes and stores forecasts of the periods (null: the current ones) from all deals as of the workspace's clock, and
 * gives their ids. Before the first rebuild a model is learnt for them alone and not kept.
 */
export async function computeForecasts(
	trx: Transaction<Tables>,
	tenantId: number,
	given: { periods: Period[] | null; createdBy: string | null; realNow: Instant; signal?: AbortSignal },
): Promise<string[]> {
	const workspace = await loadWorkspace(trx, given.realNow);
	const ground = await loadForecastGround(trx, tenantId, workspace);
	const inUse = await forecastModelInUse(trx);
	const timelines = await loadDealTimelines(trx, workspace.now, {
		around: inUse?.model.lift ? "recent" : "none",
		onChunk: () => given.signal?.throwIfAborted(),
	});
	const live = inUse ?? passingModel(ground, timelines);
	const widening = await wideningInUse(trx);
	const ids: string[] = [];
	for (const period of given.periods ?? currentPeriods(workspace)) {
		given.signal?.throwIfAborted();
		const about = { widening, createdBy: given.createdBy, realNow: given.realNow };
		ids.push(await forecastAndSave(trx, ground, live, timelines, period, about));
	}
	return ids;
}

function passingModel({ stages, workspace }: ForecastGround, timelines: DealTimeline[]): LiveDealModel {
	const model = trainDealModel({ timelines, stages, origin: workspace.now });
	return { model, version: passingName(model.version, workspace.now) };
}
