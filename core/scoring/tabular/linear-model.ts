import type { BinnedColumn } from "../../stats/boosting/binned-columns.ts";
import { inverseNormal } from "../../stats/inverse-normal.ts";
import { type DesignColumn, fitLogistic, type LogisticFit, type LogisticPenalty } from "../../stats/logistic.ts";

/** A logistic model over binned features: margin = base + Σ table[feature][bin]. Plain JSON. */
export interface LinearModel {
	base: number;
	tables: number[][];
	/** By feature: mean of its table over the training rows; explanations are told against it. */
	means: number[];
}

/** The design of a logistic model: one-hot levels; numbers as normal scores of their rank, and one-hot in groups. */
export interface LinearDesign {
	columns: DesignColumn[];
	/** What each column of the design adds to which bins: feature, and value by bin. */
	meaning: { feature: number; byBin: Float64Array }[];
	binned: BinnedColumn[];
}

const GROUPS = 8;
const LEAST_ROWS = 5;

/** Lays out the design over all rows; ranks are those of the rows in `train`. */
export function linearDesign(binned: BinnedColumn[], train: Int32Array): LinearDesign {
	const meaning: LinearDesign["meaning"] = [];
	for (const [feature, column] of binned.entries()) {
		const counts = new Float64Array(column.size);
		for (const row of train) counts[column.bins[row] as number] = (counts[column.bins[row] as number] as number) + 1;
		if (column.kind === "category") {
			for (let bin = 0; bin < column.size; bin++) {
				if ((counts[bin] as number) >= LEAST_ROWS) meaning.push({ feature, byBin: only([bin], column.size) });
			}
			continue;
		}
		if ((counts[0] as number) >= LEAST_ROWS) meaning.push({ feature, byBin: only([0], column.size) });
		meaning.push({ feature, byBin: normalScores(counts, train.length) });
		for (const group of groupsOf(counts, train.length)) meaning.push({ feature, byBin: only(group, column.size) });
	}
	const columns = meaning.map(({ feature, byBin }) => designColumn((binned[feature] as BinnedColumn).bins, byBin));
	return { columns, meaning, binned };
}

/** Fits the design to the rows with a weight. `start`: a fit with another penalty to set out from. */
export function fitLinear(
	design: LinearDesign,
	happened: Uint8Array,
	weight: Float64Array,
	penalty: LogisticPenalty,
	start?: LogisticFit,
): { fit: LogisticFit; model: LinearModel } {
	const fit = fitLogistic(design.columns, happened, weight, penalty, start);
	const tables = design.binned.map((column) => new Array<number>(column.size).fill(0));
	for (const [j, { feature, byBin }] of design.meaning.entries()) {
		const table = tables[feature] as number[];
		const w = fit.weights[j] as number;
		if (w !== 0) for (let bin = 0; bin < table.length; bin++) table[bin] = (table[bin] ?? 0) + w * (byBin[bin] ?? 0);
	}
	const all = weight.reduce((s, w) => s + w, 0);
	const means = design.binned.map(({ bins }, f) => {
		let sum = 0;
		for (let row = 0; row < bins.length; row++) {
			sum += (weight[row] as number) * ((tables[f] as number[])[bins[row] as number] as number);
		}
		return all > 0 ? sum / all : 0;
	});
	return { fit, model: { base: fit.base, tables, means } };
}

/** Margin of a row of bins. */
export function linearMargin({ base, tables }: LinearModel, bins: ArrayLike<number>): number {
	let sum = base;
	for (let f = 0; f < tables.length; f++) sum += (tables[f] as number[])[bins[f] as number] ?? 0;
	return sum;
}

function designColumn(bins: Uint8Array, byBin: Float64Array): DesignColumn {
	const rows: number[] = [];
	const values: number[] = [];
	let isFlag = true;
	for (let row = 0; row < bins.length; row++) {
		const value = byBin[bins[row] as number] as number;
		if (value === 0) continue;
		rows.push(row);
		values.push(value);
		if (value !== 1) isFlag = false;
	}
	return { rows: Int32Array.from(rows), values: isFlag ? null : Float64Array.from(values) };
}

function only(bins: number[], size: number): Float64Array {
	const flags = new Float64Array(size);
	for (const bin of bins) flags[bin] = 1;
	return flags;
}

/** What a normal variable would be at the same rank; 0 for missing values. */
function normalScores(counts: Float64Array, rows: number): Float64Array {
	const scores = new Float64Array(counts.length);
	const known = rows - (counts[0] as number);
	let below = 0;
	for (let bin = 1; bin < counts.length; bin++) {
		const here = counts[bin] as number;
		scores[bin] = inverseNormal((below + here / 2 + 0.5) / (known + 1));
		below += here;
	}
	return scores;
}

/** Neighbouring bins in up to GROUPS groups of about equal count; none when there is only one. */
function groupsOf(counts: Float64Array, rows: number): number[][] {
	const share = (rows - (counts[0] as number)) / GROUPS;
	const groups: number[][] = [];
	let group: number[] = [];
	let filled = 0;
	for (let bin = 1; bin < counts.length; bin++) {
		group.push(bin);
		filled += counts[bin] as number;
		if (filled < Math.max(share, LEAST_ROWS)) continue;
		groups.push(group);
		group = [];
		filled = 0;
	}
	if (group.length > 0) groups.push(group);
	return groups.length > 1 ? groups : [];
}
