import type { Instant } from "../model/instant.ts";
import { DAY_MS } from "../model/instant.ts";
import type { DealTimeline } from "../model/timeline.ts";
import { lifeAsOf } from "../scoring/deal-life.ts";
import type { DealModel } from "../scoring/deal-model.ts";
import { winWithin } from "../scoring/deal-probability.ts";

/** How far wins of late lie from what all of the past says. */
export interface WinDrift {
	/** Added to the log-odds of every open deal. */
	shift: number;
	/** How uncertain that is, and how far it may wander on inside the span: variance of the shift. */
	variance: number;
}

/** Wins in one past window beside those that the model expects of the deals open at its beginning. */
export interface WindowOfWins {
	won: number;
	expected: number;
}

/** Past windows looked at, most. */
const WINDOWS = 12;
/** Longest window, so that a year is seen in quarters. */
const LONGEST_DAYS = 91;
/** How far a company's win odds may wander in a year (standard deviation of their logarithm), none first. All alike before they are looked at. */
const WANDERING = [0, 0.1, 0.2, 0.4, 0.8, 1.6] as const;
/** How far a single window may lie off by luck that all its deals share (standard deviation of the logarithm). */
const SHARED_LUCK = [0, 0.1, 0.2, 0.4] as const;
const YEAR_DAYS = 365;

/**
 * The drift as of `now`, from windows one behind another, each as long as `days` (a quarter at most). Nothing recorded at
 * or after `now` is read.
 */
export function winDrift(timelines: DealTimeline[], model: DealModel, now: Instant, days: number): WinDrift {
	const length = Math.min(days, LONGEST_DAYS);
	if (!(length > 0)) return { shift: 0, variance: 0 };
	let first = now;
	for (const line of timelines) if (line.createdAt < first) first = line.createdAt;
	const windows: WindowOfWins[] = [];
	for (let k = 1; k <= WINDOWS; k++) {
		const start = now - k * length * DAY_MS;
		if (start < first + (length / 2) * DAY_MS) break;
		const seen = { won: 0, expected: 0 };
		for (const line of timelines) {
			if (lifeAsOf(line, start)?.status !== "open") continue;
			seen.expected += winWithin(model, line, start, length);
			if (lifeAsOf(line, start + length * DAY_MS)?.status === "won") seen.won++;
		}
		windows.push(seen);
	}
	return wander(windows, length, (now - first) / DAY_MS);
}

/**
 * Local level model (Harvey 1989) of log(won ÷ expected), newest window first: the level goes as a random walk around the mean of the
 * past that the model was learnt from, seen with the chance of single wins and luck that a window shares. How far it
 * wanders is not chosen but averaged over, each by its likelihood.
 */
export function wander(windows: WindowOfWins[], windowDays: number, historyDays: number): WinDrift {
	const ahead = windowDays / YEAR_DAYS;
	// One deal with a mistaken year must not make the past endless.
	const history = Math.min(historyDays / windowDays, 2 * WINDOWS);
	const sums = { weight: 0, shift: 0, square: 0 };
	let most = Number.NEGATIVE_INFINITY;
	for (const perYear of WANDERING) {
		for (const luck of SHARED_LUCK) {
			const { level, variance, logLikelihood } = filter(windows, perYear ** 2 * ahead, luck ** 2, history);
			// Kept relative to the most likely seen so far: likelihoods themselves underflow.
			if (logLikelihood > most) {
				const fade = Math.exp(most - logLikelihood);
				for (const key of ["weight", "shift", "square"] as const) sums[key] *= fade;
				most = logLikelihood;
			}
			const weight = Math.exp(logLikelihood - most);
			sums.weight += weight;
			sums.shift += weight * level;
			sums.square += weight * (level ** 2 + variance + (perYear ** 2 * ahead) / 2 + luck ** 2);
		}
	}
	const shift = sums.shift / sums.weight;
	return { shift, variance: sums.square / sums.weight - shift ** 2 };
}

function filter(windows: WindowOfWins[], step: number, luck: number, history: number) {
	// A walk seen as a whole lies this far from its own mean at its ends.
	let [level, variance] = [0, (step * history) / 3];
	let logLikelihood = 0;
	for (const { won, expected } of [...windows].reverse()) {
		variance += step;
		// Half a win on both sides: windows without a win are seen too.
		const noise = 1 / (expected + 0.5) + luck;
		const error = Math.log((won + 0.5) / (expected + 0.5)) - level;
		const total = variance + noise;
		logLikelihood -= (Math.log(total) + error ** 2 / total) / 2;
		level += (variance / total) * error;
		variance *= noise / total;
	}
	return { level, variance, logLikelihood };
}
