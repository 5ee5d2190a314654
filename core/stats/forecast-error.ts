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

function sum(outcomes: Outcome[], of: (o: Outcome) => number): number {
	let total = 0;
	for (const outcome of outcomes) total += of(outcome);
	return total;
}
