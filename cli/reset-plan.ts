import { existsSync, readdirSync, rmdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "../server/db/connect.ts";
import { elsewhereOf } from "../server/embedded/footing.ts";
import { startEmbedded } from "../server/embedded/start.ts";

/** One thing that would be deleted. */
export interface Doomed {
	path: string;
	what: string;
	bytes: number;
}

/** How much of one kind of record would be lost. */
export interface DoomedRows {
	table: string;
	rows: number;
}

/** What our server puts into its data folder. Anything else there is somebody else's and stays. */
const CONTENTS: [name: RegExp, what: string][] = [
	[/^postgres$/, "the embedded database"],
	[/^postgres\.new-/, "an unfinished database"],
	[/^postgres-password$/, "its password"],
	[/^postgres\.log$/, "its log"],
	[/^files$/, "uploaded and exported files"],
	[/^master-key$/, "the generated master key"],
	[/^server\.log$/, "the server's log"],
];

const TABLES = ["tenants", "users", "accounts", "contacts", "leads", "deals", "activities", "field_changes"] as const;

/** Everything of ours that is there now. Empty: nothing to delete. */
export function findDoomed(home: string): Doomed[] {
	const found: Doomed[] = [];
	for (const name of existsSync(home) ? readdirSync(home).sort() : []) {
		const what = CONTENTS.find(([pattern]) => pattern.test(name))?.[1];
		if (what) found.push({ path: join(home, name), what, bytes: sizeOf(join(home, name)) });
	}
	const elsewhere = elsewhereOf(home);
	if (existsSync(elsewhere)) {
		found.push({ path: elsewhere, what: "the embedded database and its programs", bytes: sizeOf(elsewhere) });
	}
	return found;
}

/**
 * Counts the rows, holding the server's role so that no server can start meanwhile; starts PostgreSQL for it when it does
 * not run. Throws when a server runs on the folder.
 */
export async function countRows(home: string): Promise<DoomedRows[]> {
	const embedded = await startEmbedded({ home, claim: true });
	const database = openDatabase({ url: embedded.url, max: 1, name: "courtside reset" });
	try {
		const counts: DoomedRows[] = [];
		for (const table of TABLES) {
			const { rows } = await database.pool.query(`select to_regclass($1) is not null as exists`, [table]);
			if (!rows[0].exists) continue;
			const counted = await database.pool.query(`select count(*)::int as n from ${table}`);
			counts.push({ table, rows: counted.rows[0].n });
		}
		return counts;
	} finally {
		await database.close();
		await embedded.stop();
	}
}

/** Deletes exactly these, and the folder itself when nothing else is left in it. */
export function destroy(doomed: Doomed[], home: string): void {
	for (const { path } of doomed) rmSync(path, { recursive: true, force: true });
	if (existsSync(home) && readdirSync(home).length === 0) rmdirSync(home);
}

function sizeOf(path: string): number {
	const info = statSync(path);
	if (!info.isDirectory()) return info.size;
	let bytes = 0;
	for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
		if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name)).size;
	}
	return bytes;
}
