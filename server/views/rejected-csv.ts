import type { RejectedRow } from "../db/import-rejects.ts";
import { csvLine } from "./csv-line.ts";
import { say, type Viewer } from "./viewer.ts";

/**
 * The rows an import refused as a CSV file in the viewer's words: file, row, column, value, reason, then the row as it
 * was. Safe to open in a spreadsheet. Begins with a byte-order mark, without which Excel takes it for another alphabet.
 */
export async function* rejectedCsv(batches: AsyncIterable<RejectedRow[]>, viewer: Viewer): AsyncGenerator<Buffer> {
	const heads = ["file", "row", "column", "value", "reason"].map((head) => say(viewer, `import.rejected.${head}`));
	yield Buffer.from(`\u{feff}${csvLine(heads)}`);
	for await (const batch of batches) {
		const lines = batch.map(({ file, row, column, value, code, params, cells }) =>
			csvLine([file, String(row), column ?? "", value ?? "", say(viewer, `reject.${code}`, params), ...cells]),
		);
		yield Buffer.from(lines.join(""));
	}
}
