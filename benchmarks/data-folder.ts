import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * Where measuring data lie: `--data`, else COURTSIDE_DATA, else ../shared/data beside the repository. Null when there
 * is no such folder: benchmarks then say "not measured". (The environment is read here and nowhere else on the command
 * line.)
 */
export function dataFolder(option: string | undefined): string | null {
	const repository = resolve(import.meta.dirname, "..");
	const folder = option ?? process.env["COURTSIDE_DATA"] ?? join(repository, "..", "shared", "data");
	return existsSync(folder) ? resolve(folder) : null;
}

/** A file of the data folder, or null when it is not there. */
export function dataFile(folder: string | null, ...path: string[]): string | null {
	if (folder === null) return null;
	const file = join(folder, ...path);
	return existsSync(file) ? file : null;
}
