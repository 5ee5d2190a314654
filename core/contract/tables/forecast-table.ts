import type { ForecastNodeJson } from "../forecasts.ts";
import type { Table } from "./table.ts";

/** What stands beneath a box of the forecast. */
export const forecastTable: Table<ForecastNodeJson> = {
	name: "forecast",
	word: "forecast.below",
	path: "/forecasts",
	usualSort: "-view",
	columns: [
		{ key: "name", word: "forecast.who", kind: "text", sorts: true, value: (n) => n.name },
		{ key: "view", word: "forecast.lands", kind: "estimate", sorts: true, value: (n) => n.view },
		{ key: "quota", word: "forecast.quota", kind: "money", sorts: true, value: (n) => n.quota },
		{ key: "closed", word: "forecast.closed", kind: "money", sorts: true, value: (n) => n.closed },
		{ key: "open", word: "forecast.open", kind: "money", sorts: true, value: (n) => n.open },
		{ key: "uncreated", word: "forecast.uncreated", kind: "money", sorts: true, value: (n) => n.uncreated },
		{ key: "unpriced", word: "forecast.unpricedDeals", kind: "number", extra: true, value: (n) => n.unpriced },
	],
	filters: [{ name: "search", word: "forecast.search", kind: "text", main: true, column: "name" }],
};
