import { choleskyFactor, choleskySolve } from "./cholesky.ts";

/** Says a value from as many numbers as it was fitted on. */
export type Line = (x: ArrayLike<number>) => number;

/** Numbers further than this many standard deviations from what was seen count as that far: a line is not carried on for ever. */
const FURTHEST = 3;
/** A column that moves by less than this share of its size never moved: what is left is rounding. */
const STILL = 1e-9;

/**
 * Ridge regression (Hoerl and Kennard 1970) of `y` on the columns of `rows`, each brought to mean 0 and standard deviation
 * 1: slopes are pulled to 0 as if `pull` more rows had seen none; the mean of `y` is not. `weight` is what one row
 * counts, below 1 where rows repeat each other. Without rows, or where a column never moves, its slope is 0.
 */
export function fitRidge(rows: ArrayLike<number>[], y: ArrayLike<number>, pull: number, weight = 1): Line {
	const columns = rows[0]?.length ?? 0;
	const means = new Float64Array(columns);
	const deviations = new Float64Array(columns);
	let mean = 0;
	rows.forEach((row, i) => {
		mean += (y[i] as number) / rows.length;
		for (let j = 0; j < columns; j++) means[j] = (means[j] as number) + (row[j] as number) / rows.length;
	});
	for (const row of rows) {
		for (let j = 0; j < columns; j++) {
			deviations[j] = (deviations[j] as number) + ((row[j] as number) - (means[j] as number)) ** 2 / rows.length;
		}
	}
	const place = (x: ArrayLike<number>, j: number): number => {
		const deviation = Math.sqrt(deviations[j] as number);
		if (!(deviation > STILL * Math.abs(means[j] as number))) return 0;
		return Math.max(-FURTHEST, Math.min(FURTHEST, ((x[j] as number) - (means[j] as number)) / deviation));
	};
	const gram = new Float64Array(columns * columns);
	const slopes = new Float64Array(columns);
	const z = new Float64Array(columns);
	rows.forEach((row, i) => {
		for (let j = 0; j < columns; j++) z[j] = place(row, j);
		for (let j = 0; j < columns; j++) {
			slopes[j] = (slopes[j] as number) + weight * (z[j] as number) * ((y[i] as number) - mean);
			for (let k = 0; k < columns; k++) {
				gram[j * columns + k] = (gram[j * columns + k] as number) + weight * (z[j] as number) * (z[k] as number);
			}
		}
	});
	for (let j = 0; j < columns; j++) gram[j * columns + j] = (gram[j * columns + j] as number) + pull;
	const factor = choleskyFactor(gram, columns);
	if (factor) choleskySolve(factor, columns, slopes);
	else slopes.fill(0);
	return (x) => {
		let value = mean;
		for (let j = 0; j < columns; j++) value += (slopes[j] as number) * place(x, j);
		return value;
	};
}
