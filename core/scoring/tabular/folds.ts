import { keyOf } from "../../stats/keyed-random.ts";

/** Rows to learn from, and later or other rows to judge by. */
export interface Fold {
	train: Int32Array;
	hold: Int32Array;
}

/** Where blocks that are judged begin, as shares of the rows in order of time; the last ends at 1. */
const CUTS = [0.55, 0.7, 0.85];
const MOST_FOLDS = 5;
const MANY_ROWS = 20_000;

/**
 * Folds for judging. With times the newest rows are foretold from older ones, three blocks one after another; rows
 * without a time count as oldest, rows of one moment stay together, and a record judged is not learnt from. Without
 * times (or with a single moment): parts by a hash of the group. Empty when rows are too few to part.
 */
export function foldsOf(groups: string[], times: (number | null)[] | null): { by: "time" | "group"; folds: Fold[] } {
	const timed = times ? timeFolds(groups, times) : [];
	return timed.length > 0 ? { by: "time", folds: timed } : { by: "group", folds: groupFolds(groups) };
}

/** Which fifth of the records a row belongs to, by a hash of its group. */
export function partsOf(groups: string[], seed: number, parts: number): Uint8Array {
	return Uint8Array.from(groups, (group) => keyOf(seed, group) % parts);
}

function groupFolds(groups: string[]): Fold[] {
	const parts = groups.length > MANY_ROWS ? 3 : MOST_FOLDS;
	const part = partsOf(groups, 11, parts);
	const rows = Int32Array.from(groups.keys());
	const folds = Array.from({ length: parts }, (_, k) => ({
		train: rows.filter((row) => part[row] !== k),
		hold: rows.filter((row) => part[row] === k),
	}));
	return folds.every((f) => f.train.length > 0 && f.hold.length > 0) ? folds : [];
}

function timeFolds(groups: string[], times: (number | null)[]): Fold[] {
	const time = (row: number): number => times[row] ?? -Infinity;
	const order = Int32Array.from(groups.keys()).sort((a, b) => time(a) - time(b) || a - b);
	const cuts: number[] = [];
	for (const share of CUTS) {
		let at = Math.floor(order.length * share);
		while (at > 0 && at < order.length && time(order[at] ?? 0) === time(order[at - 1] ?? 0)) at++;
		if (at > (cuts.at(-1) ?? 0) && at < order.length) cuts.push(at);
	}
	return cuts
		.map((from, k) => {
			const hold = order.slice(from, cuts[k + 1] ?? order.length);
			const judged = new Set(Array.from(hold, (row) => groups[row]));
			return {
				train: order
					.slice(0, from)
					.filter((row) => !judged.has(groups[row]))
					.sort(),
				hold: hold.sort(),
			};
		})
		.filter((f) => f.train.length > 0);
}
