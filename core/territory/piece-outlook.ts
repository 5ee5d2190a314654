import { inverseNormal } from "../stats/inverse-normal.ts";

/** Fewer past windows than this say nothing about the next. */
const LEAST_WINDOWS = 3;

/**
 * What a count will be in a window that is not over, from `past` windows of the same length: `done` so far plus the mean
 * of theirs for the share of days that is left, as `steps` evenly spaced shares of a normal prediction (variance of the
 * windows × (1 + 1/n), at least that of a Poisson count). Null with fewer than three windows.
 */
export function pieceOutlook(given: {
	past: readonly number[];
	done: number;
	/** 0: the window is over; 1: it has not begun. */
	left: number;
	steps: number;
}): number[] | null {
	const { past, done, left, steps } = given;
	const n = past.length;
	if (n < LEAST_WINDOWS) return null;
	const mean = past.reduce((a, b) => a + b, 0) / n;
	const spread = past.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
	const rest = mean * left;
	const deviation = Math.sqrt(Math.max(spread * left, rest) * (1 + 1 / n));
	return Array.from({ length: steps }, (_, k) => {
		const share = Math.min(0.995, Math.max(0.005, k / (steps - 1)));
		return done + Math.max(0, rest + deviation * inverseNormal(share));
	});
}
