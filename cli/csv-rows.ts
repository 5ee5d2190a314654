import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { CsvError, parse } from "csv-parse";
import { UnusableInput } from "./engine-command.ts";

/**
 * Rows of a CSV file (gzipped when it ends in .gz) as records by column name, one after another. Columns in `needed`
 * are found whatever their case and handed out under the needed spelling. Throws UnusableInput when the file is absent,
 * is not CSV, or lacks a column.
 */
export async function* csvRows(path: string, needed: string[]): AsyncGenerator<Record<string, string>> {
	if (!(await stat(path).catch(() => null))?.isFile()) throw new UnusableInput(`${path}: no such file`);
	let header: string[] = [];
	const parser = parse({
		bom: true,
		skip_empty_lines: true,
		relax_column_count: true,
		trim: true,
		columns: (names: string[]) => {
			header = names.map((n) => needed.find((w) => w.toLowerCase() === n.trim().toLowerCase()) ?? n.trim());
			const missing = needed.filter((n) => !header.includes(n));
			if (missing.length > 0) {
				throw new UnusableInput(`${path}: no column ${missing.join(", ")}; it has ${names.join(", ")}`);
			}
			return header;
		},
	});
	const raw = createReadStream(path);
	const text = path.endsWith(".gz") ? raw.pipe(createGunzip()) : raw;
	raw.on("error", (e: Error) => parser.destroy(e));
	text.on("error", (e: Error) => parser.destroy(e));
	let rows = 0;
	try {
		for await (const row of text.pipe(parser)) {
			rows++;
			yield row as Record<string, string>;
		}
	} catch (fault) {
		if (fault instanceof UnusableInput) throw fault;
		if (fault instanceof CsvError || isZlibFault(fault)) {
			throw new UnusableInput(`${path}: cannot be read as CSV after row ${rows}: ${(fault as Error).message}`, {
				cause: fault,
			});
		}
		throw fault;
	}
	if (header.length === 0) throw new UnusableInput(`${path}: the file is empty`);
}

function isZlibFault(fault: unknown): boolean {
	return fault instanceof Error && "code" in fault && String(fault.code).startsWith("Z_");
}
