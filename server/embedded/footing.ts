import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { basename, dirname, join } from "node:path";
import type { Binaries } from "./binaries.ts";

/** `nobody`: PostgreSQL refuses to run as root, so root lends it this identity. */
const NOBODY = 65534;

/** As whom PostgreSQL runs, and with which programs and data folder that works. */
export interface Footing {
	/** For logs and doctor. */
	description: string;
	binaries: Binaries;
	/** Where the cluster is, or will be. */
	dataDir: string;
	/** Who must own the data folder; null when it is simply ours. */
	owner: number | null;
	spawn(program: string, args: string[], options: SpawnOptions): ChildProcess;
}

/**
 * The first way to run PostgreSQL that works here: as ourselves; as root, lending it the identity `nobody`; where
 * nobody cannot enter, or our own user has no name, as nobody inside a user namespace; where that is forbidden too, root
 * puts programs and data under `/var/lib`, where nobody can enter.
 */
export async function findFooting(binaries: Binaries, home: string): Promise<Footing> {
	const dataDir = join(home, "postgres");
	const tried: string[] = [];
	const ladder = process.getuid?.() === 0 ? [lentIdentity, userNamespace, elsewhere] : [ourselves, userNamespace];
	for (const make of ladder) {
		const footing = make(binaries, dataDir);
		const fault = elsewhereFault(footing, home) ?? (await faultOf(footing));
		if (!fault) return footing;
		tried.push(`${footing.description}: ${fault}`);
	}
	throw new Error(
		"PostgreSQL runs neither as root nor as a user without a name, and no other identity works here. Start " +
			`Courtside as an ordinary user, or set DATABASE_URL.\n${tried.join("\n")}`,
	);
}

function ourselves(binaries: Binaries, dataDir: string): Footing {
	return { description: "as this user", binaries, dataDir, owner: null, spawn };
}

function lentIdentity(binaries: Binaries, dataDir: string): Footing {
	const owner = ownerOf(dataDir) || NOBODY;
	return {
		description: `as user ${owner}`,
		binaries,
		dataDir,
		owner,
		spawn: (program, args, options) => spawn(program, args, { ...options, uid: owner, gid: owner }),
	};
}

function userNamespace(binaries: Binaries, dataDir: string): Footing {
	const map = ["--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];
	return {
		description: "as nobody in a user namespace",
		binaries,
		dataDir,
		// We outside are nobody inside.
		owner: process.getuid?.() ?? null,
		spawn: (program, args, options) => spawn("unshare", [...map, program, ...args], options),
	};
}

function elsewhere(binaries: Binaries, dataDir: string): Footing {
	const root = elsewhereOf(dirname(dataDir));
	const native = join(root, "native");
	const moved = (path: string) => join(native, "bin", basename(path));
	const copies: Binaries = {
		root: native,
		initdb: moved(binaries.initdb),
		postgres: moved(binaries.postgres),
		pgCtl: moved(binaries.pgCtl),
	};
	if (!existsSync(copies.postgres)) {
		mkdirSync(root, { recursive: true, mode: 0o755 });
		cpSync(binaries.root, native, { recursive: true, verbatimSymlinks: true });
	}
	return { ...lentIdentity(copies, join(root, "postgres")), description: `as nobody, under ${root}` };
}

/** The folder outside `home` that the last footing uses, whether it exists or not: reset must know it. */
export function elsewhereOf(home: string): string {
	return join("/var/lib", `courtside-${createHash("sha256").update(home).digest("hex").slice(0, 12)}`);
}

/** A data folder that is already there decides: a second, empty one would look like a loss. */
function elsewhereFault({ dataDir }: Footing, home: string): string | null {
	const places = [join(home, "postgres"), join(elsewhereOf(home), "postgres")];
	const other = places.find((place) => place !== dataDir && existsSync(place));
	return other && !existsSync(dataDir) ? `the data is in ${other}` : null;
}

/** Why this footing does not hold, in a line; null when it does. */
async function faultOf(footing: Footing): Promise<string | null> {
	const { binaries, dataDir, owner } = footing;
	const parent = dirname(dataDir);
	const existing = ownerOf(dataDir);
	if (existing !== null && owner !== null && existing !== owner) return `${dataDir} belongs to user ${existing}`;
	try {
		// initdb wants the user to have a name; a container may run us under a bare number.
		if (footing.spawn === spawn) userInfo();
		mkdirSync(parent, { recursive: true, mode: 0o700 });
		if (owner) {
			// The folder holds secrets beside the cluster: enter, but do not list.
			chmodSync(parent, statSync(parent).mode | 0o011);
		}
		if (process.platform === "win32") return null;
		const child = footing.spawn("/bin/sh", ["-c", 'cd "$1" && "$2" --version', "sh", parent, binaries.postgres], {
			cwd: "/",
			stdio: ["ignore", "ignore", "pipe"],
		});
		return await faultOfChild(child);
	} catch (error) {
		return (error as Error).message;
	}
}

function faultOfChild(child: ChildProcess): Promise<string | null> {
	return new Promise((resolve) => {
		let said = "";
		child.stderr?.on("data", (chunk) => {
			said += chunk;
		});
		child.on("error", (error) => resolve(error.message));
		child.on("close", (code) => resolve(code === 0 ? null : said.trim() || `exit code ${code}`));
	});
}

function ownerOf(path: string): number | null {
	return existsSync(path) ? statSync(path).uid : null;
}

/** Makes a file or folder belong to whoever runs PostgreSQL. */
export function giveTo(footing: Footing, path: string): void {
	if (footing.owner) chownSync(path, footing.owner, footing.owner);
}

/** Runs a program to its end on this footing; throws with what it said when it fails. */
export async function runOn(footing: Footing, program: string, args: string[]): Promise<void> {
	const child = footing.spawn(program, args, { cwd: "/", stdio: ["ignore", "pipe", "pipe"] });
	child.stdout?.resume();
	const fault = await faultOfChild(child);
	if (fault) throw new Error(`${basename(program)} failed: ${fault}`);
}
