import type { Member } from "./methods.ts";

/** A forecast of one series. All arrays are `h` long and finite, unless `state` is `empty`: then they have no values. */
export interface SeriesForecast {
	mean: Float64Array;
	lo80: Float64Array;
	hi80: Float64Array;
	lo95: Float64Array;
	hi95: Float64Array;
	/** Share of each member in the combination; empty where the history was too short to fit any. */
	weights: Partial<Record<Member, number>>;
	/** `provisional`: fewer than four values, or a range that no past error of a like series supports. */
	state: "ok" | "provisional" | "empty";
	/** Values known, gaps that were filled, and steps at the end that were not known. */
	n: number;
	filled: number;
	behind: number;
	/** Past forecasts that the ranges rest on. */
	rangesFrom: number;
	/** One-step errors over the history, the gaps filled; and how much of one stays. */
	errors: Float64Array;
	persistence: number;
	/** How far it is expected to be off: ranges are so many of these wide (`errorUnit`). */
	scale: number;
	/** What it would have said at past origins, the latest first. */
	past: PastForecast[];
}

/** A forecast from the first `n` values, and what came. */
export interface PastForecast {
	n: number;
	mean: Float64Array;
	actual: Float64Array;
	/** One-step errors over those `n` values. */
	errors: Float64Array;
	/**
	 * How far it was expected to be off by what other series of the pool show, and how much of an error stayed, as of then;
	 * in today's measure where the series has broken since.
	 */
	scale: number;
	persistence: number;
}

/** The answer for a history without any value. */
export function nothingKnown(): SeriesForecast {
	const none = new Float64Array();
	return {
		mean: none,
		lo80: none,
		hi80: none,
		lo95: none,
		hi95: none,
		weights: {},
		state: "empty",
		n: 0,
		filled: 0,
		behind: 0,
		rangesFrom: 0,
		errors: none,
		persistence: 0,
		scale: 0,
		past: [],
	};
}
