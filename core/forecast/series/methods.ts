import { averagedEts, bestEts, fitEts, LONGEST_SEASON } from "./ets.ts";
import { dampedTrend, simpleSmoothing } from "./exponential.ts";
import type { Fit } from "./fit.ts";
import { naive, naive2, seasonalNaive } from "./naive.ts";
import { reseasonalise, takeOutSeason } from "./seasonality.ts";
import { overSeveralScales } from "./several-scales.ts";
import { dynamicTheta, theta } from "./theta.ts";

/** The methods whose forecasts are combined, in this order wherever members are counted. */
export const MEMBERS = ["theta", "dynamicTheta", "dampedTrend", "averagedEts", "thetaOverScales"] as const;
export type Member = (typeof MEMBERS)[number];

/** Methods shown beside the combination, to see what it is worth. */
export const YARDSTICKS = ["naive", "seasonalNaive", "naive2", "ses", "ets"] as const;
export type Yardstick = (typeof YARDSTICKS)[number];

/** Below this a history says nothing about trend or season: every method repeats the last value. */
const FEWEST = 4;

/** What every member says about the next steps; and how the plainest of them did over the history. */
export interface MemberForecasts {
	means: Float64Array[];
	/** One-step errors. */
	errors: Float64Array;
	/** Share of an error that stays (α of simple smoothing): 0 swings around a level, 1 a walk. */
	persistence: number;
}

/** Forecasts of all members, each `h` long, in the order of MEMBERS. Values must be finite; so are the answers. */
export function forecastMembers(x: Float64Array, period: number, h: number): MemberForecasts {
	const size = x.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
	if (x.length < FEWEST || !(size > 0)) {
		const errors = x.map((v, t) => (t === 0 ? 0 : v - (x[t - 1] as number)));
		return { means: MEMBERS.map(() => naive(x, h)), errors, persistence: 1 };
	}
	// Amounts of any currency: no square may leave the range of numbers.
	const unit = x.map((v) => v / size);
	const parts = takeOutSeason(unit, period);
	const withSeason = (fit: Fit): Fit => ({ ...fit, mean: reseasonalise(fit.mean, parts, x.length) });
	const ets = period <= LONGEST_SEASON ? averagedEts(fitEts(unit, period), h) : averagedEts(fitEts(parts.rest, 1), h);
	const plainTheta = theta(parts.rest, h);
	const fits: Record<Member, Fit> = {
		theta: withSeason(plainTheta),
		dynamicTheta: withSeason(dynamicTheta(parts.rest, h)),
		dampedTrend: withSeason(dampedTrend(parts.rest, h)),
		averagedEts: ets && period > LONGEST_SEASON ? withSeason(ets) : (ets ?? { ...plainTheta, mean: naive(unit, h) }),
		thetaOverScales: withSeason(overSeveralScales(parts.rest, period, h, dynamicTheta)),
	};
	const last = x.at(-1) as number;
	const means = MEMBERS.map((name) => fits[name].mean.map((v) => (Number.isFinite(v) ? v * size : last)));
	const places = parts.indices.length;
	const errors = plainTheta.errors.map(
		(e, t) => e * size * (parts.kind === "multiplicative" ? (parts.indices[t % places] as number) : 1),
	);
	return { means, errors, persistence: plainTheta.alpha };
}

/** Forecasts of a method that is only compared with. */
export function forecastYardstick(name: Yardstick, x: Float64Array, period: number, h: number): Float64Array {
	if (name === "naive" || x.length < FEWEST) return naive(x, h);
	if (name === "seasonalNaive") return seasonalNaive(x, period, h);
	if (name === "naive2") return naive2(x, period, h);
	if (name === "ets") return bestEts(fitEts(x, period), h)?.mean ?? naive(x, h);
	const parts = takeOutSeason(x, period);
	return reseasonalise(new Float64Array(h).fill(simpleSmoothing(parts.rest).level), parts, x.length);
}
