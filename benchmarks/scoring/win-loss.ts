import { csvRows } from "../../cli/csv-rows.ts";
import { dataFile } from "../data-folder.ts";
import type { Judging } from "./learn-and-judge.ts";
import { bucketOf } from "./split.ts";

const ID = "Opportunity Number";
const TARGET = "Opportunity Result";
/** Known only when the deal is over. */
const AFTER = [
	"Total Days Identified Through Closing",
	"Ratio Days Identified To Total Days",
	"Ratio Days Validated To Total Days",
	"Ratio Days Qualified To Total Days",
];
/** Known while it runs; the values in the file are those at its end, which flatters. */
const RUNNING = ["Elapsed Days In Sales Stage", "Sales Stage Change Count", "Total Days Identified Through Qualified"];

/** One way of judging: which columns, and which rows are kept back. */
export interface WinLossCase {
	key: string;
	name: string;
	judging: Judging;
}

/** The labelled opportunities of IBM's sample; null without the file. Every `thin`-th only, for a quick look. */
export async function readWinLoss(data: string | null, thin = 1): Promise<Record<string, string>[] | null> {
	const file = dataFile(data, "deals", "ibm-sales-win-loss", "train.csv.gz");
	if (file === null) return null;
	const rows: Record<string, string>[] = [];
	let at = 0;
	for await (const row of csvRows(file, [ID, TARGET])) if (at++ % thin === 0) rows.push(row);
	return rows;
}

/**
 * Three column sets, each by hash of the opportunity number (a quarter of the labelled part kept back, repeats
 * together) and by its order (the newest fifth kept back; the order then also tells training what is newer).
 */
export function winLossCases(rows: Record<string, string>[]): WinLossCase[] {
	const all = Object.keys(rows[0] ?? {}).filter((c) => c !== ID && c !== TARGET);
	const sets: [string, string, string[]][] = [
		["All", "all columns", all],
		["Flight", "in flight", all.filter((c) => !AFTER.includes(c))],
		["Creation", "at creation", all.filter((c) => !AFTER.includes(c) && !RUNNING.includes(c))],
	];
	const number = (row: Record<string, unknown>): number => Number(row[ID]);
	const cut = rows.map(number).sort((a, b) => a - b)[Math.floor(rows.length * 0.8)] ?? 0;
	const isKeptBack = (row: Record<string, string>): boolean => {
		const bucket = bucketOf(row[ID] ?? "");
		return bucket >= 20 && bucket < 40;
	};
	const common = {
		happened: (row: Record<string, unknown>) => row[TARGET] === "Won",
		id: (row: Record<string, unknown>) => String(row[ID]),
	};
	return sets.flatMap(([key, name, columns]) => [
		{
			key: `winLossHash${key}`,
			name: `IBM deals by hash, ${name}`,
			judging: { columns, ...common, train: rows.filter((r) => !isKeptBack(r)), test: rows.filter(isKeptBack) },
		},
		{
			key: `winLossOrder${key}`,
			name: `IBM deals by order, ${name}`,
			judging: {
				...{ columns, ...common, time: number },
				train: rows.filter((r) => number(r) < cut),
				test: rows.filter((r) => number(r) >= cut),
			},
		},
	]);
}
