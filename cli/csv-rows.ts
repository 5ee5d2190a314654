import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { word } from "../core/words/word.ts";
import { detectCsv, readCsv } from "../server/intake/csv-file.ts";
import { FileFault } from "../server/intake/file-fault.ts";
import { UnusableInput } from "./engine-command.ts";

/**
 * Rows of a CSV file (gzipped when it ends in .gz) as records by column name, one after another; delimiter and encoding
 * are found as for an import. Columns in `needed` are found whatever their case and handed out under the needed
 * spelling. Blank rows are passed over; cells are trimmed. Throws UnusableInput when the file is absent, is not CSV, or
 * lacks a column.
 */
export async function* csvRows(path: string, needed: string[]): AsyncGenerator<Record<string, string>> {
	const found = await stat(path).catch(() => null);
	if (!found?.isFile()) throw new UnusableInput(`${path}: no such file`);
	const file = { name: basename(path), bytes: found.size, open: async () => createReadStream(path) };
	let header: string[] | null = null;
	try {
		for await (const { rows } of readCsv(file, await detectCsv(file, path.endsWith(".gz")))) {
			for (const row of rows) {
				if (row.every((cell) => cell.trim() === "")) continue;
				if (header) yield record(header, row);
				else header = headerOf(path, row, needed);
			}
		}
	} catch (fault) {
		if (fault instanceof FileFault) {
			const why = word("en", `import.file.${fault.code}`, { file: fault.file, ...fault.params });
			throw new UnusableInput(why, { cause: fault });
		}
		if (isZlibFault(fault)) throw new UnusableInput(`${path}: cannot be unpacked: ${fault.message}`, { cause: fault });
		throw fault;
	}
	if (!header) throw new UnusableInput(`${path}: the file is empty`);
}

function headerOf(path: string, row: string[], needed: string[]): string[] {
	const names = row.map((name) => name.trim());
	const header = names.map((name) => needed.find((wanted) => wanted.toLowerCase() === name.toLowerCase()) ?? name);
	const missing = needed.filter((name) => !header.includes(name));
	if (missing.length === 0) return header;
	throw new UnusableInput(`${path}: no column ${missing.join(", ")}; it has ${names.join(", ")}`);
}

function record(header: string[], row: string[]): Record<string, string> {
	const fields: Record<string, string> = {};
	for (const [i, name] of header.entries()) fields[name] = row[i]?.trim() ?? "";
	return fields;
}

function isZlibFault(fault: unknown): fault is Error {
	return fault instanceof Error && "code" in fault && String(fault.code).startsWith("Z_");
}
