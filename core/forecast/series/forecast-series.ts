import { combine, memberWeights, poolErrors, relativeErrors } from "./combine.ts";
import type { Difficulty } from "./difficulty.ts";
import { learnDifficulty } from "./difficulty.ts";
import type { KnownValues, SeriesHistory } from "./history.ts";
import { readHistory } from "./history.ts";
import type { MemberForecasts } from "./methods.ts";
import { forecastMembers, MEMBERS } from "./methods.ts";
import type { LookedBack } from "./past-forecasts.ts";
import { lowest, missOf, pastForecasts, scoresOf, windowsApart } from "./past-forecasts.ts";
import type { HalfWidths } from "./ranges.ts";
import { errorUnit, halfWidths } from "./ranges.ts";
import { errorScale, pastOrigins } from "./rolling-origin.ts";
import type { SeriesForecast } from "./series-forecast.ts";
import { nothingKnown } from "./series-forecast.ts";
import { signsOf } from "./signs.ts";

/** Past origins of a series in a pool large enough; small pools look back more often. */
const ORIGINS = 3;
const ORIGINS_OF_A_SMALL_POOL = 60;
const MOST_ORIGINS = 20;
const FEWEST_VALUES = 4;
/** Values, or seasons, of which a longer history's last ones are used: older ones cost time and say little. */
const MOST_VALUES = 1000;
const MOST_SEASONS = 12;
/** Below this many windows apart from each other a range is mostly expectation. */
const FEWEST_WINDOWS = 4;

interface Known extends KnownValues, LookedBack {
	h: number;
	now: MemberForecasts;
}

/**
 * Forecasts series that belong together: members (theta, damped trend, seasonal smoothing and others) weighed by their
 * errors at past origins, own and pooled over series of the same period, and ranges from the errors that the combination
 * made at those origins, the wider the harder a series looks by what the pool has shown. A history without negative values gets no negative forecast. `progress` is told after each
 * series; `lookBack` says how many past origins at most and how far apart, else the size of the pool decides.
 */
export function forecastSeries(
	histories: SeriesHistory[],
	progress: (done: number) => void = () => {},
	lookBack: { most: number; step: number } | null = null,
): SeriesForecast[] {
	const answers: SeriesForecast[] = histories.map(() => nothingKnown());
	let done = 0;
	for (const [period, places] of placesByPeriod(histories)) {
		const known = new Map<number, Known>();
		const most = Math.min(MOST_ORIGINS, Math.max(ORIGINS, Math.ceil(ORIGINS_OF_A_SMALL_POOL / places.length)));
		for (const place of places) {
			const history = histories[place] as SeriesHistory;
			const read = readHistory(history);
			if (read) known.set(place, look(read, period, history.h, lookBack ?? { most, step: null }));
			progress(++done);
		}
		forecastPool([...known.values()], period).forEach((answer, k) => {
			answers[[...known.keys()][k] as number] = answer;
		});
	}
	return answers;
}

function look(
	read: KnownValues,
	period: number,
	horizon: number,
	{ most, step }: { most: number; step: number | null },
): Known {
	const h = horizon + read.behind;
	const apart = step ?? (most > ORIGINS ? 1 : Math.max(1, Math.round(h / ORIGINS)));
	const values = read.values.slice(-Math.max(MOST_VALUES, MOST_SEASONS * period));
	const origins = pastOrigins(values, period, h, most, apart);
	const relative = origins.map((origin) => relativeErrors(origin.means, origin.actual));
	const left = read.values.length - values.length;
	const now = forecastMembers(values, period, h);
	return { ...read, values, left, h, origins, relative, now, scale: errorScale(values, period, now.errors) };
}

function forecastPool(pool: Known[], period: number): SeriesForecast[] {
	const shared = poolErrors(
		pool.flatMap((known) => known.relative.filter((e) => e !== null)),
		MEMBERS.length,
	);
	const tried = pool.map((known) => pastForecasts(known, period, shared));
	const windows = tried.reduce((sum, own, at) => sum + windowsApart(own, pool[at]?.h ?? 1), 0);
	const difficulty = learnDifficulty(
		tried.flatMap((own, series) =>
			own.flatMap((t) => (t.signs ? [{ series, signs: t.signs, missed: missOf(t) }] : [])),
		),
		windows,
	);
	const past = tried.map((own, series) =>
		own.map(({ signs, ...forecast }) => ({
			...forecast,
			scale: forecast.scale * (signs ? difficulty.leftOut(series, signs) : 1),
		})),
	);
	const scores = past.flat().flatMap((forecast) => (forecast.scale > 0 ? [scoresOf(forecast)] : []));
	const longest = pool.reduce((most, { h }) => Math.max(most, h), 0);
	const narrow = halfWidths(scores, windows, longest, 0.8);
	// Where a step has errors enough for 80 % and not for 95 %, the wider range rests on other steps too.
	const wide = halfWidths(scores, windows, longest, 0.95).map((w, k) => Math.max(w, narrow[k] as number));
	const typical = typicalScale(pool);
	return pool.map((known, at) => ({
		...forecastOne(known, period, shared, difficulty, [narrow, wide], typical),
		state: known.values.length < FEWEST_VALUES || windows < FEWEST_WINDOWS ? "provisional" : "ok",
		rangesFrom: scores.length,
		past: past[at] ?? [],
	}));
}

function forecastOne(
	{ values, left, filled, behind, relative, now, scale: own }: Known,
	period: number,
	shared: Float64Array,
	difficulty: Difficulty,
	widths: HalfWidths[],
	typical: number,
) {
	const weights = memberWeights(
		relative.filter((e) => e !== null),
		shared,
	);
	const isShort = values.length < FEWEST_VALUES;
	// A value that never moved may still move: a like series' scale, the less of it the longer it has not.
	const size = Math.abs(values.at(-1) ?? 0) || values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
	const still = (typical * size) / values.length;
	const floor = lowest(values);
	const mean = combine(now.means, weights).map((v) => Math.max(floor, v));
	const known = (): number => own * difficulty.now(signsOf(values, period, now, mean, own));
	const scale = isShort ? Math.max(own, still) : own > 0 ? known() : still;
	const edge = (level: 0 | 1, sign: 1 | -1): Float64Array =>
		mean
			.map((v, k) => Math.max(floor, v + sign * errorUnit(scale, now.persistence, k) * (widths[level]?.[k] as number)))
			.slice(behind);
	return {
		mean: mean.slice(behind),
		lo80: edge(0, -1),
		hi80: edge(0, 1),
		lo95: edge(1, -1),
		hi95: edge(1, 1),
		weights: isShort ? {} : Object.fromEntries(MEMBERS.map((name, j) => [name, weights[j] as number])),
		n: left + values.length - filled,
		filled,
		behind,
		errors: now.errors,
		persistence: now.persistence,
		scale,
	};
}

/** Median of scale over size among the series that moved; 1 where none did. */
function typicalScale(pool: Known[]): number {
	const shares: number[] = [];
	for (const { values, scale } of pool) {
		const size = values.reduce((sum, v) => sum + Math.abs(v), 0) / values.length;
		if (values.length >= FEWEST_VALUES && scale > 0 && size > 0) shares.push(scale / size);
	}
	shares.sort((a, b) => a - b);
	return shares[Math.floor(shares.length / 2)] ?? 1;
}

function placesByPeriod(histories: SeriesHistory[]): Map<number, number[]> {
	const places = new Map<number, number[]>();
	histories.forEach(({ period }, place) => {
		const group = places.get(period);
		if (group) group.push(place);
		else places.set(period, [place]);
	});
	return places;
}
