/** A column of a design: rows where it is not zero (ascending) and its values there; no values: all ones. */
export interface DesignColumn {
	rows: Int32Array;
	values: Float64Array | null;
}

/** Margin (log-odds) = base + Σ weight × column. */
export interface LogisticFit {
	base: number;
	weights: Float64Array;
}

/** Strength of the pull towards zero: `l2`/2 × Σ weight² + `l1` × Σ |weight|, beside the summed log-loss. */
export interface LogisticPenalty {
	l2: number;
	l1: number;
}

const MOST_STEPS = 15;
const MOST_SWEEPS = 30;
/** A step is enough when no weight moved the fit by more than this share of all curvature. */
const ENOUGH = 1e-6;

/**
 * Logistic regression with ridge, lasso or both (elastic net): Newton steps, each solved by coordinate descent over
 * sparse columns (Friedman, Hastie and Tibshirani 2010). `weight` by row, 0 leaves the row out. `start` is a fit to set
 * out from. The base is not penalised; without any weight the fit is zero.
 */
export function fitLogistic(
	columns: DesignColumn[],
	happened: Uint8Array,
	weight: Float64Array,
	{ l1, l2 }: LogisticPenalty,
	start?: LogisticFit,
): LogisticFit {
	const n = happened.length;
	const weights = start ? start.weights.slice() : new Float64Array(columns.length);
	let base = start?.base ?? startingBase(happened, weight);
	const margin = marginsOf(columns, { base, weights }, n);
	const curvature = new Float64Array(n);
	const pull = new Float64Array(n);
	const columnCurvature = new Float64Array(columns.length);
	for (let step = 0; step < MOST_STEPS; step++) {
		let baseCurvature = 0;
		for (let i = 0; i < n; i++) {
			const p = 1 / (1 + Math.exp(-(margin[i] as number)));
			const w = weight[i] as number;
			const c = w * Math.max(1e-6, p * (1 - p));
			curvature[i] = c;
			baseCurvature += c;
			pull[i] = w * ((happened[i] as number) - p);
		}
		if (baseCurvature === 0) return { base: 0, weights: new Float64Array(columns.length) };
		for (const [j, column] of columns.entries()) columnCurvature[j] = curvatureOf(column, curvature);
		let stepMoved = 0;
		for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
			let moved = 0;
			let sum = 0;
			for (let i = 0; i < n; i++) sum += pull[i] as number;
			const shift = sum / baseCurvature;
			base += shift;
			for (let i = 0; i < n; i++) {
				margin[i] = (margin[i] as number) + shift;
				pull[i] = (pull[i] as number) - shift * (curvature[i] as number);
			}
			moved = Math.max(moved, shift * shift * baseCurvature);
			for (const [j, column] of columns.entries()) {
				const bend = columnCurvature[j] as number;
				if (bend === 0) continue;
				const old = weights[j] as number;
				const now = soften(dot(column, pull) + bend * old, l1) / (bend + l2);
				const change = now - old;
				if (change === 0) continue;
				weights[j] = now;
				shiftBy(column, change, margin, pull, curvature);
				moved = Math.max(moved, change * change * bend);
			}
			stepMoved = Math.max(stepMoved, moved);
			if (moved < ENOUGH * baseCurvature) break;
		}
		if (stepMoved < 10 * ENOUGH * baseCurvature) break;
	}
	return { base, weights };
}

/** Margin of every row. */
function marginsOf(columns: DesignColumn[], { base, weights }: LogisticFit, n: number): Float64Array {
	const margin = new Float64Array(n).fill(base);
	for (const [j, { rows, values }] of columns.entries()) {
		const w = weights[j] as number;
		if (w === 0) continue;
		for (let k = 0; k < rows.length; k++) {
			const i = rows[k] as number;
			margin[i] = (margin[i] as number) + w * (values ? (values[k] as number) : 1);
		}
	}
	return margin;
}

function startingBase(happened: Uint8Array, weight: Float64Array): number {
	let yes = 0.5;
	let no = 0.5;
	for (let i = 0; i < happened.length; i++) {
		if (happened[i] === 1) yes += weight[i] as number;
		else no += weight[i] as number;
	}
	return Math.log(yes / no);
}

function curvatureOf({ rows, values }: DesignColumn, curvature: Float64Array): number {
	let sum = 0;
	for (let k = 0; k < rows.length; k++) {
		const v = values ? (values[k] as number) : 1;
		sum += v * v * (curvature[rows[k] as number] as number);
	}
	return sum;
}

function dot({ rows, values }: DesignColumn, pull: Float64Array): number {
	let sum = 0;
	if (values === null) for (let k = 0; k < rows.length; k++) sum += pull[rows[k] as number] as number;
	else for (let k = 0; k < rows.length; k++) sum += (values[k] as number) * (pull[rows[k] as number] as number);
	return sum;
}

function shiftBy(
	{ rows, values }: DesignColumn,
	change: number,
	margin: Float64Array,
	pull: Float64Array,
	curvature: Float64Array,
): void {
	for (let k = 0; k < rows.length; k++) {
		const i = rows[k] as number;
		const by = values ? change * (values[k] as number) : change;
		margin[i] = (margin[i] as number) + by;
		pull[i] = (pull[i] as number) - by * (curvature[i] as number);
	}
}

/** Pulled towards zero by `l1` (soft threshold). */
function soften(value: number, l1: number): number {
	return value > l1 ? value - l1 : value < -l1 ? value + l1 : 0;
}
