import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TabularRow } from "../../core/scoring/tabular/cell.ts";
import { findReadings } from "../../core/scoring/tabular/find-readings.ts";
import { openTabular } from "../../core/scoring/tabular/open-tabular.ts";
import { readColumns } from "../../core/scoring/tabular/read-columns.ts";
import type { TabularModel } from "../../core/scoring/tabular/tabular-model.ts";
import { type BinnedColumn, binEdges, binOf } from "../../core/stats/boosting/binned-columns.ts";
import { boostingRules, trainBoosting } from "../../core/stats/boosting/train-boosting.ts";
import { table } from "../benchmark.ts";
import type { Judging } from "./learn-and-judge.ts";

const TREES = 100;
const BLOCK = 500;
const SCRIPT = `
import sys, time, json, numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier as Boosting
rows = np.loadtxt(sys.argv[1], delimiter=",")
flags = json.loads(sys.argv[2])
X, y = rows[:, :-1], rows[:, -1].astype(int)
best = 1e9
for _ in range(3):
	began = time.process_time()
	Boosting(max_iter=${TREES}, max_leaf_nodes=31, learning_rate=0.1, max_bins=254, min_samples_leaf=20, l2_regularization=1, early_stopping=False, categorical_features=flags).fit(X, y)
	best = min(best, time.process_time() - began)
print(best)
`;

/** Figures and a table of them. */
export interface SpeedReport {
	table: string;
	metrics: Record<string, number>;
}

/**
 * Training on the same rows beside scikit-learn's HistGradientBoosting, both on one thread and from numbers to trees:
 * processor seconds, best of three each, so that other work on the machine does not count. Null where scikit-learn is
 * not installed.
 */
export async function trainBesideSklearn({ columns, train, happened }: Judging): Promise<SpeedReport | null> {
	const read = readColumns(train, findReadings(columns, train).readings);
	const matrix = read.map((c) =>
		"values" in c ? c.values : Float64Array.from(c.places, (p) => (p < 0 ? Number.NaN : p)),
	);
	const isCategory = read.map((c) => c.kind === "category" && c.levels.length < 250);
	const ends = Uint8Array.from(train, (row) => (happened(row) ? 1 : 0));
	const folder = await mkdtemp(join(tmpdir(), "boosting-"));
	try {
		const lines = train.map((_, k) => [...matrix.map((m) => m[k]), ends[k]].join(","));
		await writeFile(join(folder, "rows.csv"), lines.join("\n"));
		await writeFile(join(folder, "fit.py"), SCRIPT);
		const theirs = await sklearnSeconds([join(folder, "fit.py"), join(folder, "rows.csv"), JSON.stringify(isCategory)]);
		if (theirs === null) return null;
		const ours = Math.min(...[1, 2, 3].map(() => cpuSeconds(() => trainOurs(matrix, isCategory, ends))));
		return {
			table: table(
				["", "trees", "processor seconds"],
				[
					["scikit-learn HistGradientBoosting, one thread", TREES, theirs.toFixed(2)],
					["ours", TREES, ours.toFixed(2)],
				],
			),
			metrics: {
				trainRows: train.length,
				trainSecondsSklearn: round(theirs),
				trainSecondsOurs: round(ours),
				trainTimeRatioToSklearn: round(ours / theirs),
			},
		};
	} finally {
		await rm(folder, { recursive: true });
	}
}

async function sklearnSeconds(args: string[]): Promise<number | null> {
	// Where another Python stands first on the path, Debian's package is still found under its own.
	for (const python of ["python3", "/usr/bin/python3"]) {
		const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
		const answer = await promisify(execFile)(python, args, { env }).catch(() => null);
		if (answer) return Number(answer.stdout.trim());
	}
	return null;
}

function trainOurs(matrix: Float64Array[], isCategory: boolean[], ends: Uint8Array): void {
	const columns = matrix.map((values, f): BinnedColumn => {
		if (isCategory[f]) {
			const bins = Uint8Array.from(values, (v) => (Number.isNaN(v) ? 0 : v + 1));
			return { bins, size: bins.reduce((most, bin) => Math.max(most, bin), 0) + 1, kind: "category" };
		}
		const edges = binEdges(values);
		return { bins: Uint8Array.from(values, (v) => binOf(edges, v)), size: edges.length + 2, kind: "number" };
	});
	const train = Int32Array.from({ length: ends.length }, (_, k) => k);
	const rules = { rounds: TREES, leaves: 31, learningRate: 0.1, depth: 31, rowShare: 1, columnShare: 1 };
	trainBoosting({ columns, happened: ends, train, holdOut: new Int32Array() }, boostingRules(rules));
}

/** A model on 100,000 leads (those there are, again and again): processor seconds for scores, and for reasons too. */
export function scoreMany(
	model: TabularModel,
	leads: TabularRow[],
	many = 100_000,
): SpeedReport & { worstGap: number } {
	const scorer = openTabular(model);
	const all = (each: (row: TabularRow) => void): void => {
		for (let k = 0; k < many; k++) each(leads[k % leads.length] as TabularRow);
	};
	let worstGap = 0;
	const cold = cpuSeconds(() => scorer.score(leads[0] ?? {}));
	const scores = cpuSeconds(() => all((row) => scorer.score(row)));
	const reasons = cpuSeconds(() => {
		for (let k = 0; k < many; k += BLOCK) {
			const block = Array.from({ length: Math.min(BLOCK, many - k) }, (_, i) => leads[(k + i) % leads.length] ?? {});
			for (const { base, parts, margin } of scorer.explainAll(block)) {
				worstGap = Math.max(worstGap, Math.abs(parts.reduce((s, p) => s + p.contribution, base) - margin));
			}
		}
	});
	const trees = model.boosting?.trees.length ?? 0;
	return {
		table: table(
			["", "leads", "processor seconds"],
			[
				[`scores, ${trees} trees`, many, scores.toFixed(2)],
				["scores and reasons", many, reasons.toFixed(2)],
			],
		),
		metrics: {
			scoredRows: many,
			scoreManySeconds: round(scores),
			explainManySeconds: round(reasons),
			scoreOneMs: round((scores / many) * 1000),
			scoreFirstMs: round(cold * 1000),
			explanationGap: worstGap,
		},
		worstGap,
	};
}

function cpuSeconds(work: () => unknown): number {
	const began = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(began);
	return (user + system) / 1e6;
}

function round(value: number): number {
	return Number(value.toPrecision(4));
}
