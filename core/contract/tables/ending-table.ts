import type { EndingRowJson } from "../deal-endings.ts";
import type { Table, TableColumn } from "./table.ts";

const percent = (share: number | undefined): number | null =>
	share === undefined ? null : Math.round(share * 1000) / 10;

const columns: readonly TableColumn<EndingRowJson>[] = [
	{ key: "label", word: "endings.group", kind: "text", sorts: true, value: (r) => r.label },
	{ key: "ended", word: "endings.ended", kind: "number", sorts: true, value: (r) => r.won + r.lost },
	{ key: "share", word: "endings.share", kind: "number", sorts: true, value: (r) => percent(r.share?.value) },
	{ key: "verdict", word: "endings.verdict", kind: "choice", words: "endings.verdict", value: (r) => r.verdict },
	{ key: "days", word: "endings.days", kind: "number", sorts: true, value: (r) => r.cycle?.days ?? null },
	{ key: "wonAmount", word: "endings.wonAmount", kind: "money", sorts: true, value: (r) => r.wonAmount },
	{ key: "lostAmount", word: "endings.lostAmount", kind: "money", sorts: true, value: (r) => r.lostAmount },
	{ key: "won", word: "endings.won", kind: "number", sorts: true, extra: true, value: (r) => r.won },
	{ key: "lost", word: "endings.lost", kind: "number", sorts: true, extra: true, value: (r) => r.lost },
	{ key: "low", word: "endings.low", kind: "number", extra: true, value: (r) => percent(r.share?.low) },
	{ key: "high", word: "endings.high", kind: "number", extra: true, value: (r) => percent(r.share?.high) },
	{ key: "daysOf", word: "endings.daysOf", kind: "number", extra: true, value: (r) => r.cycle?.n ?? 0 },
	{ key: "unpriced", word: "forecast.unpricedDeals", kind: "number", extra: true, value: (r) => r.unpriced },
];

/** How deals ended, group by group. */
export const endingTable: Table<EndingRowJson> = {
	name: "deal-endings",
	word: "endings.title",
	path: "/deals/endings",
	usualSort: "-ended",
	columns,
	filters: [{ name: "search", word: "endings.search", kind: "text", main: true, column: "label" }],
};
