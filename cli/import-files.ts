import { createReadStream, existsSync, readdirSync, statSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { InputFault } from "./input-fault.ts";

const TABLES = [".csv", ".tsv", ".xlsx", ".xls", ".gz"];

/** A file on this machine, opened when it is its turn. */
export interface LocalFile {
	name: string;
	readonly content: Readable;
}

/** The files that the paths name: of a folder its tables (not those of folders in it), else the file itself. Throws InputFault when there is none. */
export function filesAt(paths: readonly string[]): LocalFile[] {
	const files = paths.flatMap((path) => {
		const full = resolve(path);
		if (!existsSync(full)) throw new InputFault(`There is no file or folder ${full}.`);
		if (!statSync(full).isDirectory()) return [full];
		return readdirSync(full, { withFileTypes: true })
			.filter(
				(entry) => entry.isFile() && TABLES.includes(extname(entry.name).toLowerCase()) && !entry.name.startsWith("."),
			)
			.map((entry) => join(full, entry.name))
			.sort();
	});
	if (files.length === 0) throw new InputFault("There is no CSV or Excel file in that folder.");
	return files.map((path) => ({
		name: basename(path),
		get content() {
			return createReadStream(path);
		},
	}));
}

/** What a workspace for these paths would be called: the folder's name, else the first file's. */
export function nameFor(paths: readonly string[]): string {
	const name = basename(resolve(paths[0] ?? ".")).replace(/(\.(csv|tsv|xlsx|gz))+$/i, "");
	return name.replace(/[-_]+/g, " ").trim() || "Imported";
}
