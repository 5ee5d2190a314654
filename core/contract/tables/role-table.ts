import type { RoleJson } from "../roles.ts";
import type { Table } from "./table.ts";

/** The workspace's own roles; its page shows the built-in ones beneath. By name; there is no other order. */
export const roleTable: Table<RoleJson> = {
	name: "roles",
	word: "roles.title",
	path: "/roles",
	usualSort: "name",
	columns: [
		{ key: "name", word: "roles.name", kind: "text", value: (r) => r.name },
		{ key: "sees", word: "roles.sees", kind: "choice", words: "scope", value: (r) => r.scope },
		{ key: "may", word: "roles.may", kind: "number", value: (r) => r.permissions.length },
		{ key: "people", word: "roles.people", kind: "number", value: (r) => r.people },
		{ key: "base", word: "roles.base", kind: "choice", words: "role", extra: true, value: (r) => r.base },
		{
			key: "permissions",
			word: "roles.permissions",
			kind: "text",
			extra: true,
			value: (r) => r.permissions.join(", "),
		},
	],
	filters: [{ name: "search", word: "roles.search", kind: "text", main: true }],
};
