import type { Estimate } from "../../explain/estimate.ts";
import type { Instant } from "../../model/instant.ts";
import { DAY_MS } from "../../model/instant.ts";
import { quantile } from "../../stats/quantile.ts";
import { Z80 } from "../../stats/shrinkage.ts";
import { accuracyOf } from "./accuracy.ts";
import type { Accuracy, ForecastOutcome, Promotion } from "./accuracy-types.ts";

/** Fewer origins say nothing for sure about which model is better. */
export const LEAST_ORIGINS = 8;

/**
 * Whether a new model may take the old one's place: only when, on the same past origins, each forecast from a model that had
 * learnt from nothing later, it errs less — by more than chance in nine of ten cases — and its ranges hold no worse. Where
 * another test in order of time has shown it better for sure (`isProven`), erring less is enough, at few origins too: the
 * two tests together are the evidence there is. The gain is the share of the old model's error that is saved; its range by Diebold and Mariano (1995) on the losses of origins, with
 * overlapping windows (Newey and West 1987) and the small-sample correction of Harvey, Leybourne and Newbold (1997).
 */
export function shouldPromote(
	champion: ForecastOutcome[],
	challenger: ForecastOutcome[],
	currency: string,
	now: Instant,
	isProven = false,
): Promotion {
	const pairs = pairUp(champion, challenger);
	const old = accuracyOf(champion.length > 0 ? pairs.map((p) => p.old) : [], currency, now);
	const fresh = accuracyOf(champion.length > 0 ? pairs.map((p) => p.fresh) : challenger, currency, now);
	const origins = new Set(pairs.map((p) => p.old.asOf)).size;
	const answer = (code: string, gain: Estimate = noGain(now), params: Promotion["params"] = {}): Promotion => ({
		promote: PROMOTED.has(code),
		code: `promotion_${code}`,
		params: { origins, ...params },
		gain,
		champion: old,
		challenger: fresh,
	});
	const leaks = challenger.filter((o) => o.trainedTo === null || o.trainedTo > o.asOf).length;
	if (leaks > 0) return answer("not_time_ordered", noGain(now), { forecasts: leaks });
	if (challenger.length === 0) return answer("too_few", noGain(now), { least: LEAST_ORIGINS });
	if (champion.length === 0) return answer("first");
	if (pairs.length === 0) return answer("not_paired");
	const isFew = origins < LEAST_ORIGINS;
	if (isFew && !isProven) return answer("too_few", noGain(now), { least: LEAST_ORIGINS });
	const gain = gainOf(pairs, now);
	if (gain.value === null || gain.value <= 0) return answer("not_better", gain);
	const isSure = !isFew && (gain.interval?.low ?? 0) > 0;
	if (!isSure && !isProven) return answer("not_sure", gain);
	const code = isSure ? "better" : isFew ? "few_better" : "leans_better";
	return answer(rangesWorse(old, fresh) ? "ranges_worse" : code, gain, {
		gain: gain.value,
		coverage: fresh.coverage.value ?? 0,
	});
}

const PROMOTED: ReadonlySet<string> = new Set(["first", "better", "leans_better", "few_better"]);

interface Pair {
	old: ForecastOutcome;
	fresh: ForecastOutcome;
}

/** Forecasts of the same node and period at the same moment. */
function pairUp(champion: ForecastOutcome[], challenger: ForecastOutcome[]): Pair[] {
	const key = (o: ForecastOutcome): string => `${o.nodeId} ${o.period} ${o.asOf}`;
	const byKey = new Map(champion.map((o) => [key(o), o]));
	return challenger.flatMap((fresh) => {
		const old = byKey.get(key(fresh));
		return old ? [{ old, fresh }] : [];
	});
}

function gainOf(pairs: Pair[], now: Instant): Estimate {
	const loss = (o: ForecastOutcome): number => Math.abs(Number(o.forecastMinor - o.actualMinor));
	const byOrigin = [...Map.groupBy(pairs, (p) => p.old.asOf)].sort(([a], [b]) => a - b);
	const saved = byOrigin.map(([, list]) => list.reduce((s, p) => s + loss(p.old) - loss(p.fresh), 0));
	const before = pairs.reduce((s, p) => s + loss(p.old), 0);
	if (!(before > 0)) return noGain(now);
	const n = saved.length;
	const mean = saved.reduce((a, b) => a + b, 0) / n;
	const reach = overlapOf(
		byOrigin.map(([at, list]) => ({ at, days: Math.max(...list.map((p) => p.old.horizonDays)) })),
	);
	const variance = longRunVariance(saved, mean, reach) / n;
	const h = reach + 1;
	const correction = Math.max(0.1, (n + 1 - 2 * h + (h * (h - 1)) / n) / n);
	const half = Z80 * Math.sqrt(variance / correction);
	const value = (mean * n) / before;
	return {
		value,
		unit: "ratio",
		interval: { low: ((mean - half) * n) / before, high: ((mean + half) * n) / before, level: 0.8 },
		n,
		asOf: now,
		modelVersion: "accuracy-1",
		state: "ok",
		explanation: { base: { code: "promotion_gain", params: { origins: n }, value }, parts: [], total: value },
	};
}

/** How many origins after one still share days with its window. */
function overlapOf(origins: { at: Instant; days: number }[]): number {
	const gaps = origins.slice(1).map((o, k) => (o.at - (origins[k]?.at ?? o.at)) / DAY_MS);
	const step = quantile(gaps, 0.5) ?? 1;
	const days = quantile(
		origins.map((o) => o.days),
		0.5,
	);
	return Math.max(0, Math.min(Math.floor(origins.length / 3), Math.ceil((days ?? 0) / Math.max(1, step)) - 1));
}

/** Newey and West (1987), Bartlett weights up to `reach`. */
function longRunVariance(values: number[], mean: number, reach: number): number {
	const covariance = (lag: number): number =>
		values.slice(lag).reduce((s, v, k) => s + (v - mean) * ((values[k] ?? mean) - mean), 0) / values.length;
	let sum = covariance(0);
	for (let lag = 1; lag <= reach; lag++) sum += 2 * (1 - lag / (reach + 1)) * covariance(lag);
	return Math.max(0, sum);
}

/** Whether the new ranges miss their level for sure and by more than the old ones. */
function rangesWorse(old: Accuracy, fresh: Accuracy): boolean {
	const { coverage, nominal } = fresh;
	if (nominal === null || coverage.value === null || !coverage.interval) return false;
	const isOff = nominal < coverage.interval.low || nominal > coverage.interval.high;
	const oldMiss = old.coverage.value === null || old.nominal === null ? 1 : Math.abs(old.coverage.value - old.nominal);
	return isOff && Math.abs(coverage.value - nominal) > oldMiss;
}

function noGain(asOf: Instant): Estimate {
	const base = { code: "promotion_no_gain", params: {}, value: 0 };
	return {
		value: null,
		unit: "ratio",
		interval: null,
		n: 0,
		asOf,
		modelVersion: "accuracy-1",
		state: "empty",
		explanation: { base, parts: [], total: 0 },
	};
}
