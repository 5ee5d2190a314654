import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, statSync } from "node:fs";
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
 * The first way to run PostgreSQL that works here: as ourselves; as root, lending it the identity `nobody`; under a
 * path only root can enter, the same inside a user namespace; where that is forbidden too, with programs and data under
 * `/var/lib`, which nobody can enter.
 */
export async function findFooting(binaries: Binaries, home: string): Promise<Footing> {
	const dataDir = join(home, "postgres");
	if (process.getuid?.() !== 0) {
		return { description: "as this user", binaries, dataDir, owner: null, spawn };
	}
	const tried: string[] = [];
	for (const make of [lentIdentity, userNamespace, elsewhere]) {
		const footing = make(binaries, dataDir);
		const fault = await faultOf(footing);
		if (!fault) return footing;
		tried.push(`${footing.description}: ${fault}`);
	}
	throw new Error(
		"PostgreSQL will not run as root, and no other identity works here. Start Courtside as an ordinary user, " +
			`or set DATABASE_URL.\n${tried.join("\n")}`,
	);
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
		// Root outside is nobody inside.
		owner: 0,
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

/** Why this footing does not hold, in a line; null when it does. */
async function faultOf(footing: Footing): Promise<string | null> {
	const { binaries, dataDir, owner } = footing;
	const parent = dirname(dataDir);
	const existing = ownerOf(dataDir);
	if (existing !== null && owner !== null && existing !== owner) return `${dataDir} belongs to user ${existing}`;
	try {
		mkdirSync(parent, { recursive: true, mode: 0o700 });
		if (owner) {
			// The folder holds secrets beside the cluster: enter, but do not list.
			chmodSync(parent, statSync(parent).mode | 0o011);
		}
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
