import type { Widening } from "../../core/forecast/backtest.ts";
import type { ForecastInput } from "../../core/forecast/forecast.ts";
import { startOfDayIn } from "../../core/model/instant.ts";
import type { Period } from "../../core/model/period.ts";
import type { DealTimeline } from "../../core/model/timeline.ts";
import type { DealModel } from "../../core/scoring/deal-model.ts";
import type { Db } from "../db/connect.ts";
import { quotasOf, rollUp } from "../db/quotas.ts";
import type { ForecastGround } from "./forecasting.ts";

/** The same seed for every forecast: what changes between two of them is the pipeline, never the dice. */
export const FORECAST_SEED = 1;

/** What a period's forecast is made from, as of the clock of `ground`. */
export async function forecastInput(
	db: Db,
	{ workspace, owners, rates }: ForecastGround,
	model: DealModel,
	timelines: DealTimeline[],
	period: Period,
	widening: Widening | null,
): Promise<ForecastInput> {
	const quotas = await quotasOf(db, period, workspace.fiscal, workspace.currency, rates);
	return {
		timelines,
		model,
		span: {
			name: period.name,
			start: startOfDayIn(workspace.zone, period.start),
			end: startOfDayIn(workspace.zone, period.end),
		},
		now: workspace.now,
		owners,
		quotas: rollUp(quotas, owners),
		currency: workspace.currency,
		rates,
		zone: workspace.zone,
		seed: FORECAST_SEED,
		widening,
	};
}
