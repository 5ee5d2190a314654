import type { Transaction } from "kysely";
import type { TableColumn } from "../../core/contract/tables/table.ts";
import type { Tables } from "../db/tables.ts";
import { loadWorkspace } from "../db/workspace.ts";
import { say, type Viewer } from "../views/viewer.ts";
import { aboutSheet } from "./about-sheet.ts";
import { type Cell, sheetColumns } from "./cells.ts";
import { csvRows } from "./csv-sheet.ts";
import type { Download } from "./download.ts";
import { type WriteRows, writeWorkbook } from "./xlsx-book.ts";
import type { Sink } from "./zip-stream.ts";

/** For whom a table is written. */
export interface Writing<Row> {
	download: Download<Row>;
	columns: readonly TableColumn<Row>[];
	viewer: Viewer;
	/** Who takes it. */
	by: string;
	/** Real time. */
	now: number;
	/** Counts up as rows are written. */
	told: { rows: number };
}

/** Writes a table as CSV or XLSX into `sink`, reading its rows from the transaction as they are taken. */
export async function writeTable<Row>(trx: Transaction<Tables>, writing: Writing<Row>, sink: Sink): Promise<void> {
	const { download, viewer, by, now, told } = writing;
	const { table, asked } = download;
	const columns = sheetColumns(writing.columns, viewer);
	const headings = columns.map(({ heading }) => heading);
	const fill = async (write: WriteRows) => {
		for await (const batch of batchesOf(download.rows(trx))) {
			told.rows += batch.length;
			await write(batch.map((row) => columns.map(({ cell }): Cell => cell(row))));
			// Wording rows takes the processor; others get their turn between batches.
			await new Promise(setImmediate);
		}
	};
	if (asked.format === "csv") {
		const heads = csvRows([headings.map((text) => ({ kind: "text", text }))]);
		await sink(Buffer.from((asked.bom ? "\u{feff}" : "") + heads));
		return fill((rows) => sink(Buffer.from(csvRows(rows))));
	}
	const workspace = await loadWorkspace(trx, now);
	const about = await aboutSheet(trx, { table, asked, viewer, workspace, by, at: now }, told);
	await writeWorkbook([{ name: say(viewer, table.word), headings, fill }, about], viewer.zone, sink);
}

async function* batchesOf<Row>(rows: AsyncIterable<readonly Row[]> | Promise<readonly Row[]>) {
	if (Symbol.asyncIterator in rows) yield* rows;
	else yield await rows;
}
