import type { ApiKeyJson } from "../api-keys.ts";
import type { Table } from "./table.ts";

const STATES = ["on", "expired", "revoked", "idle"] as const;

/** The keys of programs, without their secrets. */
export const apiKeyTable: Table<ApiKeyJson> = {
	name: "api-keys",
	word: "keys.title",
	path: "/api-keys",
	usualSort: "order",
	columns: [
		{ key: "name", word: "keys.name", kind: "text", sorts: true, value: (k) => k.name },
		{ key: "owner", word: "keys.owner", kind: "text", sorts: true, value: (k) => k.owner.name },
		{ key: "scopes", word: "keys.scopes", kind: "text", value: (k) => k.scopes.join(", ") },
		{ key: "used", word: "keys.used", kind: "moment", sorts: true, value: (k) => k.lastUsedAt },
		{ key: "until", word: "keys.until", kind: "moment", sorts: true, value: (k) => k.expiresAt },
		{ key: "state", word: "keys.state", kind: "choice", words: "keyState", extra: true, value: (k) => k.state },
		{ key: "prefix", word: "keys.key", kind: "text", extra: true, value: (k) => k.prefix },
		{ key: "createdAt", word: "deal.created", kind: "moment", sorts: true, extra: true, value: (k) => k.createdAt },
	],
	filters: [
		{ name: "search", word: "keys.search", kind: "text", main: true },
		{
			name: "state",
			word: "keys.state",
			kind: "choice",
			main: true,
			column: "state",
			options: STATES.map((state) => ({ value: state, word: `keyState.${state}` })),
		},
	],
};
