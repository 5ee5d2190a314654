import type { PipelineFlowJson } from "../flow.ts";
import type { Table } from "./table.ts";

export type FlowStageRow = PipelineFlowJson["stages"][number];
export type LoadRow = PipelineFlowJson["capacity"][number];

const percent = (value: number | null): number | null => (value === null ? null : Math.round(value * 1000) / 10);
const tenths = (value: number | null): number | null => (value === null ? null : Math.round(value * 10) / 10);

/** Where deals go from each stage, and how long it takes. */
export const flowStageTable: Table<FlowStageRow> = {
	name: "pipeline-flow-stages",
	word: "flow.stages",
	path: "/pipeline/flow/stages",
	usualSort: "order",
	columns: [
		{ key: "stage", word: "deal.stage", kind: "text", sorts: true, value: (s) => s.stage.name },
		{ key: "onward", word: "flow.onward", kind: "number", sorts: true, value: (s) => percent(s.onward.value) },
		{ key: "lost", word: "flow.lost", kind: "number", sorts: true, value: (s) => percent(s.lost.value) },
		{ key: "won", word: "flow.won", kind: "number", extra: true, value: (s) => percent(s.won.value) },
		{ key: "days", word: "flow.medianDays", kind: "number", sorts: true, value: (s) => tenths(s.medianDays.value) },
		{ key: "stays", word: "flow.stays", kind: "number", sorts: true, value: (s) => s.stays },
		{ key: "ongoing", word: "flow.ongoing", kind: "number", sorts: true, value: (s) => s.ongoing },
	],
	filters: [],
};

/** What each rep has open against what they close. */
export const loadTable: Table<LoadRow> = {
	name: "pipeline-flow-capacity",
	word: "flow.capacity",
	path: "/pipeline/flow/capacity",
	usualSort: "-months",
	columns: [
		{ key: "name", word: "forecast.who", kind: "text", sorts: true, value: (r) => r.name },
		{ key: "load", word: "flow.load", kind: "choice", words: "flow.load", value: (r) => r.load },
		{ key: "months", word: "flow.months", kind: "number", sorts: true, value: (r) => tenths(r.monthsOfWork.value) },
		{ key: "open", word: "pipeline.open", kind: "number", sorts: true, value: (r) => r.open },
		{ key: "value", word: "deal.amount", kind: "money", sorts: true, value: (r) => r.openValue },
		{ key: "closed", word: "flow.closed", kind: "number", sorts: true, value: (r) => tenths(r.closedPerMonth.value) },
		{ key: "unpriced", word: "forecast.unpricedDeals", kind: "number", extra: true, value: (r) => r.unpriced },
	],
	filters: [{ name: "search", word: "forecast.search", kind: "text", main: true, column: "name" }],
};
