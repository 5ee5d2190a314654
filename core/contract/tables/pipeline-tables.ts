import type { PipelineHealthJson } from "../forecasts.ts";
import type { Table } from "./table.ts";

export type StageRow = PipelineHealthJson["stages"][number];
export type StalledRow = PipelineHealthJson["stalled"][number];

/** The stages of the pipeline, in its order until another is chosen. */
export const stageTable: Table<StageRow> = {
	name: "pipeline-stages",
	word: "pipeline.stages",
	path: "/pipeline/stages",
	usualSort: "order",
	columns: [
		{ key: "stage", word: "deal.stage", kind: "text", sorts: true, value: (r) => r.stage.name },
		{ key: "open", word: "pipeline.open", kind: "number", sorts: true, value: (r) => r.open },
		{ key: "amount", word: "deal.amount", kind: "money", sorts: true, value: (r) => r.amount },
		{ key: "conversion", word: "pipeline.conversion", kind: "estimate", sorts: true, value: (r) => r.conversion },
		{ key: "days", word: "pipeline.days", kind: "estimate", sorts: true, value: (r) => r.medianDays },
		{ key: "unpriced", word: "forecast.unpricedDeals", kind: "number", extra: true, value: (r) => r.unpriced },
	],
	filters: [],
};

/** Deals that stand still, the worst first until another order is chosen. */
export const stalledTable: Table<StalledRow> = {
	name: "pipeline-stalled",
	word: "pipeline.stalledCaption",
	path: "/pipeline/stalled",
	usualSort: "order",
	columns: [
		{ key: "deal", word: "deal.name", kind: "text", sorts: true, value: (s) => s.deal.name },
		{
			key: "reasons",
			word: "pipeline.reasons",
			kind: "text",
			value: (s) => s.reasons.map((reason) => reason.text).join(" · "),
		},
		{ key: "amount", word: "deal.amount", kind: "money", sorts: true, value: (s) => s.amount },
		{ key: "owner", word: "deal.owner", kind: "text", sorts: true, extra: true, value: (s) => s.owner },
		{ key: "id", word: "table.id", kind: "text", extra: true, value: (s) => s.deal.id },
	],
	filters: [{ name: "search", word: "deals.search", kind: "text", main: true }],
};
