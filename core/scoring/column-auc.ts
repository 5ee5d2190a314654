import { auc, type Scored } from "../stats/calibration.ts";

/** Alone better than this, a column is taken to know the outcome. */
export const TOO_GOOD = 0.9;
/** Better by this much as it stands today than as it stood then, a column is filled in late. */
export const LATE_GAIN = 0.05;
/** Endings of each kind that must be there before anything is said. */
export const LEAST_ENDINGS = 30;

/** How well numbers alone rank what happened, .5–1: the better of "known values in order" and "known or not". */
export function aucOfNumbers(values: readonly (number | null)[], happened: readonly boolean[]): number {
	const known = values.flatMap((value, k) =>
		value === null ? [] : [{ probability: value, happened: happened[k] ?? false }],
	);
	const isKnown = values.map((value, k) => ({ probability: value === null ? 0 : 1, happened: happened[k] ?? false }));
	return Math.max(eitherWay(known), eitherWay(isKnown));
}

/** The same of categories, by the share among the other records of the same, so that no record speaks for itself. */
export function aucOfCategories(values: readonly unknown[], happened: readonly boolean[]): number {
	const sums = new Map<unknown, { hits: number; n: number }>();
	values.forEach((value, k) => {
		const sum = sums.get(value) ?? { hits: 0, n: 0 };
		sums.set(value, { hits: sum.hits + (happened[k] ? 1 : 0), n: sum.n + 1 });
	});
	const usual = happened.filter(Boolean).length / happened.length;
	const scored = values.map((value, k) => {
		const own = happened[k] ?? false;
		const { hits, n } = sums.get(value) ?? { hits: 0, n: 1 };
		return { probability: (hits - (own ? 1 : 0) + 5 * usual) / (n - 1 + 5), happened: own };
	});
	return auc(scored) ?? 0.5;
}

function eitherWay(rows: Scored[]): number {
	const hits = rows.filter((row) => row.happened).length;
	if (hits < LEAST_ENDINGS || rows.length - hits < LEAST_ENDINGS) return 0.5;
	const found = auc(rows) ?? 0.5;
	return Math.max(found, 1 - found);
}
