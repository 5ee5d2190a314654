import type { PotentialRowJson } from "../market.ts";
import type { Table } from "./table.ts";

const percent = (share: number | null): number | null => (share === null ? null : Math.round(share * 10_000) / 100);

/** Cuts of the market with what we have in each and where there is room. */
export const potentialTable: Table<PotentialRowJson> = {
	name: "potential",
	word: "potential.title",
	path: "/potential",
	usualSort: "-white",
	columns: [
		{ key: "label", word: "potential.cut", kind: "text", sorts: true, value: (r) => r.label },
		{ key: "total", word: "potential.total", kind: "money", sorts: true, value: (r) => r.total },
		{ key: "won", word: "potential.won", kind: "money", sorts: true, value: (r) => r.won },
		{ key: "share", word: "potential.share", kind: "number", sorts: true, value: (r) => percent(r.share) },
		{ key: "white", word: "potential.white", kind: "money", sorts: true, value: (r) => r.white },
		{ key: "companies", word: "potential.companies", kind: "number", sorts: true, value: (r) => r.companies },
		{ key: "accounts", word: "potential.accounts", kind: "number", sorts: true, value: (r) => r.accounts },
		{ key: "untouched", word: "potential.untouched", kind: "number", sorts: true, value: (r) => r.untouched },
		{ key: "growth", word: "potential.growth", kind: "number", sorts: true, value: (r) => percent(r.growth) },
		{
			key: "customers",
			word: "potential.customers",
			kind: "number",
			sorts: true,
			extra: true,
			value: (r) => r.customers,
		},
		{ key: "people", word: "potential.people", kind: "number", sorts: true, extra: true, value: (r) => r.people },
	],
	filters: [
		{ name: "search", word: "potential.search", kind: "text", main: true, column: "label" },
		{ name: "share", word: "potential.share", kind: "number", column: "share" },
	],
};
