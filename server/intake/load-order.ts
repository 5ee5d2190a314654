import type { SheetEntity } from "../../core/intake/fields.ts";

/** What has to be there before what: a deal's people, product and account first, its history after it. */
export const LOAD_ORDER: readonly SheetEntity[] = [
	"user",
	"product",
	"account",
	"contact",
	"deal",
	"event_log",
	"lead",
	"line_item",
	"stage_history",
	"activity",
	"quota",
];

/** Sorts sheets so that what they refer to is stored before them. */
export function inLoadOrder<T extends { entity: SheetEntity | null }>(sheets: readonly T[]): T[] {
	return sheets
		.filter((sheet) => sheet.entity !== null)
		.toSorted((a, b) => LOAD_ORDER.indexOf(a.entity ?? "activity") - LOAD_ORDER.indexOf(b.entity ?? "activity"));
}
