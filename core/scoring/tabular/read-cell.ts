import { isBlank } from "../../intake/blank.ts";
import { readDate, readSerialDate } from "../../intake/read-date.ts";
import { readNumber } from "../../intake/read-number.ts";
import { DAY_MS } from "../../model/instant.ts";
import type { Cell } from "./cell.ts";
import type { ColumnReading } from "./features.ts";

/** A cell as text without surrounding blanks; "" for nothing. */
export function textOf(cell: Cell): string {
	return cell === null || cell === undefined ? "" : typeof cell === "string" ? cell.trim() : String(cell);
}

/** A cell as a number; NaN when it is none. */
export function numberOf(cell: Cell, reading: ColumnReading): number {
	if (typeof cell === "number") return Number.isFinite(cell) ? cell : Number.NaN;
	if (typeof cell === "boolean") return cell ? 1 : 0;
	if (isBlank(cell ?? undefined) || typeof cell !== "string") return Number.NaN;
	const read = readNumber(cell, reading.kind === "number" ? reading.decimal : ".");
	if (read) return Number(read.decimal);
	// Programs write what is very large or small as 1e-7, which no person does.
	return /^[+-]?\d*\.?\d+e[+-]?\d+$/i.test(cell.trim()) ? Number(cell) : Number.NaN;
}

/** A cell as days since 1970, with the time of day as its fraction; NaN when it is no date. Numbers are taken as days. */
export function daysOf(cell: Cell, reading: ColumnReading): number {
	if (typeof cell === "number") return Number.isFinite(cell) ? cell : Number.NaN;
	if (typeof cell !== "string" || isBlank(cell)) return Number.NaN;
	const read = readDate(cell, reading.kind === "date" ? reading.order : "ymd") ?? readSerialDate(cell);
	if (!read) return Number.NaN;
	const ms = Date.parse(`${read.date}T00:00:00Z`) + (read.timeMs ?? 0) - (read.offsetMinutes ?? 0) * 60_000;
	return ms / DAY_MS;
}

/** Different words of a text, in small letters, at most forty. */
export function wordsOf(text: string): string[] {
	const found = new Set<string>();
	for (const [word] of text
		.slice(0, 2000)
		.toLowerCase()
		.matchAll(/[\p{L}\p{N}]{2,}/gu)) {
		found.add(word);
		if (found.size === 40) break;
	}
	return [...found];
}
