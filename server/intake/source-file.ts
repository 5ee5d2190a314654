import type { Readable } from "node:stream";
import { cleanHeaders, findHeader } from "../../core/intake/sniff-table.ts";
import { type CsvFormat, detectCsv, readCsv } from "./csv-file.ts";
import { FileFault, LIMITS } from "./file-fault.ts";
import { detectWorkbook, readWorkbook, type WorkbookFormat } from "./workbook.ts";

/** A file that can be read from its beginning, as often as needed. */
export interface SourceFile {
	/** As the person knows it. */
	name: string;
	bytes: number;
	open(): Promise<Readable>;
}

/** Rows as text, one after the other; the first is row `firstRow` of the file, counted from 1. */
export interface RowBatch {
	firstRow: number;
	rows: string[][];
}

/** One table in a file: how it is written, and where its header stands. JSON, kept with the import. */
export interface SheetSource {
	format: CsvFormat | WorkbookFormat;
	/** Sheet name within a workbook. */
	sheet: string | null;
	headers: string[];
	/** The header's row, counted from 1. */
	headerRow: number;
}

const LOOK_ROWS = 50;

/** The tables in a file. Throws FileFault when there is none that can be read. */
export async function findSheets(file: SourceFile): Promise<SheetSource[]> {
	if (file.bytes === 0) throw new FileFault("empty", file.name);
	const formats = await detectFormats(file);
	const sheets: SheetSource[] = [];
	let fault: FileFault | null = null;
	for (const format of formats) {
		try {
			sheets.push(await findHeaderOf(file, format));
		} catch (error) {
			if (!(error instanceof FileFault) || formats.length === 1) throw error;
			// A workbook often has a cover page; what matters is that some sheet is a table.
			fault = error;
		}
	}
	if (sheets.length === 0) throw fault ?? new FileFault("no_sheets", file.name);
	return sheets;
}

/** The data rows under the header, blank ones left out of `rows` but counted in `numbers`. */
export async function* readSheet(
	file: SourceFile,
	source: SheetSource,
): AsyncGenerator<{ rows: string[][]; numbers: number[] }> {
	const width = source.headers.length;
	for await (const batch of readBatches(file, source.format)) {
		const rows: string[][] = [];
		const numbers: number[] = [];
		for (let i = 0; i < batch.rows.length; i++) {
			const row = batch.rows[i] ?? [];
			const number = batch.firstRow + i;
			if (number <= source.headerRow || isEmpty(row)) continue;
			// A spreadsheet leaves trailing empty cells out; a text file that does is broken.
			if (source.format.kind === "xlsx") while (row.length < width) row.push("");
			rows.push(row);
			numbers.push(number);
		}
		if (rows.length > 0) yield { rows, numbers };
	}
}

function readBatches(file: SourceFile, format: SheetSource["format"]): AsyncGenerator<RowBatch> {
	return format.kind === "csv" ? readCsv(file, format) : readWorkbook(file, format);
}

async function detectFormats(file: SourceFile): Promise<SheetSource["format"][]> {
	const start = await magic(file);
	if (start.startsWith("504b0304")) return detectWorkbook(file);
	if (start.startsWith("d0cf11e0")) throw new FileFault((await isLocked(file)) ? "locked" : "old_excel", file.name);
	if (start.startsWith("25504446")) throw new FileFault("pdf", file.name);
	if (/^(89504e47|ffd8ff|47494638|7f454c46|4d5a9000|52494646|52617221|377abcaf)/.test(start)) {
		throw new FileFault("not_a_table", file.name);
	}
	return [await detectCsv(file, start.startsWith("1f8b"))];
}

async function magic(file: SourceFile): Promise<string> {
	const stream = await file.open();
	for await (const bytes of stream as AsyncIterable<Uint8Array>) {
		stream.destroy();
		return Buffer.from(bytes.subarray(0, 8)).toString("hex");
	}
	throw new FileFault("empty", file.name);
}

/** The wrapper of an .xls also holds an .xlsx with a password, in a stream of this name (MS-OFFCRYPTO 2.3.4.4). */
async function isLocked(file: SourceFile): Promise<boolean> {
	const name = Buffer.from("EncryptedPackage", "utf16le");
	let tail: Uint8Array = new Uint8Array();
	for await (const bytes of (await file.open()) as AsyncIterable<Uint8Array>) {
		const seen = Buffer.concat([tail, bytes]);
		if (seen.includes(name)) return true;
		tail = seen.subarray(-name.length);
	}
	return false;
}

async function findHeaderOf(file: SourceFile, format: SheetSource["format"]): Promise<SheetSource> {
	const first: string[][] = [];
	for await (const batch of readBatches(file, format)) {
		first.push(...batch.rows.slice(0, LOOK_ROWS - first.length));
		if (first.length >= LOOK_ROWS) break;
	}
	const filled = first.filter((row) => !isEmpty(row));
	if (filled.length === 0) throw new FileFault("empty", file.name);
	const width = Math.max(...filled.map((row) => row.length));
	if (width > LIMITS.columns) throw new FileFault("too_wide", file.name, { columns: width, limit: LIMITS.columns });
	if (width === 1) throw new FileFault("one_column", file.name);
	const at = findHeader(first);
	const header = first[at];
	if (!header)
		throw new FileFault("no_header", file.name, { first: (filled[0] ?? []).slice(0, 3).join(", ").slice(0, 100) });
	if (filled.length === 1) throw new FileFault("no_rows", file.name);
	let last = header.length;
	while (
		last > 0 &&
		header[last - 1]?.trim() === "" &&
		first.every((row, i) => i <= at || (row[last - 1] ?? "") === "")
	)
		last--;
	return {
		format,
		sheet: format.kind === "xlsx" ? format.sheet : null,
		headers: cleanHeaders(header.slice(0, last)),
		headerRow: at + 1,
	};
}

function isEmpty(row: string[]): boolean {
	for (const cell of row) if (cell !== "" && cell.trim() !== "") return false;
	return true;
}
