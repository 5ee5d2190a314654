import { CONTENT_KINDS, type ContentJson } from "../content.ts";
import type { Table } from "./table.ts";

/** Battlecards and playbook lines. */
export const contentTable: Table<ContentJson> = {
	name: "content",
	word: "nav.content",
	path: "/content",
	usualSort: "title",
	columns: [
		{ key: "title", word: "content.title", kind: "text", sorts: true, value: (c) => c.title },
		{ key: "kind", word: "content.kind", kind: "choice", words: "contentKind", sorts: true, value: (c) => c.kind },
		{
			key: "competitor",
			word: "content.competitor",
			kind: "text",
			sorts: true,
			value: (c) => c.competitor?.name ?? null,
		},
		{ key: "stage", word: "deal.stage", kind: "text", sorts: true, value: (c) => c.stage?.name ?? null },
		{ key: "industry", word: "content.industry", kind: "text", sorts: true, extra: true, value: (c) => c.industry },
		{ key: "locale", word: "content.language", kind: "text", sorts: true, extra: true, value: (c) => c.locale },
		{ key: "used", word: "content.used", kind: "number", sorts: true, value: (c) => c.uses.used },
		{ key: "opened", word: "content.opened", kind: "number", sorts: true, extra: true, value: (c) => c.uses.opened },
		{ key: "shown", word: "content.shown", kind: "number", sorts: true, extra: true, value: (c) => c.uses.shown },
		{ key: "won", word: "content.won", kind: "number", extra: true, value: (c) => c.uses.deals.won },
		{ key: "lost", word: "content.lost", kind: "number", extra: true, value: (c) => c.uses.deals.lost },
		{ key: "open", word: "content.open", kind: "number", extra: true, value: (c) => c.uses.deals.open },
		{ key: "body", word: "content.body", kind: "text", extra: true, value: (c) => c.body },
		{
			key: "state",
			word: "content.state",
			kind: "choice",
			words: "contentState",
			extra: true,
			value: (c) => (c.isArchived ? "archived" : "current"),
		},
		{ key: "updatedAt", word: "table.updated", kind: "moment", sorts: true, value: (c) => c.updatedAt },
		{ key: "id", word: "table.id", kind: "text", extra: true, value: (c) => c.id },
	],
	filters: [
		{ name: "search", word: "content.search", kind: "text", main: true },
		{
			name: "kind",
			word: "content.kind",
			kind: "choice",
			main: true,
			column: "kind",
			options: CONTENT_KINDS.map((kind) => ({ value: kind, word: `contentKind.${kind}` })),
		},
		{
			name: "state",
			word: "content.state",
			kind: "choice",
			main: true,
			column: "state",
			usual: "current",
			options: [
				{ value: "current", word: "contentState.current" },
				{ value: "archived", word: "contentState.archived" },
				{ value: "all", word: "status.all", sends: { state: "all" } },
			],
		},
	],
};
