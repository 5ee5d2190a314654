import type { AccuracyFigure, AccuracyRowJson } from "../accuracy.ts";
import type { Table } from "./table.ts";

const percent = (figure: AccuracyFigure): number | null =>
	figure.value === null ? null : Math.round(figure.value * 1000) / 10;

/** How forecasts did, by how far ahead, model, period and team: the report of the accuracy page. */
export const accuracyTable: Table<AccuracyRowJson> = {
	name: "forecast-accuracy",
	word: "accuracy.report",
	path: "/forecasts/accuracy",
	usualSort: "order",
	columns: [
		{ key: "by", word: "accuracy.by", kind: "choice", words: "accuracy.by", value: (r) => r.by },
		{ key: "label", word: "accuracy.which", kind: "text", sorts: true, value: (r) => r.label },
		{ key: "forecasts", word: "accuracy.forecasts", kind: "number", sorts: true, value: (r) => r.forecasts },
		{ key: "periods", word: "accuracy.periods", kind: "number", sorts: true, value: (r) => r.periods },
		{ key: "wape", word: "accuracy.wapePercent", kind: "number", sorts: true, value: (r) => percent(r.wape) },
		{ key: "mape", word: "accuracy.mapePercent", kind: "number", sorts: true, value: (r) => percent(r.mape) },
		{ key: "bias", word: "accuracy.biasPercent", kind: "number", sorts: true, value: (r) => percent(r.bias) },
		{ key: "coverage", word: "accuracy.heldPercent", kind: "number", sorts: true, value: (r) => percent(r.coverage) },
		{ key: "mae", word: "accuracy.mae", kind: "money", sorts: true, value: (r) => r.mae },
	],
	filters: [],
};
