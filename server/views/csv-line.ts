/** How a formula begins, full-width signs too, which spreadsheets set to Chinese, Japanese or Korean read alike. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const NUMBER = /^[+-]?[\d.,\s]+%?$/;

/**
 * One line of a CSV file (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe before it;
 * plain signed numbers stay as they are.
 */
export function csvLine(cells: readonly string[]): string {
	return `${cells.map(cell).join(",")}\r\n`;
}

function cell(text: string): string {
	const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
