import type { BookingsInput } from "../../core/forecast/forecast-bookings.ts";
import { DAY_MS, startOfDayUtc } from "../../core/model/instant.ts";
import { lifeAsOf } from "../../core/scoring/deal-life.ts";
import { scoreDeal, winWithin } from "../../core/scoring/deal-probability.ts";
import { trainDealModel } from "../../core/scoring/train-deal-model.ts";
import type { Scored } from "../../core/stats/calibration.ts";

/**
 * Forecasts for open deals at some days, each by a model of what was known that day, beside the share of all closed
 * deals won so far.
 */
export interface Snapshots {
	model: Scored[];
	baseRate: Scored[];
}

/**
 * Deals open at each day whose end is known by the file's end: won in the end, or not. Deals open to the last are left
 * out.
 */
export function finalWins(input: BookingsInput, days: string[]): Snapshots {
	return snapshots(input, days, (line, model, now) => {
		const end = lifeAsOf(line, Number.MAX_SAFE_INTEGER);
		if (!end || end.status === "open") return null;
		return { probability: scoreDeal(model, line, now).value ?? 0, happened: end.status === "won" };
	});
}

/** Deals open at each day: won within so many days after it, or not. */
export function winsWithin(input: BookingsInput, days: string[], horizon: number): Snapshots {
	return snapshots(input, days, (line, model, now) => {
		const end = lifeAsOf(line, now + horizon * DAY_MS);
		return { probability: winWithin(model, line, now, horizon), happened: end?.status === "won" };
	});
}

function snapshots(
	input: BookingsInput,
	days: string[],
	judge: (
		line: BookingsInput["timelines"][number],
		model: ReturnType<typeof trainDealModel>,
		now: number,
	) => Scored | null,
): Snapshots {
	const result: Snapshots = { model: [], baseRate: [] };
	for (const day of days) {
		const now = startOfDayUtc(day);
		const model = trainDealModel({ timelines: input.timelines, stages: input.stages, origin: now });
		for (const line of input.timelines) {
			if (lifeAsOf(line, now)?.status !== "open") continue;
			const scored = judge(line, model, now);
			if (!scored) continue;
			result.model.push(scored);
			result.baseRate.push({ probability: model.winRate, happened: scored.happened });
		}
	}
	return result;
}
