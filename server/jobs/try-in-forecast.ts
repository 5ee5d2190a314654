import type { Accuracy } from "../../core/forecast/accuracy/accuracy-types.ts";
import { compareWays } from "../../core/forecast/accuracy/compare-ways.ts";
import type { DealTimeline } from "../../core/model/timeline.ts";
import type { ChosenModel } from "../../core/scoring/choose-deal-model.ts";
import { DEAL_WAYS } from "../../core/scoring/deal-ways.ts";
import { type DealTraining, trainDealModel } from "../../core/scoring/train-deal-model.ts";
import { keyOf, uniformAt } from "../../core/stats/keyed-random.ts";
import type { ModelTrial, TrialFigures } from "../db/model-trials.ts";
import { FORECAST_SEED } from "./forecast-input.ts";
import type { ForecastModel } from "./forecast-model.ts";
import type { ForecastGround } from "./forecasting.ts";

/** What was decided of a newly learnt model, before it has a name. */
export type TrialDecision = Omit<ModelTrial, "candidateVersion">;

/** Deals with which the past is forecast twice; of more a share is drawn, always the same. */
const MOST_TO_TRY = 20_000;
/** A quarter ahead, which is what forecasts are mostly asked for. */
const DAYS = 91;
const DRAWS = 400;

/**
 * Whether forecasts may rest on a newly learnt way instead of the one they rest on: only where the company's past quarters, forecast
 * again by either way of learning from nothing later, would have been missed by less (`compareWays`). What is compared is
 * the way of learning: the models themselves know the whole past. Nothing is compared where the way stays the same. `progress` may throw to stop.
 */
export async function tryInForecast(
	{ workspace, stages, rates }: ForecastGround,
	timelines: DealTimeline[],
	inUse: ForecastModel,
	chosen: ChosenModel,
	progress: (done: number, of: number) => Promise<void> | void,
): Promise<TrialDecision> {
	const { now, currency, zone } = workspace;
	const about = {
		triedAt: now,
		inUseVersion: inUse.version,
		inUseWay: inUse.way,
		candidateWay: chosen.champion,
	};
	const untried = { ...about, isTaken: true, origins: 0, inUse: null, candidate: null, gain: null };
	if (chosen.champion === inUse.way) return { ...untried, code: "promotion_same_way" };
	const share = MOST_TO_TRY / timelines.length;
	const drawn = share >= 1 ? timelines : timelines.filter((line) => uniformAt(keyOf(1, line.dealId), 0) < share);
	const given = { timelines: drawn, stages, rates, currency, zone, seed: FORECAST_SEED, draws: DRAWS };
	const learn = (name: string) => (origin: number) => learnBy(name, chosen, { timelines: drawn, stages, origin });
	const test = chosen.tried.find((one) => one.name === chosen.champion);
	const comparing = compareWays(given, now, DAYS, {
		champion: learn(inUse.way),
		challenger: learn(chosen.champion),
		isProven: test?.gain != null && test.gain > (test.gainError ?? 0),
	});
	for (;;) {
		const step = comparing.next();
		if (!step.done) {
			await progress(step.value.done, step.value.of);
			continue;
		}
		const { promote, code, params, gain, champion, challenger } = step.value;
		// Without any past moment only the test of chances has spoken, and it spoke for the new one.
		if (challenger.forecasts === 0) return { ...untried, code: "promotion_untried" };
		const { value, interval } = gain;
		return {
			...about,
			isTaken: promote,
			code,
			origins: Number(params["origins"] ?? 0),
			inUse: figuresOf(champion),
			candidate: figuresOf(challenger),
			gain: value === null ? null : { value, low: interval?.low ?? value, high: interval?.high ?? value },
		};
	}
}

/** A model of a way as it would have been used at a past moment: below the closed deals it needs, the table. */
function learnBy(name: string, { leftOut }: ChosenModel, training: DealTraining) {
	const way = DEAL_WAYS.find((one) => one.name === name);
	const table = trainDealModel(training);
	if (!way || table.n.won + table.n.lost < way.needsClosed) return table;
	return way.train(
		training,
		leftOut.map(({ column }) => column),
	);
}

function figuresOf({ forecasts, periods, wape, bias, coverage, nominal }: Accuracy): TrialFigures {
	return { forecasts, periods, wape: wape.value, bias: bias.value, coverage: coverage.value, nominal };
}
