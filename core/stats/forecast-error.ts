/** One past forecast beside what came. */
export interface Outcome {
	forecast: number;
	actual: number;
	low?: number;
	high?: number;
}

/** Sum of absolute errors over the sum of actuals. Null when nothing came at all. */
export function wape(outcomes: Outcome[]): number | null {
	const total = sum(outcomes, (o) => Math.abs(o.actual));
	return total > 0 ? sum(outcomes, (o) => Math.abs(o.forecast - o.actual)) / total : null;
}

/** Sum of errors over the sum of actuals; above 0 is too high. Null when nothing came at all. */
export function relativeBias(outcomes: Outcome[]): number | null {
	const total = sum(outcomes, (o) => Math.abs(o.actual));
	return total > 0 ? sum(outcomes, (o) => o.forecast - o.actual) / total : null;
}

/** Mean of absolute relative errors over outcomes with an actual other than 0. */
export function mape(outcomes: Outcome[]): number | null {
	const some = outcomes.filter((o) => o.actual !== 0);
	return some.length > 0 ? sum(some, (o) => Math.abs((o.forecast - o.actual) / o.actual)) / some.length : null;
}

/** Share of outcomes that fell inside their range. Null when none had one. */
export function coverage(outcomes: Outcome[]): number | null {
	const ranged = outcomes.filter((o) => o.low !== undefined && o.high !== undefined);
	if (ranged.length === 0) return null;
	return ranged.filter((o) => (o.low ?? 0) <= o.actual && o.actual <= (o.high ?? 0)).length / ranged.length;
}

/**
 * By what a range's half-widths must be multiplied so that it would have held `level` of the past outcomes
 * (split conformal, Vovk 2005; score = distance from the forecast in half-widths). Never narrows: at least 1.
 * Null while there are too few outcomes for the level to mean anything (fewer than level / (1 − level)).
 */
export function conformalWidening(outcomes: Outcome[], level = 0.8): number | null {
	const scores: number[] = [];
	for (const { forecast, actual, low, high } of outcomes) {
		if (low === undefined || high === undefined) continue;
		const half = actual < forecast ? forecast - low : high - forecast;
		const distance = Math.abs(actual - forecast);
		if (half > 0) scores.push(distance / half);
		else if (distance === 0) scores.push(0);
	}
	const rank = Math.ceil((scores.length + 1) * level - 1e-9);
	if (rank > scores.length || scores.length === 0) return null;
	scores.sort((a, b) => a - b);
	return Math.max(1, scores[rank - 1] ?? 1);
}

function sum(outcomes: Outcome[], of: (o: Outcome) => number): number {
	let total = 0;
	for (const outcome of outcomes) total += of(outcome);
	return total;
}
