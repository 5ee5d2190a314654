import type { SourceRowJson } from "../lead-sources.ts";
import type { Table } from "./table.ts";

const percent = (share: number | undefined): number | null =>
	share === undefined ? null : Math.round(share * 1000) / 10;

/** What each lead source brought. */
export const sourceTable: Table<SourceRowJson> = {
	name: "lead-sources",
	word: "sources.title",
	path: "/leads/sources",
	usualSort: "-data",
	columns: [
		{ key: "label", word: "sources.source", kind: "text", sorts: true, value: (r) => r.label },
		{ key: "leads", word: "nav.leads", kind: "number", sorts: true, value: (r) => r.leads },
		{ key: "toDeal", word: "sources.toDeal", kind: "number", sorts: true, value: (r) => percent(r.toDeal?.share) },
		{ key: "toWon", word: "sources.toWon", kind: "number", sorts: true, value: (r) => percent(r.toWon?.share) },
		{ key: "data", word: "sources.data", kind: "money", sorts: true, value: (r) => r.revenue.data },
		{ key: "cycle", word: "sources.cycle", kind: "number", sorts: true, value: (r) => r.cycleDays },
		{ key: "cost", word: "sources.cost", kind: "money", sorts: true, value: (r) => r.cost },
		{
			key: "roi",
			word: "sources.roi",
			kind: "number",
			sorts: true,
			value: (r) => (r.roi === null ? null : Math.round(r.roi * 1000) / 10),
		},
		{ key: "first", word: "sources.first", kind: "money", sorts: true, extra: true, value: (r) => r.revenue.first },
		{ key: "last", word: "sources.last", kind: "money", sorts: true, extra: true, value: (r) => r.revenue.last },
		{ key: "linear", word: "sources.linear", kind: "money", sorts: true, extra: true, value: (r) => r.revenue.linear },
		{ key: "wonDeals", word: "sources.wonDeals", kind: "number", sorts: true, extra: true, value: (r) => r.wonDeals },
		{
			key: "toDealOf",
			word: "sources.toDealOf",
			kind: "number",
			extra: true,
			value: (r) => r.toDeal?.n ?? null,
		},
		{ key: "toWonOf", word: "sources.toWonOf", kind: "number", extra: true, value: (r) => r.toWon?.n ?? null },
	],
	filters: [
		{ name: "search", word: "sources.search", kind: "text", main: true, column: "label" },
		{ name: "leads", word: "nav.leads", kind: "number", column: "leads" },
	],
};
