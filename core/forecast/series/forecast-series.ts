import { combine, memberWeights, poolErrors, relativeErrors } from "./combine.ts";
import type { KnownValues, SeriesHistory } from "./history.ts";
import { readHistory } from "./history.ts";
import type { MemberForecasts } from "./methods.ts";
import { forecastMembers, MEMBERS } from "./methods.ts";
import type { HalfWidths } from "./ranges.ts";
import { errorUnit, halfWidths } from "./ranges.ts";
import type { PastOrigin } from "./rolling-origin.ts";
import { errorScale, pastOrigins } from "./rolling-origin.ts";
import type { PastForecast, SeriesForecast } from "./series-forecast.ts";
import { nothingKnown } from "./series-forecast.ts";

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

interface Known extends KnownValues {
	h: number;
	/** Values at the beginning that are not used. */
	left: number;
	origins: PastOrigin[];
	relative: (Float64Array | null)[];
	now: MemberForecasts;
}

/**
 * Forecasts series that belong together: members (theta, damped trend, seasonal smoothing and others) weighed by their
 * errors at past origins, own and pooled over series of the same period, and ranges from the errors that the combination
 * made at those origins. A history without negative values gets no negative forecast. `progress` is told after each
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
	return { ...read, values, left, h, origins, relative, now: forecastMembers(values, period, h) };
}

function forecastPool(pool: Known[], period: number): SeriesForecast[] {
	const shared = poolErrors(
		pool.flatMap((known) => known.relative.filter((e) => e !== null)),
		MEMBERS.length,
	);
	const past = pool.map((known) => pastForecasts(known, shared));
	const scores: Float64Array[] = [];
	let windows = 0;
	past.forEach((forecasts, at) => {
		const h = pool[at]?.h ?? 1;
		forecasts.forEach(({ mean, actual, scale, persistence, n }, k) => {
			if (!(scale > 0)) return;
			scores.push(mean.map((f, step) => Math.abs(f - (actual[step] as number)) / errorUnit(scale, persistence, step)));
			windows += k === 0 ? 1 : Math.min(1, ((forecasts[k - 1]?.n ?? n) - n) / h);
		});
	});
	const longest = pool.reduce((most, { h }) => Math.max(most, h), 0);
	const widths = [0.8, 0.95].map((level) => halfWidths(scores, windows, longest, level));
	const typical = typicalScale(pool, period);
	return pool.map((known, at) => ({
		...forecastOne(known, period, shared, widths, typical),
		state: known.values.length < FEWEST_VALUES || windows < FEWEST_WINDOWS ? "provisional" : "ok",
		rangesFrom: scores.length,
		past: past[at] ?? [],
	}));
}

/** The combination at past origins. What came of an origin itself must not choose the weights it is judged with. */
function pastForecasts({ origins, relative, values, left }: Known, shared: Float64Array): PastForecast[] {
	const floor = lowest(values);
	return origins.map(({ means, n, actual, errors, scale, persistence }, at) => {
		const others = relative.filter((e, k): e is Float64Array => k !== at && e !== null);
		const mean = combine(means, memberWeights(others, shared)).map((v) => Math.max(floor, v));
		return { n: n + left, mean, actual, errors, scale, persistence };
	});
}

function forecastOne(
	{ values, left, filled, behind, relative, now }: Known,
	period: number,
	shared: Float64Array,
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
	const own = errorScale(values, period, now.errors);
	const scale = isShort ? Math.max(own, still) : own > 0 ? own : still;
	const floor = lowest(values);
	const mean = combine(now.means, weights).map((v) => Math.max(floor, v));
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
	};
}

/** A history without negative values goes on without. */
function lowest(values: Float64Array): number {
	return values.every((v) => v >= 0) ? 0 : Number.NEGATIVE_INFINITY;
}

/** Median of scale over size among the series that moved; 1 where none did. */
function typicalScale(pool: Known[], period: number): number {
	const shares: number[] = [];
	for (const { values, now } of pool) {
		const scale = errorScale(values, period, now.errors);
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
