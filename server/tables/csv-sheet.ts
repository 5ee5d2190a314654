import { csvLine } from "../views/csv-line.ts";
import type { Cell } from "./cells.ts";

/** Rows as lines of CSV: numbers with a point, days and moments as ISO 8601, nothing that a spreadsheet takes for a formula. */
export function csvRows(rows: readonly Cell[][]): string {
	return rows.map((row) => csvLine(row.map(csvText))).join("");
}

function csvText(cell: Cell): string {
	if (cell === null) return "";
	if (cell.kind === "text") return cell.text;
	if (cell.kind === "day") return cell.day;
	if (cell.kind === "moment") return new Date(cell.at).toISOString();
	return cell.decimal;
}
