import type { BoostingRules } from "../../stats/boosting/train-boosting.ts";
import { addTree, boostingRules, trainBoosting } from "../../stats/boosting/train-boosting.ts";
import type { LogisticFit, LogisticPenalty } from "../../stats/logistic.ts";
import { type FitContext, fitFeatures } from "./fit-features.ts";
import type { Fold } from "./folds.ts";
import { fitLinear, linearDesign, linearMargin } from "./linear-model.ts";
import type { ReadColumn } from "./read-columns.ts";

/** Margins of held-out rows by each way of foretelling, with the settings that did best. */
export interface Judged {
	/** Held-out rows, block after block. */
	rows: Int32Array;
	/** Which fold each of them belongs to. */
	fold: Uint8Array;
	prior: Float64Array;
	logistic: Float64Array;
	boosting: Float64Array;
	penalty: LogisticPenalty;
	rules: Partial<BoostingRules>;
	/** Trees that did best, on average over the folds. */
	rounds: number;
}

const PENALTIES: LogisticPenalty[] = [
	{ l2: 100, l1: 0 },
	{ l2: 20, l1: 0 },
	{ l2: 4, l1: 0 },
	{ l2: 1, l1: 2 },
];

/** Shapes of trees that are tried, by how many rows there are. */
function shapesFor(rows: number): Partial<BoostingRules>[] {
	if (rows < 1500) {
		return [
			{ leaves: 4, depth: 2, minRows: 10, learningRate: 0.05, rounds: 300, l2: 5 },
			{ leaves: 8, depth: 3, minRows: 10, learningRate: 0.05, rounds: 300, l2: 5 },
		];
	}
	if (rows < 20_000) {
		return [
			{ leaves: 8, depth: 3, minRows: 20, learningRate: 0.05, rounds: 600, columnShare: 0.6 },
			{ leaves: 16, depth: 6, minRows: 20, learningRate: 0.05, rounds: 600, columnShare: 0.6 },
		];
	}
	return [{ leaves: 31, depth: 10, minRows: 20, learningRate: 0.08, rounds: 600, columnShare: 0.5 }];
}

/** Trains each way on each fold and keeps what it says of the rows held out. */
export function judgeFolds(
	read: ReadColumn[],
	folds: Fold[],
	{ seed, ...context }: Omit<FitContext, "train"> & { seed: number },
	progress: (done: number, of: number) => void,
): Judged {
	const { happened } = context;
	const shapes = shapesFor(happened.length);
	const rows = Int32Array.from(folds.flatMap((f) => [...f.hold]));
	const fold = Uint8Array.from(folds.flatMap((f, k) => new Array<number>(f.hold.length).fill(k)));
	const prior: number[] = [];
	const logistic = PENALTIES.map((): number[] => []);
	const boosting = shapes.map((): number[] => []);
	const rounds = shapes.map(() => 0);
	const steps = folds.length * (1 + shapes.length);
	let done = 0;
	for (const { train, hold } of folds) {
		const { columns } = fitFeatures(read, { ...context, train });
		const yes = train.reduce((s, row) => s + (happened[row] as number), 0);
		for (let k = 0; k < hold.length; k++) prior.push(Math.log((yes + 0.5) / (train.length - yes + 0.5)));
		const weight = new Float64Array(happened.length);
		for (const row of train) weight[row] = 1;
		const design = linearDesign(columns, train);
		let start: LogisticFit | undefined;
		for (const [p, penalty] of PENALTIES.entries()) {
			const { fit, model } = fitLinear(design, happened, weight, penalty, start);
			start = fit;
			const bins = new Uint8Array(columns.length);
			for (const row of hold) {
				for (let f = 0; f < columns.length; f++) bins[f] = columns[f]?.bins[row] ?? 0;
				logistic[p]?.push(linearMargin(model, bins));
			}
		}
		progress(++done, steps);
		for (const [s, shape] of shapes.entries()) {
			const data = { columns, happened, train, holdOut: hold };
			const model = trainBoosting(data, boostingRules({ ...shape, seed }));
			rounds[s] = (rounds[s] ?? 0) + (model.trees.length * hold.length) / rows.length;
			const margin = new Float64Array(happened.length).fill(model.base);
			for (const tree of model.trees) addTree(tree, columns, hold, margin);
			for (const row of hold) boosting[s]?.push(margin[row] as number);
			progress(++done, steps);
		}
	}
	const p = leastLoss(logistic, rows, happened);
	const s = leastLoss(boosting, rows, happened);
	return {
		rows,
		fold,
		prior: Float64Array.from(prior),
		logistic: Float64Array.from(logistic[p] ?? []),
		boosting: Float64Array.from(boosting[s] ?? []),
		penalty: PENALTIES[p] ?? { l2: 20, l1: 0 },
		rules: shapes[s] ?? {},
		rounds: Math.max(1, Math.round(rounds[s] ?? 1)),
	};
}

/** Loss of one row: −ln of the probability given to what happened. */
export function lossOf(margin: number, happened: number): number {
	const m = happened === 1 ? margin : -margin;
	return m > 0 ? Math.log1p(Math.exp(-m)) : Math.log1p(Math.exp(m)) - m;
}

/** Which list of margins has the least loss over the rows. */
function leastLoss(lists: number[][], rows: Int32Array, happened: Uint8Array): number {
	const losses = lists.map((margins) =>
		margins.reduce((sum, m, k) => sum + lossOf(m, happened[rows[k] as number] as number), 0),
	);
	return losses.indexOf(Math.min(...losses));
}
