import type { ListedPersonJson } from "../identities.ts";
import type { Table } from "./table.ts";

/** The people of the workspace with what they hold. */
export const peopleTable: Table<ListedPersonJson> = {
	name: "people",
	word: "people.title",
	path: "/people",
	usualSort: "name",
	columns: [
		{ key: "name", word: "people.name", kind: "text", sorts: true, value: (p) => p.name },
		{ key: "email", word: "people.email", kind: "text", extra: true, value: (p) => p.email },
		{ key: "role", word: "people.role", kind: "choice", words: "role", value: (p) => p.role },
		{ key: "team", word: "people.team", kind: "text", value: (p) => p.team },
		{ key: "openDeals", word: "people.openDeals", kind: "number", value: (p) => p.holds?.openDeals ?? null },
		{ key: "open", word: "people.openMoney", kind: "money", value: (p) => p.holds?.open ?? null },
		{ key: "deals", word: "people.allDeals", kind: "number", extra: true, value: (p) => p.holds?.deals ?? null },
		{ key: "leads", word: "nav.leads", kind: "number", extra: true, value: (p) => p.holds?.leads ?? null },
		{ key: "accounts", word: "people.accounts", kind: "number", value: (p) => p.accounts },
		{ key: "leftOn", word: "people.left", kind: "day", extra: true, value: (p) => p.leftOn },
		{ key: "id", word: "table.id", kind: "text", extra: true, value: (p) => p.id },
	],
	filters: [
		{ name: "search", word: "people.searchPeople", kind: "text", main: true },
		{
			name: "state",
			word: "people.state",
			kind: "choice",
			main: true,
			usual: "here",
			options: [
				{ value: "here", word: "people.state.here" },
				{ value: "left", word: "people.state.left" },
				{ value: "all", word: "people.state.all" },
			],
		},
	],
};
