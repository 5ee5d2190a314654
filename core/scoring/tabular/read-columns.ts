import type { TabularRow } from "./cell.ts";
import type { ColumnReading } from "./features.ts";
import { daysOf, numberOf, textOf } from "./read-cell.ts";

/** All cells of a column, read once: numbers (days for dates; NaN missing), or places in `levels` (−1 missing). */
export type ReadColumn =
	| { kind: "number" | "date"; column: string; values: Float64Array }
	| { kind: "category" | "text"; column: string; places: Int32Array; levels: string[] };

/** Reads the cells of every column that has a reading. Levels are in order of their first appearance. */
export function readColumns(rows: TabularRow[], readings: Record<string, ColumnReading>): ReadColumn[] {
	return Object.entries(readings).map(([column, reading]) => {
		if (reading.kind === "number" || reading.kind === "date") {
			const read = reading.kind === "number" ? numberOf : daysOf;
			return { kind: reading.kind, column, values: Float64Array.from(rows, (row) => read(row[column], reading)) };
		}
		const place = new Map<string, number>();
		const places = Int32Array.from(rows, (row) => {
			const text = textOf(row[column]);
			if (text === "") return -1;
			const known = place.get(text);
			if (known !== undefined) return known;
			place.set(text, place.size);
			return place.size - 1;
		});
		return { kind: reading.kind, column, places, levels: [...place.keys()] };
	});
}
