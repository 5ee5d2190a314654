import type { WorkspaceFacts } from "./propose-plan.ts";
import type { ProfiledSheet } from "./sheet-facts.ts";
import { sniffTable } from "./sniff-table.ts";

/** A new workspace that has said nothing yet, for tests. */
export const NEW_WORKSPACE: WorkspaceFacts = {
	isNew: true,
	currency: "USD",
	zone: "UTC",
	fiscalStartMonth: 1,
	hasProductPrices: false,
	kept: null,
};

/** The day these tests take for today. */
export const TODAY = "2026-11-20";

/** A sheet from lines of cells parted by `|`, the first being the header; for tests. */
export function sheetOf(file: string, ...lines: string[]): ProfiledSheet {
	const [headers = [], ...rows] = lines.map((line) => line.split("|").map((cell) => cell.trim()));
	return { file, sheet: null, headers, profile: sniffTable(rows, headers, TODAY) };
}
