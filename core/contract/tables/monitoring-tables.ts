import type { CoveredRepJson, WatchedJson } from "../monitoring.ts";
import type { Table } from "./table.ts";

type InCurrency = { currency: string };

const amount = (minor: string | null | undefined, { currency }: InCurrency) =>
	minor == null ? null : { amountMinor: minor, currency };
const percent = (share: number | null | undefined): number | null =>
	share == null ? null : Math.round(share * 1000) / 10;

/** How everybody does. */
export const performanceTable: Table<WatchedJson & InCurrency> = {
	name: "performance",
	word: "watch.title",
	path: "/performance",
	usualSort: "-won",
	columns: [
		{ key: "name", word: "quota.who", kind: "text", sorts: true, value: (r) => r.name },
		{ key: "won", word: "watch.won", kind: "money", sorts: true, value: (r) => amount(r.won, r) },
		{
			key: "quota",
			word: "watch.quota",
			kind: "choice",
			words: "watch.verdict",
			sorts: true,
			value: (r) => r.againstQuota?.verdict ?? null,
		},
		{
			key: "others",
			word: "watch.others",
			kind: "choice",
			words: "watch.verdict",
			sorts: true,
			value: (r) => r.againstOthers?.verdict ?? null,
		},
		{
			key: "past",
			word: "watch.past",
			kind: "choice",
			words: "watch.verdict",
			sorts: true,
			value: (r) => r.againstPast?.verdict ?? null,
		},
		{
			key: "season",
			word: "watch.season",
			kind: "choice",
			words: "watch.verdict",
			sorts: true,
			value: (r) => r.againstSeason?.verdict ?? null,
		},
		{
			key: "growth",
			word: "watch.growth",
			kind: "number",
			sorts: true,
			value: (r) => percent(r.growth?.perPeriod),
		},
		{ key: "wins", word: "watch.wins", kind: "number", sorts: true, extra: true, value: (r) => r.wins },
		{ key: "target", word: "quota.quota", kind: "money", sorts: true, extra: true, value: (r) => amount(r.quota, r) },
		{ key: "owner", word: "potential.owner", kind: "text", sorts: true, extra: true, value: (r) => r.owner },
	],
	filters: [{ name: "search", word: "watch.search", kind: "text", main: true, column: "name" }],
};

/** Everybody's hours beside their work. */
export const coverageTable: Table<CoveredRepJson> = {
	name: "coverage",
	word: "cover.title",
	path: "/coverage",
	usualSort: "-load",
	columns: [
		{ key: "name", word: "quota.who", kind: "text", sorts: true, value: (r) => r.user.name },
		{ key: "load", word: "cover.load", kind: "number", sorts: true, value: (r) => percent(r.load) },
		{ key: "verdict", word: "cover.verdict", kind: "choice", words: "cover.verdict", value: (r) => r.verdict },
		{ key: "workload", word: "cover.workload", kind: "number", sorts: true, value: (r) => Math.round(r.workload) },
		{ key: "capacity", word: "cover.capacity", kind: "number", sorts: true, value: (r) => Math.round(r.capacity) },
		{ key: "done", word: "cover.done", kind: "number", sorts: true, value: (r) => percent(r.doneShare) },
		{ key: "untouched", word: "cover.untouched", kind: "number", sorts: true, value: (r) => r.untouched },
		{ key: "shared", word: "cover.shared", kind: "number", sorts: true, value: (r) => r.shared },
		{ key: "accounts", word: "potential.accounts", kind: "number", sorts: true, extra: true, value: (r) => r.accounts },
		{ key: "hours", word: "cover.hours", kind: "number", sorts: true, extra: true, value: (r) => r.hoursPerWeek },
		{ key: "team", word: "quota.kind.team", kind: "text", sorts: true, extra: true, value: (r) => r.team },
	],
	filters: [{ name: "search", word: "watch.search", kind: "text", main: true, column: "name" }],
};
