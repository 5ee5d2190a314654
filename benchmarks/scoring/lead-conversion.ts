import { csvRows } from "../../cli/csv-rows.ts";
import { dataFile } from "../data-folder.ts";
import type { Judging } from "./learn-and-judge.ts";
import { bucketOf } from "./split.ts";

const ID = "Prospect ID";
const TARGET = "Converted";
/** Typed in after the call, or the state at the end. */
const LATE = [
	...["Tags", "Lead Quality", "Lead Profile", "Asymmetrique Activity Index", "Asymmetrique Profile Index"],
	...["Asymmetrique Activity Score", "Asymmetrique Profile Score", "Last Activity", "Last Notable Activity"],
];
/** Who they are, not what they did. */
const FIT = [
	...["Country", "City", "Specialization", "What is your current occupation"],
	"What matters most to you in choosing a course",
];

type Lead = Record<string, string>;

/** X Education's leads as they stood before anybody called; null without the file. */
export async function readLeads(data: string | null): Promise<Lead[] | null> {
	const file = dataFile(data, "leads", "x-education", "Leads.csv");
	if (file === null) return null;
	const rows: Lead[] = [];
	for await (const row of csvRows(file, [ID, TARGET])) rows.push(row);
	return rows;
}

/** A fifth of the leads kept back, by hash of the prospect's id; all columns that are known in time, or fit alone. */
export function leadJudging(rows: Lead[], fitOnly: boolean): Judging {
	const without = [ID, TARGET, "Lead Number", "", ...LATE];
	const columns = fitOnly ? FIT : Object.keys(rows[0] ?? {}).filter((c) => !without.includes(c));
	return {
		columns,
		train: rows.filter((r) => bucketOf(r[ID] ?? "") >= 20),
		test: rows.filter((r) => bucketOf(r[ID] ?? "") < 20),
		happened: (row) => row[TARGET] === "1",
		id: (row) => String(row[ID]),
	};
}

/** Points as a marketer would write them down from experience; written before any figure was seen, fitted to nothing. */
export function handWrittenPoints(lead: Record<string, unknown>): number {
	const seconds = Number(lead["Total Time Spent on Website"] || 0);
	const visits = Number(lead["TotalVisits"] || 0);
	const source = String(lead["Lead Source"]);
	let points = seconds > 900 ? 30 : seconds > 300 ? 15 : seconds > 0 ? 5 : 0;
	points += visits >= 5 ? 10 : visits >= 2 ? 5 : 0;
	if (lead["Lead Origin"] === "Lead Add Form") points += 30;
	if (source === "Reference" || source === "Welingak Website") points += 20;
	if (lead["What is your current occupation"] === "Working Professional") points += 30;
	if (lead["What is your current occupation"] === "Unemployed") points += 5;
	if (lead["Do Not Email"] === "Yes") points -= 20;
	return points;
}

/**
 * Share of all conversions among the fifth of leads ranked highest. Leads at the edge that rank alike count by the
 * share of them that there is room for.
 */
export function capturedAt(share: number, ranked: { score: number; happened: boolean }[]): number {
	const sorted = ranked.toSorted((a, b) => b.score - a.score);
	const room = Math.round(sorted.length * share);
	const edge = sorted[room - 1]?.score ?? 0;
	const above = sorted.filter((r) => r.score > edge);
	const tied = sorted.filter((r) => r.score === edge);
	const hits = (list: typeof sorted): number => list.filter((r) => r.happened).length;
	return (hits(above) + (hits(tied) * (room - above.length)) / tied.length) / hits(sorted);
}
