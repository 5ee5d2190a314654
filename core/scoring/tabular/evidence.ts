import { wordsOf } from "./read-cell.ts";
import type { ReadColumn } from "./read-columns.ts";

/** What each level, or word, has meant for the ending: shrunk log-odds beside the average's. */
export interface Evidence {
	levels: string[];
	weights: number[];
	/** Given to what was never seen, or too seldom. */
	unseen: number;
}

const PRIOR_ROWS = 20;
const LEAST_ROWS = 3;
const MOST_LEVELS = 5000;
const PARTS = 5;

/** Words, or the level itself, of each level of a column. */
export function piecesOf(column: ReadColumn & { levels: string[] }, of: "value" | "words"): string[][] {
	return column.levels.map((level) => (of === "words" ? wordsOf(level) : [level]));
}

/**
 * Log-odds of rows with each piece against all rows, pulled to zero as if PRIOR_ROWS average rows stood beside them
 * (target statistics: Micci-Barreca 2001).
 */
export function learnEvidence(
	places: Int32Array,
	pieces: string[][],
	rows: Int32Array,
	happened: Uint8Array,
): Evidence {
	const seen = new Map<string, { n: number; yes: number }>();
	let yes = 0.5;
	for (const row of rows) {
		yes += happened[row] as number;
		const place = places[row] as number;
		if (place < 0) continue;
		for (const piece of pieces[place] ?? []) {
			const found = seen.get(piece);
			if (found) {
				found.n++;
				found.yes += happened[row] as number;
			} else seen.set(piece, { n: 1, yes: happened[row] as number });
		}
	}
	const average = yes / (rows.length + 1);
	const kept = [...seen].filter(([, { n }]) => n >= LEAST_ROWS).sort((a, b) => b[1].n - a[1].n);
	const logit = (p: number): number => Math.log(p / (1 - p));
	return {
		levels: kept.slice(0, MOST_LEVELS).map(([level]) => level),
		weights: kept
			.slice(0, MOST_LEVELS)
			.map(([, { n, yes: y }]) => logit((y + PRIOR_ROWS * average) / (n + PRIOR_ROWS)) - logit(average)),
		unseen: 0,
	};
}

/** Mean weight of the pieces found; NaN for a missing cell. */
export function evidenceOf(weights: Map<string, number>, unseen: number, pieces: string[]): number {
	if (pieces.length === 0) return unseen;
	let sum = 0;
	for (const piece of pieces) sum += weights.get(piece) ?? unseen;
	return sum / pieces.length;
}

/**
 * A number for every row: rows in `train` get it from the other parts of the training rows (`part` by row, 0…PARTS−1),
 * so that no row sees its own ending; all others from the whole.
 */
export function evidenceValues(
	column: ReadColumn & { places: Int32Array; levels: string[] },
	of: "value" | "words",
	train: Int32Array,
	part: Uint8Array,
	happened: Uint8Array,
): { evidence: Evidence; values: Float64Array } {
	const pieces = piecesOf(column, of);
	const fill = (evidence: Evidence, rows: Iterable<number>, values: Float64Array): void => {
		const weights = new Map(evidence.levels.map((l, k) => [l, evidence.weights[k] as number]));
		const byPlace = new Map<number, number>();
		for (const row of rows) {
			const place = column.places[row] as number;
			let value = place < 0 ? Number.NaN : byPlace.get(place);
			if (value === undefined) {
				value = evidenceOf(weights, evidence.unseen, pieces[place] ?? []);
				byPlace.set(place, value);
			}
			values[row] = value;
		}
	};
	const values = new Float64Array(column.places.length);
	const evidence = learnEvidence(column.places, pieces, train, happened);
	fill(evidence, values.keys(), values);
	for (let k = 0; k < PARTS; k++) {
		const others = train.filter((row) => part[row] !== k);
		fill(
			learnEvidence(column.places, pieces, others, happened),
			train.filter((row) => part[row] === k),
			values,
		);
	}
	return { evidence, values };
}
