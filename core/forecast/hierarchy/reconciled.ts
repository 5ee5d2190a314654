import type { ErrorWeights } from "../../stats/reconciliation.ts";
import { addUp, leastSquares } from "../../stats/reconciliation.ts";
import { shrunkCovariance } from "../../stats/shrunk-covariance.ts";
import type { HierarchyStructure } from "./structure.ts";

/** Ways to make forecasts of all nodes add up, the plainest first: of two that are equally good the plainer is taken. */
export const RECONCILIATIONS = [
	"bottomUp",
	"topDownHistorical",
	"topDownForecast",
	"ols",
	"wlsStructural",
	"wlsVariance",
	"mintShrink",
] as const;
export type Reconciliation = (typeof RECONCILIATIONS)[number];

/** Above this many nodes the covariance of all errors is not worth its time and memory: MinT is left out. */
const MOST_NODES_FOR_COVARIANCE = 1500;
/** Parts of both signs that cancel to less than this share of their size are no shares of their sum. */
const LEAST_LEFT = 0.1;
/** Least squares take the cube of the number of sums: above this many they are left out. */
const MOST_SUMS = 1200;

/** Forecasts of every node made on their own, and what the methods may know: histories and one-step errors up to then. */
export interface BaseForecasts {
	/** `means[node][step]`. */
	means: Float64Array[];
	/** One-step errors of every node, all of one length. */
	errors: Float64Array[];
	/** Histories of the bottom nodes: one without negative values goes on without. */
	bottoms: Float64Array[];
}

/** Which histories never were negative. */
export function neverNegative(histories: Float64Array[]): boolean[] {
	return histories.map((x) => x.every((v) => v >= 0));
}

/** Forecasts of every node that add up, `[node][step]`; null where a method cannot be used on this structure. */
export function reconcile(
	method: Reconciliation,
	structure: HierarchyStructure,
	base: BaseForecasts,
): Float64Array[] | null {
	const { nodes, summing } = structure;
	const n = nodes.length;
	const h = base.means[0]?.length ?? 0;
	const step = stepReconciler(method, structure, base);
	if (!step) return null;
	const answer = nodes.map(() => new Float64Array(h));
	const sums = n - summing.bottoms;
	const isNever = neverNegative(base.bottoms);
	for (let k = 0; k < h; k++) {
		const values = step(Float64Array.from(base.means, (mean) => mean[k] as number));
		isNever.forEach((never, b) => {
			if (never && (values[sums + b] as number) < 0) values[sums + b] = 0;
		});
		addUp(summing, values);
		for (let i = 0; i < n; i++) (answer[i] as Float64Array)[k] = values[i] as number;
	}
	return answer;
}

function stepReconciler(
	method: Reconciliation,
	structure: HierarchyStructure,
	base: BaseForecasts,
): ((values: Float64Array) => Float64Array) | null {
	const { nodes, summing } = structure;
	if (summing.members.length > MOST_SUMS && method !== "bottomUp" && !method.startsWith("topDown")) return null;
	switch (method) {
		case "bottomUp":
			return (values) => addUp(summing, values);
		case "topDownHistorical":
			return topDownHistorical(structure, base.bottoms);
		case "topDownForecast":
			return topDownForecast(structure);
		case "ols":
			return leastSquares(summing, { variances: new Float64Array(nodes.length).fill(1) });
		case "wlsStructural":
			return leastSquares(summing, { variances: Float64Array.from(nodes, (node) => node.bottoms.length) });
		case "wlsVariance":
			return leastSquares(summing, { variances: errorVariances(base.errors) });
		case "mintShrink":
			return nodes.length > MOST_NODES_FOR_COVARIANCE ? null : leastSquares(summing, covariance(base.errors));
	}
}

/** The total, split as it was split in the mean of the past (method F of Gross and Sohl 1990). */
function topDownHistorical({ summing }: HierarchyStructure, bottoms: Float64Array[]) {
	const totals = bottoms.map((x) => x.reduce((a, b) => a + b, 0));
	const all = totals.reduce((a, b) => a + b, 0);
	const size = totals.reduce((a, b) => a + Math.abs(b), 0);
	if (!(Math.abs(all) > LEAST_LEFT * size)) return null;
	const sums = summing.members.length;
	return (values: Float64Array): Float64Array => {
		const total = values[0] as number;
		for (let b = 0; b < summing.bottoms; b++) values[sums + b] = (total * (totals[b] as number)) / all;
		return addUp(summing, values);
	};
}

/**
 * The total, split from level to level as the forecasts of the children are to each other (Athanasopoulos et al. 2009);
 * where these cancel, what is missing is spread alike.
 */
function topDownForecast({ levels, nodes, summing }: HierarchyStructure) {
	const families: { parent: number; children: number[] }[] = [];
	let above = new Int32Array(summing.bottoms);
	levels.forEach((level, at) => {
		if (!level.isOnPath || level.columns.length === 0) return;
		const byParent = new Map<number, number[]>();
		const here = new Int32Array(summing.bottoms);
		nodes.forEach((node, i) => {
			if (node.level !== at) return;
			const parent = above[node.bottoms[0] ?? 0] as number;
			const siblings = byParent.get(parent);
			if (siblings) siblings.push(i);
			else byParent.set(parent, [i]);
			for (const b of node.bottoms) here[b] = i;
		});
		for (const [parent, children] of byParent) families.push({ parent, children });
		above = here;
	});
	return (values: Float64Array): Float64Array => {
		const split = values.slice();
		for (const { parent, children } of families) {
			const sum = children.reduce((s, child) => s + (values[child] as number), 0);
			const size = children.reduce((s, child) => s + Math.abs(values[child] as number), 0);
			const hasShares = Math.abs(sum) > LEAST_LEFT * size;
			const above = split[parent] as number;
			for (const child of children) {
				const own = values[child] as number;
				split[child] = hasShares ? (above * own) / sum : own + (above - sum) / children.length;
			}
		}
		return addUp(summing, split);
	};
}

/** Mean squared one-step errors; a node that was never off gets next to nothing, so that it is hardly moved. */
function errorVariances(errors: Float64Array[]): Float64Array {
	const variances = Float64Array.from(errors, (row) => row.reduce((s, e) => s + e * e, 0) / Math.max(1, row.length));
	const mean = variances.reduce((a, b) => a + b, 0) / Math.max(1, variances.length);
	return variances.map((v) => Math.max(v, 1e-8 * mean) || 1);
}

function covariance(errors: Float64Array[]): ErrorWeights {
	return { covariance: shrunkCovariance(errors).matrix };
}
