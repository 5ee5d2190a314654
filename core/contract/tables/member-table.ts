import type { MemberJson } from "../members.ts";
import type { Table } from "./table.ts";

/** Who signs in, and who did. By name; there is no other order. */
export const memberTable: Table<MemberJson> = {
	name: "members",
	word: "members.title",
	path: "/members",
	usualSort: "name",
	columns: [
		{ key: "name", word: "members.name", kind: "text", value: (m) => m.name },
		{ key: "role", word: "members.role", kind: "choice", words: "role", value: (m) => m.role },
		{ key: "team", word: "members.team", kind: "text", value: (m) => m.team?.name ?? null },
		{
			key: "factor",
			word: "members.factor",
			kind: "choice",
			words: "members.has",
			value: (m) => (m.signsIn ? (m.secondFactor ? "factor" : "noFactor") : null),
		},
		{ key: "last", word: "members.last", kind: "moment", value: (m) => m.lastSignInAt },
		{ key: "email", word: "lead.email", kind: "text", extra: true, value: (m) => m.email },
		{ key: "ownRole", word: "members.ownRole", kind: "text", extra: true, value: (m) => m.roleName },
		{ key: "id", word: "table.id", kind: "text", extra: true, value: (m) => m.id },
	],
	filters: [
		{ name: "search", word: "members.search", kind: "text", main: true },
		{
			name: "state",
			word: "members.who",
			kind: "choice",
			main: true,
			usual: "in",
			options: [
				{ value: "in", word: "members.state.in" },
				{ value: "left", word: "members.state.left" },
				{ value: "all", word: "members.state.all" },
			],
		},
	],
};
