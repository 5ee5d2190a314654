import { Readable } from "node:stream";
import type { SourceFile } from "../intake/source-file.ts";
import { detectWorkbook, readWorkbook } from "../intake/workbook.ts";

/** The sheets of an .xlsx by name, read as an import reads them: rows of text, days and moments as ISO. */
export async function openWorkbook(bytes: Buffer): Promise<Record<string, string[][]>> {
	const file: SourceFile = { name: "book.xlsx", bytes: bytes.length, open: async () => Readable.from([bytes]) };
	const sheets: Record<string, string[][]> = {};
	for (const format of await detectWorkbook(file)) {
		const rows: string[][] = [];
		for await (const batch of readWorkbook(file, format)) rows.push(...batch.rows);
		sheets[format.sheet] = rows;
	}
	return sheets;
}
