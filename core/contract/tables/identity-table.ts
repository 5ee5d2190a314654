import { IDENTITY_KINDS, IDENTITY_STATES, type IdentityJson } from "../identities.ts";
import type { Table } from "./table.ts";

/** Names, addresses and records under which sources know people. */
export const identityTable: Table<IdentityJson> = {
	name: "identities",
	word: "people.view.accounts",
	path: "/identities",
	usualSort: "place",
	columns: [
		{ key: "label", word: "people.seenAs", kind: "text", value: (i) => i.label },
		{ key: "kind", word: "people.kind", kind: "choice", words: "people.kind", extra: true, value: (i) => i.kind },
		{ key: "source", word: "people.source", kind: "text", extra: true, value: (i) => i.source },
		{
			key: "person",
			word: "people.person",
			kind: "text",
			value: (i) => i.person?.name ?? i.suggestion?.person.name ?? null,
		},
		{ key: "state", word: "people.state", kind: "choice", words: "people.idState", extra: true, value: (i) => i.state },
		{ key: "openDeals", word: "people.openDeals", kind: "number", value: (i) => i.holds?.openDeals ?? null },
		{ key: "open", word: "people.openMoney", kind: "money", value: (i) => i.holds?.open ?? null },
		{ key: "deals", word: "people.allDeals", kind: "number", extra: true, value: (i) => i.holds?.deals ?? null },
		{
			key: "activities",
			word: "people.activities",
			kind: "number",
			extra: true,
			value: (i) => i.holds?.activities ?? null,
		},
		{ key: "firstSeen", word: "people.firstSeen", kind: "moment", extra: true, value: (i) => i.firstSeen },
		{ key: "lastSeen", word: "people.lastSeen", kind: "moment", value: (i) => i.lastSeen },
		{ key: "externalId", word: "people.externalId", kind: "text", extra: true, value: (i) => i.externalId },
	],
	filters: [
		{ name: "search", word: "people.search", kind: "text", main: true },
		{
			name: "state",
			word: "people.state",
			kind: "choice",
			main: true,
			usual: "unmatched",
			options: [
				...IDENTITY_STATES.map((value) => ({ value, word: `people.idState.${value}` })),
				{ value: "all", word: "people.state.all", sends: {} },
			],
		},
		{
			name: "kind",
			word: "people.kind",
			kind: "choice",
			main: true,
			options: IDENTITY_KINDS.map((value) => ({ value, word: `people.kind.${value}` })),
		},
		{
			name: "suggested",
			word: "people.suggestion",
			kind: "choice",
			main: true,
			options: [{ value: "true", word: "people.onlySuggested" }],
		},
	],
};
