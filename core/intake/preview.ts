import type { Draft, Reject, WarningCode } from "./draft.ts";
import { sheetMapper } from "./map-sheet.ts";
import type { Plan } from "./plan.ts";
import type { ProfiledSheet } from "./sheet-facts.ts";

/** One of the sheet's own rows, as it will be stored: its records, linked ones last, or why it will not be. */
export interface PreviewRow {
	row: number;
	cells: string[];
	drafts: Draft[];
	steps: { field: string; value: string | null; at: number }[];
	reject: Reject | null;
	warnings: WarningCode[];
}

export interface PreviewSheet {
	file: string;
	sheet: string | null;
	entity: Plan["sheets"][number]["entity"];
	rows: PreviewRow[];
}

/** The first three rows of every sheet that is taken in. `firstRow`: the file row on which data begin. */
export function previewRows(plan: Plan, seen: ProfiledSheet[], firstRow = 2): PreviewSheet[] {
	return plan.sheets.map((sheet, index) => {
		const rows = sheet.entity === null ? [] : (seen[index]?.profile.firstRows.slice(0, 3) ?? []);
		return {
			file: sheet.file,
			sheet: sheet.sheet,
			entity: sheet.entity,
			// A mapper of its own for each row: every row then brings the records that it names.
			rows: rows.map((cells, at) =>
				previewOne(sheetMapper(plan, index).map(cells, firstRow + at), firstRow + at, cells),
			),
		};
	});
}

function previewOne(
	result: ReturnType<ReturnType<typeof sheetMapper>["map"]>,
	row: number,
	cells: string[],
): PreviewRow {
	if (!result.ok) return { row, cells, drafts: [], steps: [], reject: result.reject, warnings: [] };
	const drafts = result.drafts.toSorted((a, b) => Number(a.implied) - Number(b.implied));
	const steps = result.steps.map(({ field, value, at }) => ({ field, value, at }));
	return { row, cells, drafts, steps, reject: null, warnings: result.warnings };
}
