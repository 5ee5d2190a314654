import { choleskyFactor, choleskySolve } from "./cholesky.ts";

/**
 * What adds up to what. Nodes 0 … total−1; the last `bottoms` of them are not sums of others. `members[i]` are the bottom
 * nodes (0 … bottoms−1) of node i, for the sums only.
 */
export interface Summing {
	bottoms: number;
	/** For each node that is a sum. Node i of these is node i of all; bottom b is node members.length + b. */
	members: Int32Array[];
}

/** Error weights: one variance a node, or their whole covariance row by row. */
export type ErrorWeights = { variances: Float64Array } | { covariance: Float64Array };

/** Makes forecasts of all nodes add up, in place. */
export type Reconcile = (values: Float64Array) => Float64Array;

/**
 * Least-squares reconciliation: the nearest values that add up, distance measured by the inverse of W
 * (ỹ = ŷ − W·Cᵀ·(C·W·Cᵀ)⁻¹·C·ŷ with C = [I −S], Wickramasuriya, Athanasopoulos, Hyndman 2019). W = identity: OLS of
 * Hyndman et al. 2011; diagonal: WLS; covariance of errors: MinT. The sums are then taken anew, so that they hold to the
 * last digit. Null when W leaves nothing to move for some sum.
 */
export function leastSquares({ bottoms, members }: Summing, weights: ErrorWeights): Reconcile | null {
	const sums = members.length;
	const n = sums + bottoms;
	const wide = timesConstraints(members, n, weights);
	const gram = new Float64Array(sums * sums);
	for (let a = 0; a < sums; a++) {
		for (let c = 0; c < sums; c++) gram[a * sums + c] = wide[a * sums + c] as number;
	}
	for (let a = 0; a < sums; a++) {
		const row = a * sums;
		for (const b of members[a] as Int32Array) {
			const from = (sums + b) * sums;
			for (let c = 0; c < sums; c++) gram[row + c] = (gram[row + c] as number) - (wide[from + c] as number);
		}
	}
	const factor = choleskyFactor(gram, sums) ?? choleskyFactor(withRidge(gram, sums), sums);
	if (!factor) return null;
	const gap = new Float64Array(sums);
	return (values) => {
		for (let a = 0; a < sums; a++) {
			let off = values[a] as number;
			for (const b of members[a] as Int32Array) off -= values[sums + b] as number;
			gap[a] = off;
		}
		choleskySolve(factor, sums, gap);
		for (let b = 0; b < bottoms; b++) {
			let move = 0;
			const from = (sums + b) * sums;
			for (let c = 0; c < sums; c++) move += (wide[from + c] as number) * (gap[c] as number);
			values[sums + b] = (values[sums + b] as number) - move;
		}
		return addUp({ bottoms, members }, values);
	};
}

/** Takes every sum anew from the bottom nodes, in place. */
export function addUp({ members }: Summing, values: Float64Array): Float64Array {
	const sums = members.length;
	for (let a = 0; a < sums; a++) {
		let sum = 0;
		for (const b of members[a] as Int32Array) sum += values[sums + b] as number;
		values[a] = sum;
	}
	return values;
}

/** W·Cᵀ, nodes × sums, row by row. */
function timesConstraints(members: Int32Array[], n: number, weights: ErrorWeights): Float64Array {
	const sums = members.length;
	const wide = new Float64Array(n * sums);
	if ("variances" in weights) {
		const { variances } = weights;
		for (let a = 0; a < sums; a++) {
			wide[a * sums + a] = variances[a] as number;
			for (const b of members[a] as Int32Array) wide[(sums + b) * sums + a] = -(variances[sums + b] as number);
		}
		return wide;
	}
	const { covariance } = weights;
	for (let i = 0; i < n; i++) {
		const row = i * n;
		for (let a = 0; a < sums; a++) {
			let value = covariance[row + a] as number;
			for (const b of members[a] as Int32Array) value -= covariance[row + sums + b] as number;
			wide[i * sums + a] = value;
		}
	}
	return wide;
}

function withRidge(a: Float64Array, n: number): Float64Array {
	const copy = a.slice();
	let trace = 0;
	for (let i = 0; i < n; i++) trace += a[i * n + i] as number;
	for (let i = 0; i < n; i++) copy[i * n + i] = (copy[i * n + i] as number) + (1e-8 * trace) / n;
	return copy;
}
