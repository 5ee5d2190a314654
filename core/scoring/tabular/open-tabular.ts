import { forestMargin, plantForest } from "../../stats/boosting/forest.ts";
import { explainTrees, prepareTrees } from "../../stats/boosting/tree-shap.ts";
import { recalibrate } from "../../stats/recalibration.ts";
import { rowBinner } from "./bin-row.ts";
import type { Cell, TabularRow } from "./cell.ts";
import { linearMargin } from "./linear-model.ts";
import type { TabularModel } from "./tabular-model.ts";

/** A score: `margin` is its log-odds, after any correction. */
export interface TabularScore {
	/** 0–1, never quite either. */
	probability: number;
	margin: number;
}

/** What one column adds to the log-odds; `value` is what stands in it. */
export interface TabularPart {
	feature: string;
	value: Cell;
	contribution: number;
}

/** A score and its reasons: base + Σ contributions = margin, to 1e-9. Strongest first; every column that is looked at. */
export interface TabularExplanation extends TabularScore {
	/** The log-odds before anything is known of the record. */
	base: number;
	parts: TabularPart[];
}

/** A model made ready to score many records. */
export interface TabularScorer {
	score(row: TabularRow): TabularScore;
	explain(row: TabularRow): TabularExplanation;
	/** The same for many, several times faster than one by one; give blocks of some hundred. */
	explainAll(rows: TabularRow[]): TabularExplanation[];
}

/**
 * Makes a model ready; do it once and score many. Scoring is pure; records need not have every column.
 *
 * ```ts
 * const scorer = openTabular(model);
 * scorer.score({ industry: "retail", amount: 1200 }).probability;
 * ```
 */
export function openTabular(model: TabularModel): TabularScorer {
	const bin = rowBinner(model.features, model.readings);
	const bins = new Uint8Array(model.features.length);
	const forest = plantForest(model.boosting?.trees ?? []);
	let explainer: ((rows: TabularRow[]) => TabularExplanation[]) | null = null;
	// Making trees ready to be explained costs more than scoring with them, so it waits until somebody asks.
	const explainAll = (rows: TabularRow[]): TabularExplanation[] => {
		explainer ??= newExplainer(model, bin);
		return explainer(rows);
	};
	const raw = (): number => {
		let margin = 0;
		if (!model.boosting && !model.logistic) return model.base;
		if (model.boosting) margin += model.share * (model.boosting.base + forestMargin(forest, bins));
		if (model.logistic) margin += (1 - model.share) * linearMargin(model.logistic, bins);
		return margin;
	};
	return {
		score(row) {
			bin(row, bins);
			return scoreOf(recalibrate(model.recalibration, raw()));
		},
		explain: (row) => explainAll([row])[0] as TabularExplanation,
		explainAll,
	};
}

function scoreOf(margin: number): TabularScore {
	return { probability: 1 / (1 + Math.exp(-margin)), margin };
}

function newExplainer(model: TabularModel, bin: (row: TabularRow, bins: Uint8Array) => void) {
	const { boosting, logistic, share, features } = model;
	const trees = boosting ? prepareTrees(boosting.base, boosting.trees) : null;
	const columns = [...new Set(features.map((f) => f.column))];
	const place = Int32Array.from(features, (f) => columns.indexOf(f.column));
	const linearBase = logistic ? logistic.means.reduce((s, m) => s + m, logistic.base) : 0;
	const plain = !trees && !logistic;
	const base = plain ? model.base : (trees ? share * trees.base : 0) + (1 - share) * linearBase;
	return (rows: TabularRow[]): TabularExplanation[] => {
		const width = features.length;
		const bins = new Uint8Array(rows.length * width);
		const parts = new Float64Array(rows.length * width);
		for (const [r, row] of rows.entries()) bin(row, bins.subarray(r * width, (r + 1) * width));
		if (trees) explainTrees(trees, bins, width, parts);
		return rows.map((row, r) => {
			const byColumn = new Float64Array(columns.length);
			for (let f = 0; f < width; f++) {
				let value = share * (parts[r * width + f] as number);
				if (logistic) {
					const table = logistic.tables[f] as number[];
					value += (1 - share) * ((table[bins[r * width + f] as number] ?? 0) - (logistic.means[f] ?? 0));
				}
				const at = place[f] as number;
				byColumn[at] = (byColumn[at] as number) + value;
			}
			const corrected = correct(model, base, byColumn);
			const explained = columns
				.map((feature, k) => ({ feature, value: row[feature] ?? null, contribution: byColumn[k] as number }))
				.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
			return { ...scoreOf(corrected.margin), base: corrected.base, parts: explained };
		});
	};
}

/**
 * Base and margin after correction, with the parts stretched in place so that they still add up: a correction keeps
 * the order of margins, so all are stretched alike.
 */
function correct({ recalibration }: TabularModel, base: number, parts: Float64Array): { base: number; margin: number } {
	let margin = base;
	for (const part of parts) margin += part;
	if (recalibration.kind === "none") return { base, margin };
	const corrected = { base: recalibrate(recalibration, base), margin: recalibrate(recalibration, margin) };
	const stretch = Math.abs(margin - base) > 1e-9 ? (corrected.margin - corrected.base) / (margin - base) : 1;
	let sum = 0;
	for (let k = 0; k < parts.length; k++) {
		parts[k] = (parts[k] as number) * stretch;
		sum += parts[k] as number;
	}
	return { base: corrected.margin - sum, margin: corrected.margin };
}
