import type { ImportJson } from "../imports.ts";
import type { Table } from "./table.ts";

const STATES = ["draft", "ready", "running", "stopped", "done", "failed", "undoing", "undone"] as const;

/** What was brought in. */
export const importTable: Table<ImportJson> = {
	name: "imports",
	word: "import.past",
	path: "/imports",
	usualSort: "-createdAt",
	columns: [
		{ key: "name", word: "import.name", kind: "text", sorts: true, value: (i) => i.name },
		{ key: "state", word: "import.state", kind: "choice", words: "importState", value: (i) => i.state },
		{ key: "created", word: "import.created", kind: "number", sorts: true, value: (i) => sum(i, "created") },
		{ key: "updated", word: "import.updated", kind: "number", sorts: true, value: (i) => sum(i, "updated") },
		{ key: "rejected", word: "import.rejected", kind: "number", sorts: true, value: (i) => i.rejected },
		{ key: "createdAt", word: "import.begun", kind: "moment", sorts: true, extra: true, value: (i) => i.createdAt },
		{ key: "finishedAt", word: "import.ended", kind: "moment", sorts: true, extra: true, value: (i) => i.finishedAt },
	],
	filters: [
		{ name: "search", word: "import.search", kind: "text", main: true, column: "name" },
		{
			name: "state",
			word: "import.state",
			kind: "choice",
			main: true,
			column: "state",
			options: STATES.map((state) => ({ value: state, word: `importState.${state}` })),
		},
		{ name: "begun", word: "import.begun", kind: "day", main: true, column: "createdAt" },
	],
};

function sum(row: ImportJson, what: "created" | "updated"): number {
	return Object.values(row.counts).reduce((total, counts) => total + counts[what], 0);
}
