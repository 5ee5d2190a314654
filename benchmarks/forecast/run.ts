import { learnWidening, newReplays, type Replays } from "../../core/forecast/backtest.ts";
import { meanOfPastWindows, plainConversion, runRate, stageWeightedPipeline } from "../../core/forecast/baselines.ts";
import type { Bookings, BookingsInput } from "../../core/forecast/forecast-bookings.ts";
import { bookedBetween, forecastBookings } from "../../core/forecast/forecast-bookings.ts";
import { addDays, DAY_MS, startOfDayUtc } from "../../core/model/instant.ts";
import type { Outcome } from "../../core/stats/forecast-error.ts";
import { coverage, mape, relativeBias, wape } from "../../core/stats/forecast-error.ts";
import type { BenchmarkContext, BenchmarkReport } from "../benchmark.ts";
import { percent, table } from "../benchmark.ts";
import { readLoanFunnel } from "../loan-funnel.ts";
import { measureKnownTruth } from "./known-truth.ts";
import { measureFunnels } from "./measure-funnels.ts";
import { measureSpeed } from "./speed.ts";
import { WHY } from "./why.ts";

const DAYS = 28;
const ORIGINS = Array.from({ length: 8 }, (_, k) => addDays("2011-11-07", 7 * k));

/** Bookings from a real funnel: weekly origins, 28 days ahead, only what was known before each origin. */
export async function run({ data, smoke, progress }: BenchmarkContext): Promise<BenchmarkReport | null> {
	const input = await readLoanFunnel(data);
	if (!input) return null;
	const replays = newReplays();
	const rows = (smoke ? ORIGINS.slice(-1) : ORIGINS).map((day) => {
		progress(`origin ${day}`);
		return measureOrigin(input, day, replays);
	});
	const methods: [string, Outcome[]][] = [
		["**Courtside**", rows.map((r) => ({ ...range(r.bookings), actual: r.actual }))],
		["ranges not corrected", rows.map((r) => ({ ...range(r.bare), actual: r.actual }))],
		["run rate (last 28 days)", rows.map((r) => ({ forecast: r.runRate, actual: r.actual }))],
		["mean of past windows", rows.map((r) => ({ forecast: r.mean, actual: r.actual }))],
		["stage-weighted pipeline", rows.map((r) => ({ forecast: r.weighted, actual: r.actual }))],
		["28-day win rate by stage + creation × yield", rows.map((r) => ({ forecast: r.plain, actual: r.actual }))],
	];
	progress("simulated companies");
	const truth = measureKnownTruth(smoke, progress);
	progress("made-up funnels");
	const funnels = measureFunnels(smoke);
	progress("speed");
	const speed = measureSpeed(smoke);
	const ours = methods[0]?.[1] ?? [];
	return {
		title: "Forecast: bookings in the next 28 days",
		body: [
			"Funnel of the BPI Challenge 2012 (a bank's loan applications, file up to 22 January 2012). At every origin a method sees only events before it.",
			"Windows overlap: eight origins are about two and a half independent ones, and five of them hold Christmas or New Year, in a history that begins on 1 October.",
			table(
				["method", "WAPE", "MAPE", "bias", "80 % ranges that held"],
				methods.map(([name, o]) => [
					name,
					percent(wape(o)),
					percent(mape(o)),
					percent(relativeBias(o)),
					percent(coverage(o), 0),
				]),
			),
			"Each origin, thousand euro:",
			table(
				[
					"origin",
					"actual",
					"forecast",
					"80 % range",
					"open deals",
					"of which came",
					"not yet created",
					"of which came",
					"run rate",
					"mean",
					"stage-weighted",
					"rate by stage",
				],
				rows.map((r) => [
					r.day,
					thousand(r.actual),
					thousand(range(r.bookings).forecast),
					`${thousand(range(r.bookings).low)}–${thousand(range(r.bookings).high)}`,
					thousand(Number(r.bookings.openMinor)),
					thousand(r.actualOpen),
					thousand(Number(r.bookings.uncreatedMinor)),
					thousand(r.actual - r.actualOpen),
					thousand(r.runRate),
					thousand(r.mean),
					thousand(r.weighted),
					thousand(r.plain),
				]),
			),
			verdict(methods),
			WHY,
			"Simulated companies whose own future is known, at full size (10,000 deals), a third of them each early in the quarter, half-way and near its end:",
			truth.full,
			"The same at a tenth of the size. Here one planted deal (large, and silent in a way that only the simulator sees) weighs much: about four fifths of the bias come from it alone:",
			truth.small,
			"Made-up funnels (`benchmarks/forecast/funnels.ts`):",
			funnels.table,
			"Speed on simulated deals (one thread):",
			speed.table,
		].join("\n\n"),
		metrics: {
			origins: rows.length,
			...measured({
				wape: wape(ours),
				mape: mape(ours),
				bias: relativeBias(ours),
				coverage80: coverage(ours),
				wapeRunRate: wape(methods[2]?.[1] ?? []),
				wapeMean: wape(methods[3]?.[1] ?? []),
				wapeStageWeighted: wape(methods[4]?.[1] ?? []),
				wapePlainConversion: wape(methods[5]?.[1] ?? []),
			}),
			...truth.metrics,
			...funnels.metrics,
			...speed.metrics,
		},
	};
}

function measureOrigin(input: BookingsInput, day: string, replays: Replays) {
	const origin = startOfDayUtc(day);
	const end = origin + DAYS * DAY_MS;
	const before = { ...input, timelines: input.timelines.filter((line) => line.createdAt < origin) };
	return {
		day,
		bookings: forecastBookings(input, origin, DAYS, learnWidening(input, origin, DAYS, [], replays)),
		bare: forecastBookings(input, origin, DAYS),
		actual: Number(bookedBetween(input, origin, end)),
		actualOpen: Number(bookedBetween(before, origin, end)),
		runRate: Number(runRate(input, origin, DAYS)),
		mean: Number(meanOfPastWindows(input, origin, DAYS)),
		weighted: Number(stageWeightedPipeline(input, origin)),
		plain: Number(plainConversion(input, origin, DAYS)),
	};
}

function range(b: Bookings): { forecast: number; low: number; high: number } {
	return { forecast: Number(b.meanMinor), low: Number(b.lowMinor), high: Number(b.highMinor) };
}

/** Numbers to four digits; what could not be measured is left out. */
function measured(all: Record<string, number | null>): Record<string, number> {
	const some: Record<string, number> = {};
	for (const [key, value] of Object.entries(all)) if (value !== null) some[key] = Number(value.toFixed(4));
	return some;
}

/** What the table says, good or bad. */
function verdict(methods: [string, Outcome[]][]): string {
	const errors = methods.filter((_, k) => k !== 1).map(([name, o]) => ({ name, error: wape(o) ?? 0 }));
	const ours = errors[0]?.error ?? 0;
	const best = errors.slice(1).sort((a, b) => a.error - b.error)[0];
	if (!best) return "";
	const difference = percent(Math.abs(1 - ours / best.error), 0);
	return ours <= best.error
		? `Against the best baseline here (${best.name}): ${difference} less error.`
		: `The best baseline here (${best.name}) does better: Courtside's error is ${difference} larger. The table by origin says where it comes from.`;
}

function thousand(minor: number): string {
	return Math.round(minor / 100_000).toString();
}
