import type { WaterfallDealJson } from "../waterfall.ts";
import type { Table } from "./table.ts";

/** The deals behind one bar of the waterfall, largest first. */
export const waterfallTable: Table<WaterfallDealJson> = {
	name: "waterfall-deals",
	word: "waterfall.deals",
	path: "/forecasts/waterfall/deals",
	usualSort: "order",
	columns: [
		{ key: "deal", word: "deal.name", kind: "text", sorts: true, value: (d) => d.name },
		{ key: "value", word: "waterfall.change", kind: "money", sorts: true, value: (d) => d.value },
		{ key: "owner", word: "deal.owner", kind: "text", sorts: true, value: (d) => d.owner },
		{ key: "id", word: "table.id", kind: "text", extra: true, value: (d) => d.id },
	],
	filters: [{ name: "search", word: "deals.search", kind: "text", main: true }],
};
