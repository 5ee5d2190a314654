import type { MailJson } from "../mails.ts";
import type { Table } from "./table.ts";

const STATES = ["waiting", "sent", "kept", "failed"] as const;

/** Mails of the workspace, without what they say. */
export const mailTable: Table<MailJson> = {
	name: "mails",
	word: "nav.mailbox",
	path: "/mails",
	usualSort: "order",
	columns: [
		{ key: "to", word: "mailbox.to", kind: "text", sorts: true, value: (m) => m.to },
		{ key: "when", word: "mailbox.when", kind: "moment", sorts: true, value: (m) => m.createdAt },
		{ key: "state", word: "mailbox.state", kind: "choice", words: "mailState", value: (m) => m.state },
		{ key: "about", word: "mailbox.about", kind: "text", extra: true, value: (m) => m.text },
		{ key: "attempts", word: "jobs.tries", kind: "number", sorts: true, extra: true, value: (m) => m.attempts },
		{ key: "error", word: "jobs.reason", kind: "text", extra: true, value: (m) => m.error },
	],
	filters: [
		{ name: "search", word: "mailbox.search", kind: "text", main: true },
		{
			name: "state",
			word: "mailbox.state",
			kind: "choice",
			main: true,
			column: "state",
			options: STATES.map((state) => ({ value: state, word: `mailState.${state}` })),
		},
		{ name: "when", word: "mailbox.when", kind: "day", main: true, column: "when" },
	],
};
