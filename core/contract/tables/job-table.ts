import type { JobJson } from "../imports.ts";
import type { Table } from "./table.ts";

const STATES = ["failed", "running", "waiting", "done"] as const;

/** The work in the background; what failed first. */
export const jobTable: Table<JobJson> = {
	name: "jobs",
	word: "nav.jobs",
	path: "/jobs",
	usualSort: "order",
	columns: [
		{ key: "text", word: "jobs.work", kind: "text", sorts: true, value: (j) => j.text },
		{ key: "state", word: "jobs.state", kind: "choice", words: "jobState", value: (j) => j.state },
		{ key: "createdAt", word: "jobs.began", kind: "moment", sorts: true, value: (j) => j.createdAt },
		{ key: "finishedAt", word: "jobs.ended", kind: "moment", sorts: true, extra: true, value: (j) => j.finishedAt },
		{ key: "attempts", word: "jobs.tries", kind: "number", sorts: true, extra: true, value: (j) => j.attempts },
		{ key: "error", word: "jobs.reason", kind: "text", extra: true, value: (j) => j.error },
	],
	filters: [
		{ name: "search", word: "jobs.search", kind: "text", main: true },
		{
			name: "state",
			word: "jobs.state",
			kind: "choice",
			main: true,
			column: "state",
			options: STATES.map((state) => ({ value: state, word: `jobState.${state}` })),
		},
		{ name: "began", word: "jobs.began", kind: "day", main: true, column: "createdAt" },
	],
};

/** In the order of the page: what failed, runs, waits, is done. */
export function inOrderOfState(jobs: readonly JobJson[]): JobJson[] {
	return STATES.flatMap((state) => jobs.filter((job) => job.state === state));
}
