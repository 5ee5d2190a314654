import type { FaultsJson } from "../quality.ts";
import type { Table } from "./table.ts";

/** Records that break one rule of data quality; `rule` is asked for by the page. */
export const faultTable: Table<FaultsJson["items"][number]> = {
	name: "faults",
	word: "quality.rulesTitle",
	path: "/quality/faults",
	usualSort: "name",
	columns: [
		{ key: "name", word: "quality.record", kind: "text", value: (f) => f.name },
		{ key: "owner", word: "deal.owner", kind: "text", value: (f) => f.owner },
		{ key: "value", word: "quality.value", kind: "text", value: (f) => f.value },
		{ key: "offered", word: "quality.offered", kind: "text", value: (f) => f.offered },
		{ key: "id", word: "table.id", kind: "text", extra: true, value: (f) => f.id },
	],
	filters: [{ name: "rule", word: "quality.fault", kind: "linked" }],
};
