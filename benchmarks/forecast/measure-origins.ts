import { learnWidening, type Replays } from "../../core/forecast/backtest.ts";
import { meanOfPastWindows, plainConversion, runRate, stageWeightedPipeline } from "../../core/forecast/baselines.ts";
import type { Bookings, BookingsInput } from "../../core/forecast/forecast-bookings.ts";
import { bookedBetween, forecastBookings } from "../../core/forecast/forecast-bookings.ts";
import { DAY_MS, startOfDayUtc } from "../../core/model/instant.ts";
import type { Outcome } from "../../core/stats/forecast-error.ts";
import { coverage, mape, relativeBias, wape } from "../../core/stats/forecast-error.ts";
import { percent, table } from "../benchmark.ts";

/** Days ahead that are forecast. */
const DAYS = 28;

/** One window of a funnel: what came, what Courtside said and what rules of thumb say. Minor units. */
export interface MeasuredOrigin {
	day: string;
	bookings: Bookings;
	/** With its range as simulated. */
	bare: Bookings;
	actual: number;
	/** Of which from deals that were open at the origin. */
	actualOpen: number;
	runRate: number;
	mean: number;
	weighted: number;
	plain: number;
}

/** A method and its forecasts beside what came. */
export type Measured = [name: string, outcomes: Outcome[]];

/** The 28 days after midnight UTC of a day. Every method sees only what was recorded before it. */
export function measureOrigin(input: BookingsInput, day: string, replays: Replays): MeasuredOrigin {
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

/** Courtside first, then its ranges as simulated, then the rules of thumb. */
export function methodsOf(rows: MeasuredOrigin[]): Measured[] {
	const rule = (key: "runRate" | "mean" | "weighted" | "plain"): Outcome[] =>
		rows.map((r) => ({ forecast: r[key], actual: r.actual }));
	return [
		["**Courtside**", rows.map((r) => ({ ...range(r.bookings), actual: r.actual }))],
		["ranges not corrected", rows.map((r) => ({ ...range(r.bare), actual: r.actual }))],
		["run rate (last 28 days)", rule("runRate")],
		["mean of past windows", rule("mean")],
		["stage-weighted pipeline", rule("weighted")],
		["28-day win rate by stage + creation × yield", rule("plain")],
	];
}

/** What the plainest combination would say: the mean of Courtside and the four rules of thumb. */
export function equalMean(rows: MeasuredOrigin[]): Measured {
	const outcomes = rows.map((r) => ({
		forecast: (range(r.bookings).forecast + r.runRate + r.mean + r.weighted + r.plain) / 5,
		actual: r.actual,
	}));
	return ["equal mean of these five (not used)", outcomes];
}

/** Errors of each method over all origins. */
export function methodsTable(methods: Measured[]): string {
	return table(
		["method", "WAPE", "MAPE", "bias", "80 % ranges that held"],
		methods.map(([name, o]) => [
			name,
			percent(wape(o)),
			percent(mape(o)),
			percent(relativeBias(o)),
			percent(coverage(o), 0),
		]),
	);
}

/** Every origin, in thousands of the currency. */
export function originsTable(rows: MeasuredOrigin[]): string {
	const head = ["origin", "actual", "forecast", "80 % range", "open deals", "of which came", "not yet created"];
	return table(
		[...head, "of which came", "run rate", "mean", "stage-weighted", "rate by stage"],
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
	);
}

/** What the table says, good or bad. */
export function verdict(methods: Measured[]): string {
	const errors = methods.filter((_, k) => k !== 1).map(([name, o]) => ({ name, error: wape(o) ?? 0 }));
	const ours = errors[0]?.error ?? 0;
	const best = errors.slice(1).sort((a, b) => a.error - b.error)[0];
	if (!best) return "";
	const difference = percent(Math.abs(1 - ours / best.error), 0);
	return ours <= best.error
		? `Against the best baseline here (${best.name}): ${difference} less error.`
		: `The best baseline here (${best.name}) does better: Courtside's error is ${difference} larger. The table by origin says where it comes from.`;
}

/** Figures for machines, keys beginning with `prefix`; what could not be measured is left out. */
export function originMetrics(prefix: string, methods: Measured[]): Record<string, number> {
	const [ours, , run, mean, weighted, plain] = methods.map(([, outcomes]) => outcomes);
	const all = {
		wape: wape(ours ?? []),
		mape: mape(ours ?? []),
		bias: relativeBias(ours ?? []),
		coverage80: coverage(ours ?? []),
		wapeRunRate: wape(run ?? []),
		wapeMean: wape(mean ?? []),
		wapeStageWeighted: wape(weighted ?? []),
		wapePlainConversion: wape(plain ?? []),
	};
	const some: Record<string, number> = {};
	for (const [key, value] of Object.entries(all)) {
		if (value !== null) some[`${prefix}${key}`] = Number(value.toFixed(4));
	}
	return some;
}

function range(b: Bookings): { forecast: number; low: number; high: number } {
	return { forecast: Number(b.meanMinor), low: Number(b.lowMinor), high: Number(b.highMinor) };
}

function thousand(minor: number): string {
	return Math.round(minor / 100_000).toString();
}
