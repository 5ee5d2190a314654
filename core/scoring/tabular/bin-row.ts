import { binOf } from "../../stats/boosting/binned-columns.ts";
import type { TabularRow } from "./cell.ts";
import { evidenceOf } from "./evidence.ts";
import type { ColumnReading, Feature } from "./features.ts";
import { hourOf, weekdayOf } from "./fit-features.ts";
import { daysOf, numberOf, textOf, wordsOf } from "./read-cell.ts";

/** Finds the bin of each feature for one row after another, into the same array. */
export type RowBinner = (row: TabularRow, bins: Uint8Array) => void;

/** A binner for features as a model keeps them. */
export function rowBinner(features: Feature[], readings: Record<string, ColumnReading>): RowBinner {
	const read = features.map((feature) => reader(feature, readings));
	return (row, bins) => {
		for (let f = 0; f < read.length; f++) bins[f] = (read[f] as (row: TabularRow) => number)(row);
	};
}

function reader(feature: Feature, readings: Record<string, ColumnReading>): (row: TabularRow) => number {
	const { column } = feature;
	const reading = readings[column] ?? { kind: "category" };
	if (feature.kind === "category") {
		const bin = new Map(feature.levels.map((level, k) => [level, k + 1]));
		const unseen = feature.levels.length + 1;
		return feature.of === "value"
			? (row) => {
					const text = textOf(row[column]);
					return text === "" ? 0 : (bin.get(text) ?? unseen);
				}
			: (row) => {
					const days = daysOf(row[column], reading);
					return Number.isNaN(days) ? 0 : (bin.get(weekdayOf(days)) ?? unseen);
				};
	}
	const edges = Float64Array.from(feature.edges);
	if (feature.kind === "evidence") {
		const weights = new Map(feature.levels.map((level, k) => [level, feature.weights[k] ?? 0]));
		return (row) => {
			const text = textOf(row[column]);
			if (text === "") return 0;
			const pieces = feature.of === "words" ? wordsOf(text) : [text];
			return binOf(edges, evidenceOf(weights, feature.unseen, pieces));
		};
	}
	const { of, since } = feature;
	if (of === "value") return (row) => binOf(edges, numberOf(row[column], reading));
	if (of === "hour") return (row) => binOf(edges, hourOf(daysOf(row[column], reading)));
	if (of === "length")
		return (row) => {
			const text = textOf(row[column]);
			return text === "" ? 0 : binOf(edges, text.length);
		};
	if (since === undefined) return (row) => binOf(edges, daysOf(row[column], reading));
	const sinceReading = readings[since] ?? { kind: "date", order: "ymd" };
	return (row) => binOf(edges, daysOf(row[column], reading) - daysOf(row[since], sinceReading));
}
