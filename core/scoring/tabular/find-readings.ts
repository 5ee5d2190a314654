import type { ColumnProfile } from "../../intake/sniff-column.ts";
import { TableSniffer } from "../../intake/sniff-table.ts";
import type { Cell, TabularRow } from "./cell.ts";
import type { ColumnReading } from "./features.ts";
import { numberOf, textOf } from "./read-cell.ts";

/**
 * Why a column is not looked at. `duplicate` names the column that says the same in `of`; `time`: it tells when, and
 * newer rows were foretold better without.
 */
export interface DroppedColumn {
	column: string;
	why: "empty" | "constant" | "id" | "duplicate" | "asked" | "time";
	of?: string;
}

/** How each column is read, and which are left out. */
export interface FoundReadings {
	readings: Record<string, ColumnReading>;
	dropped: DroppedColumn[];
}

/** Texts with at least so many words on average are read word by word. */
const WORDY = 3;
/** From so many rows on, whole numbers that never repeat and are spread evenly are taken for numbers of records. */
const ENOUGH_FOR_IDS = 100;

/** Finds out from the values alone what each column holds; names play no part. */
export function findReadings(columns: string[], rows: TabularRow[]): FoundReadings {
	const readings: Record<string, ColumnReading> = {};
	const dropped: DroppedColumn[] = [];
	const written: string[] = [];
	for (const column of columns) {
		const kinds = new Set(rows.map((row) => typeof (row[column] === "" ? null : (row[column] ?? null))));
		if (kinds.has("string")) written.push(column);
		else if (kinds.has("number")) readings[column] = { kind: "number", decimal: "." };
		else if (kinds.has("boolean")) readings[column] = { kind: "category" };
		else dropped.push({ column, why: "empty" });
	}
	const sniffer = new TableSniffer(written, "9999-12-31");
	for (const row of rows) sniffer.add(written.map((column) => textOf(row[column])));
	const { columns: profiles, decimal, dateOrder } = sniffer.finish();
	for (const profile of profiles) {
		const column = written[profile.index] ?? "";
		const cells = rows.map((row) => row[column]);
		switch (profile.type) {
			case "empty":
				dropped.push({ column, why: "empty" });
				break;
			case "integer":
			case "decimal":
			case "money":
			case "percent":
				readings[column] = { kind: "number", decimal };
				break;
			case "date":
			case "datetime":
				readings[column] = { kind: "date", order: dateOrder };
				break;
			default: {
				const reading = wordReading(profile, cells);
				if (reading) readings[column] = reading;
				else dropped.push({ column, why: "id" });
			}
		}
	}
	for (const [column, reading] of Object.entries(readings)) {
		if (reading.kind !== "number" || !isRecordNumber(rows, column, reading)) continue;
		delete readings[column];
		dropped.push({ column, why: "id" });
	}
	return { readings, dropped };
}

/** Category, text, or null for what only names the record. */
function wordReading(profile: ColumnProfile, cells: Cell[]): ColumnReading | null {
	const filled = cells.map(textOf).filter((t) => t !== "");
	const words = filled.reduce((s, t) => s + t.split(/\s+/).length, 0) / Math.max(1, filled.length);
	const manyDiffer = profile.filled >= 20 && profile.distinct >= profile.filled * 0.5;
	if (manyDiffer && words >= WORDY) return { kind: "text" };
	if (profile.filled >= 20 && profile.distinct >= profile.filled * 0.9) return words >= 1.8 ? { kind: "text" } : null;
	return { kind: "category" };
}

/** Whole numbers, each once, spread evenly between the least and the greatest (Kolmogorov's distance under 0.15). */
function isRecordNumber(rows: TabularRow[], column: string, reading: ColumnReading): boolean {
	const values = rows.map((row) => numberOf(row[column], reading)).filter((v) => !Number.isNaN(v));
	if (values.length < ENOUGH_FOR_IDS || values.some((v) => !Number.isInteger(v))) return false;
	if (new Set(values).size < values.length) return false;
	const sorted = values.sort((a, b) => a - b);
	const [least = 0, most = 0] = [sorted[0], sorted.at(-1)];
	return sorted.every((v, k) => Math.abs((v - least) / (most - least) - k / (sorted.length - 1)) < 0.15);
}
