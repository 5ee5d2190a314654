import type { Estimate } from "../../explain/estimate.ts";
import type { Part } from "../../explain/explanation.ts";
import type { Instant } from "../../model/instant.ts";
import { divideRounded } from "../../model/money.ts";
import { coverage, mape, type Outcome } from "../../stats/forecast-error.ts";
import { quantile } from "../../stats/quantile.ts";
import { rateInterval, Z80 } from "../../stats/shrinkage.ts";
import type { Accuracy, AccuracyReport, AccuracyRow, ForecastOutcome } from "./accuracy-types.ts";

/** Fewer different periods make accuracy provisional: forecasts of one period err together. */
const ENOUGH_PERIODS = 4;
/** Where horizons are cut, in days. */
const HORIZONS = [0, 14, 28, 56, 91, 182] as const;

/** How stored forecasts did against what came. Ranges take forecasts of one period as one, for they err together. */
export function accuracyOf(outcomes: ForecastOutcome[], currency: string, now: Instant): Accuracy {
	const plain = outcomes.map(plainOf);
	const periods = [...Map.groupBy(outcomes, (o) => o.period).values()];
	const make = maker(outcomes.length, periods.length, now);
	const ranged = outcomes.filter((o) => o.lowMinor !== null && o.highMinor !== null);
	const held = coverage(plain);
	const judged = new Set(ranged.map((o) => `${o.nodeId} ${o.period}`)).size;
	const relative = mape(plain);
	const zeros = outcomes.filter((o) => o.actualMinor === 0n).length;
	const error = ratioOf(periods, (o) => size(o.forecastMinor - o.actualMinor));
	const lean = ratioOf(periods, (o) => o.forecastMinor - o.actualMinor);
	return {
		forecasts: outcomes.length,
		periods: periods.length,
		mape: make("ratio", relative, null, { code: "accuracy_mape", params: { zeros } }),
		wape: make("ratio", error?.value ?? null, error?.interval ?? null, { code: "accuracy_wape", params: {} }),
		mae: meanError(outcomes, currency, make("count", 0, null, { code: "accuracy_mae", params: {} })),
		bias: make("ratio", lean?.value ?? null, lean?.interval ?? null, { code: "accuracy_bias", params: {} }),
		coverage: make("probability", held, held === null ? null : rateInterval(held, judged), {
			code: "accuracy_coverage",
			params: { ranges: ranged.length },
		}),
		nominal: quantile(
			ranged.map((o) => o.level),
			0.5,
		),
	};
}

/**
 * All of the accuracy page: in all, by horizon, model and period for the company (all nodes where none is one), and by node
 * and kind of node.
 */
export function accuracyReport(outcomes: ForecastOutcome[], currency: string, now: Instant): AccuracyReport {
	const company = outcomes.filter((o) => o.nodeKind === "company");
	const top = company.length > 0 ? company : outcomes;
	const rows = (by: AccuracyRow["by"], of: ForecastOutcome[], key: (o: ForecastOutcome) => string): AccuracyRow[] =>
		[...Map.groupBy(of, key)]
			.sort(([a], [b]) => (by === "horizon" ? Number.parseInt(a, 10) - Number.parseInt(b, 10) : a < b ? -1 : 1))
			.map(([k, list]) => ({ by, key: k, ...accuracyOf(list, currency, now) }));
	return {
		version: "accuracy-1",
		asOf: now,
		all: accuracyOf(top, currency, now),
		rows: [
			...rows("horizon", top, (o) => horizonOf(o.horizonDays)),
			...rows("model", top, (o) => o.modelVersion),
			...rows("period", top, (o) => o.period),
			...rows("scope_kind", outcomes, (o) => o.nodeKind),
			...rows("scope", outcomes, (o) => o.nodeId),
		],
	};
}

/** The horizon's name: "0-13", "14-27", … "182+". */
function horizonOf(days: number): string {
	const k = HORIZONS.findLastIndex((from) => days >= from);
	const [from, next] = [HORIZONS[Math.max(0, k)] ?? 0, HORIZONS[Math.max(0, k) + 1]];
	return next === undefined ? `${from}+` : `${from}-${next - 1}`;
}

function plainOf({ forecastMinor, actualMinor, lowMinor, highMinor }: ForecastOutcome): Outcome {
	const outcome: Outcome = { forecast: Number(forecastMinor), actual: Number(actualMinor) };
	if (lowMinor !== null && highMinor !== null) {
		outcome.low = Number(lowMinor);
		outcome.high = Number(highMinor);
	}
	return outcome;
}

/** Σ of something over Σ|actual|, its range from how periods differ (ratio estimator, Cochran 1977, linearised). */
function ratioOf(periods: ForecastOutcome[][], of: (o: ForecastOutcome) => bigint) {
	const sums = periods.map((list) => ({
		top: list.reduce((s, o) => s + Number(of(o)), 0),
		actual: list.reduce((s, o) => s + Math.abs(Number(o.actualMinor)), 0),
	}));
	const actual = sums.reduce((s, p) => s + p.actual, 0);
	if (!(actual > 0)) return null;
	const value = sums.reduce((s, p) => s + p.top, 0) / actual;
	if (sums.length < 2) return { value, interval: null };
	const squares = sums.reduce((s, p) => s + (p.top - value * p.actual) ** 2, 0);
	const half = (Z80 * Math.sqrt((sums.length / (sums.length - 1)) * squares)) / actual;
	return { value, interval: { low: value - half, high: value + half, level: 0.8 } };
}

type Make = (
	unit: Estimate["unit"],
	value: number | null,
	interval: Estimate["interval"],
	base: Pick<Part, "code" | "params">,
) => Estimate;

function maker(n: number, periods: number, asOf: Instant): Make {
	return (unit, value, interval, { code, params }) => {
		const isEmpty = value === null || n === 0;
		const total = isEmpty ? 0 : value;
		const base = isEmpty
			? { code: n === 0 ? "accuracy_no_forecasts" : `${code}_none`, params: {}, value: 0 }
			: { code, params: { forecasts: n, periods, ...params }, value: total };
		return {
			value: isEmpty ? null : value,
			unit,
			interval: isEmpty ? null : interval,
			n,
			asOf,
			modelVersion: "accuracy-1",
			state: isEmpty ? "empty" : periods < ENOUGH_PERIODS ? "provisional" : "ok",
			explanation: { base, parts: [], total },
		};
	};
}

function meanError(outcomes: ForecastOutcome[], currency: string, like: Estimate): Estimate<bigint> {
	const n = BigInt(outcomes.length);
	const sum = outcomes.reduce((s, o) => s + size(o.forecastMinor - o.actualMinor), 0n);
	const value = n > 0n ? divideRounded(sum, n) : 0n;
	const { base } = like.explanation;
	return {
		...like,
		unit: "money",
		currency,
		value: n > 0n ? value : null,
		interval: null,
		explanation: { base: { ...base, value }, parts: [], total: value },
	};
}

function size(value: bigint): bigint {
	return value < 0n ? -value : value;
}
