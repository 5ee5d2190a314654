import { meanOfPastWindows, runRate, stageWeightedPipeline } from "../../core/forecast/baselines.ts";
import { bookedBetween, forecastBookings } from "../../core/forecast/forecast-bookings.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import type { Outcome } from "../../core/stats/forecast-error.ts";
import { coverage, relativeBias, wape } from "../../core/stats/forecast-error.ts";
import { percent, table } from "../benchmark.ts";
import { FUNNELS, type Funnel, simulateFunnel } from "./funnels.ts";

const START = Date.UTC(2020, 0, 6);
const ORIGINS = 10;

/** Forecasts of made-up funnels, from origins over their last six tenths, beside the rules of thumb. */
export function measureFunnels(smoke: boolean): { table: string; metrics: Record<string, number> } {
	const metrics: Record<string, number> = {};
	const rows = (smoke ? FUNNELS.slice(-4, -3) : FUNNELS).map((funnel) => {
		const seeds = smoke ? 1 : funnel.perDay < 1 ? 12 : 3;
		const all = Array.from({ length: seeds }, (_, k) => measureOne(funnel, 100 + k)).flat();
		const of = (key: "ours" | "run" | "mean" | "weighted"): Outcome[] => all.map((o) => o[key]);
		const name = funnel.name.replaceAll(/[^a-z]+/g, "-");
		metrics[`funnel.${name}.wape`] = Number((wape(of("ours")) ?? 0).toFixed(4));
		return [
			funnel.name,
			all.length,
			funnel.horizon,
			percent(wape(of("ours"))),
			percent(relativeBias(of("ours"))),
			percent(coverage(of("ours")), 0),
			percent(wape(of("run"))),
			percent(wape(of("mean"))),
			percent(wape(of("weighted"))),
		];
	});
	const head = [
		"funnel",
		"windows",
		"days",
		"WAPE",
		"bias",
		"uncorrected ranges held",
		"run rate",
		"mean",
		"stage-weighted",
	];
	return { table: table(head, rows), metrics };
}

function measureOne(funnel: Funnel, seed: number) {
	const timelines = simulateFunnel(funnel, seed, START);
	const input = { timelines, stages: [], currency: "EUR", rates: [], zone: "UTC", seed: 1, draws: 400 };
	const from = 0.4 * funnel.days;
	const step = (funnel.days - funnel.horizon - from) / (ORIGINS - 1);
	return Array.from({ length: ORIGINS }, (_, k) => {
		const origin = START + Math.floor(from + k * step) * DAY_MS;
		const actual = Number(bookedBetween(input, origin, origin + funnel.horizon * DAY_MS));
		const ours = forecastBookings(input, origin, funnel.horizon);
		return {
			ours: {
				actual,
				forecast: Number(ours.meanMinor),
				low: Number(ours.lowMinor),
				high: Number(ours.highMinor),
			},
			run: { actual, forecast: Number(runRate(input, origin, funnel.horizon)) },
			mean: { actual, forecast: Number(meanOfPastWindows(input, origin, funnel.horizon)) },
			weighted: { actual, forecast: Number(stageWeightedPipeline(input, origin)) },
		};
	});
}
