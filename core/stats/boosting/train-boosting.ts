import { forkRandom, type Random } from "../random.ts";
import type { BinnedColumn } from "./binned-columns.ts";
import { type GrowthRules, growTree, growthRoom } from "./grow-tree.ts";
import { histogramLayout } from "./histogram.ts";
import { goesLeft, MOST_LEAVES, type Tree } from "./tree.ts";

/** How a boosted model is trained. */
export interface BoostingRules extends GrowthRules {
	/** Most trees. */
	rounds: number;
	/** Stop when so many trees in a row did not better the held-out log-loss. */
	patience: number;
	/** Share of rows, and of columns, that each tree sees, drawn anew. */
	rowShare: number;
	columnShare: number;
	seed: number;
}

/** Rules that do well without knowing the data; what is given replaces them. */
export function boostingRules(changes: Partial<BoostingRules> = {}): BoostingRules {
	return {
		...{ rounds: 400, patience: 30, learningRate: 0.06, leaves: 31, depth: 8, l2: 1, minWeight: 1, minRows: 20 },
		...{ levelSmoothing: 10, levelL2: 10, minGain: 1e-6, rowShare: 0.8, columnShare: 0.8, seed: 1, ...changes },
	};
}

/** Rows to learn from: numbers of rows, and whether it happened by row (1) or not (0). */
export interface BoostingData {
	columns: BinnedColumn[];
	happened: Uint8Array;
	/** Rows that are learnt from. */
	train: Int32Array;
	/** Rows that say when to stop: the newest, where time is known. Empty: all rounds are grown. */
	holdOut: Int32Array;
	/** How much each row counts; absent: all alike. */
	weight?: Float64Array;
}

/** A boosted model: margin (log-odds) = base + Σ trees. Plain JSON. */
export interface BoostedTrees {
	base: number;
	trees: Tree[];
}

/**
 * Gradient boosting of the log-loss with histograms (Friedman 2001; Ke et al. 2017). Deterministic: same data, same
 * rules, same trees. With a hold-out the trees end where its log-loss was least; `loss` is that, by number of trees.
 * Throws RangeError for more leaves than MOST_LEAVES, or no rows to train on.
 */
export function trainBoosting(
	{ columns, happened, train, holdOut, weight }: BoostingData,
	rules: BoostingRules,
): BoostedTrees & { loss: number[] } {
	if (rules.leaves > MOST_LEAVES) throw new RangeError(`at most ${MOST_LEAVES} leaves, not ${rules.leaves}`);
	if (train.length === 0) throw new RangeError("no rows to train on");
	const n = happened.length;
	const base = baseOf(happened, train, weight);
	const margin = new Float64Array(n).fill(base);
	const gradient = new Float64Array(n);
	const hessian = new Float64Array(n);
	const gathered = { gatheredG: new Float64Array(train.length), gatheredH: new Float64Array(train.length) };
	const room = growthRoom(histogramLayout(columns), train.length);
	const random = forkRandom(rules.seed, "boosting");
	const usable = [...columns.keys()].filter((f) => (columns[f] as BinnedColumn).size > 1);
	const trees: Tree[] = [];
	const loss: number[] = [];
	let best = holdOut.length > 0 ? heldOutLoss(margin, happened, holdOut, weight) : 0;
	let bestTrees = 0;
	loss.push(best);
	for (let round = 0; round < rules.rounds; round++) {
		setGradients(margin, happened, train, weight, gradient, hessian);
		const order = rules.rowShare < 1 ? drawRows(train, rules.rowShare, random) : train.slice();
		const used = rules.columnShare < 1 ? drawColumns(usable, rules.columnShare, random) : usable;
		const { tree, from, to } = growTree(columns, used, { order, gradient, hessian, ...gathered }, rules, room);
		if (tree.feature.length === 0 && rules.columnShare === 1 && rules.rowShare === 1) break;
		trees.push(tree);
		if (order.length === train.length) {
			for (let leaf = 0; leaf < from.length; leaf++) {
				const value = tree.value[leaf] as number;
				for (let i = from[leaf] as number; i < (to[leaf] as number); i++) {
					const row = order[i] as number;
					margin[row] = (margin[row] as number) + value;
				}
			}
		} else addTree(tree, columns, train, margin);
		if (holdOut.length === 0) continue;
		addTree(tree, columns, holdOut, margin);
		const now = heldOutLoss(margin, happened, holdOut, weight);
		loss.push(now);
		if (now < best - 1e-9) {
			best = now;
			bestTrees = trees.length;
		} else if (trees.length - bestTrees >= rules.patience) break;
	}
	return { base, trees: holdOut.length > 0 ? trees.slice(0, bestTrees) : trees, loss };
}

/** Log-odds of the share that happened, with half a row of each kind so that it is finite. */
function baseOf(happened: Uint8Array, rows: Int32Array, weight: Float64Array | undefined): number {
	let yes = 0.5;
	let no = 0.5;
	for (const row of rows) {
		const w = weight ? (weight[row] as number) : 1;
		if (happened[row] === 1) yes += w;
		else no += w;
	}
	return Math.log(yes / no);
}

function setGradients(
	margin: Float64Array,
	happened: Uint8Array,
	rows: Int32Array,
	weight: Float64Array | undefined,
	gradient: Float64Array,
	hessian: Float64Array,
): void {
	for (let i = 0; i < rows.length; i++) {
		const row = rows[i] as number;
		const p = 1 / (1 + Math.exp(-(margin[row] as number)));
		const w = weight ? (weight[row] as number) : 1;
		gradient[row] = w * (p - (happened[row] as number));
		hessian[row] = w * Math.max(1e-12, p * (1 - p));
	}
}

/** Adds a tree's answers to the margins of the rows. */
export function addTree(tree: Tree, columns: BinnedColumn[], rows: Int32Array, margin: Float64Array): void {
	const lefts = tree.feature.map((_, node) => goesLeft(tree, node));
	const bins = tree.feature.map((f) => (columns[f] as BinnedColumn).bins);
	const { left, right, value } = tree;
	for (let i = 0; i < rows.length; i++) {
		const row = rows[i] as number;
		let node = tree.feature.length > 0 ? 0 : ~0;
		while (node >= 0) {
			const bin = (bins[node] as Uint8Array)[row] as number;
			node = ((lefts[node] as Uint8Array)[bin] === 1 ? left[node] : right[node]) as number;
		}
		margin[row] = (margin[row] as number) + (value[~node] as number);
	}
}

function heldOutLoss(
	margin: Float64Array,
	happened: Uint8Array,
	rows: Int32Array,
	weight: Float64Array | undefined,
): number {
	let sum = 0;
	let weights = 0;
	for (let i = 0; i < rows.length; i++) {
		const row = rows[i] as number;
		const m = happened[row] === 1 ? (margin[row] as number) : -(margin[row] as number);
		const w = weight ? (weight[row] as number) : 1;
		sum += w * (m > 0 ? Math.log1p(Math.exp(-m)) : Math.log1p(Math.exp(m)) - m);
		weights += w;
	}
	return sum / weights;
}

function drawRows(rows: Int32Array, share: number, random: Random): Int32Array {
	const drawn = rows.filter(() => random() < share);
	return drawn.length > 0 ? drawn : rows.slice();
}

function drawColumns(columns: number[], share: number, random: Random): number[] {
	const wanted = Math.max(1, Math.round(columns.length * share));
	const left = [...columns];
	while (left.length > wanted) left.splice(Math.floor(random() * left.length), 1);
	return left;
}
