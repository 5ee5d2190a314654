import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { lstat, mkdir, open, readdir, realpath, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { HostFiles } from "../../core/contract/host.ts";
import type { Database } from "../db/connect.ts";

/** The folder beneath which every workspace has one of its own. */
export interface FileRoot {
	of(tenantId: number): HostFiles;
}

/** No file of a host is larger: it is read into memory as a whole. */
const MOST_BYTES = 25_000_000;
/** A name as it may stand in a path: no separators, nothing hidden, nothing that leads up. */
const NAME = /^[\p{L}\p{N}_%][\p{L}\p{N}_% .@+-]{0,150}$/u;

/**
 * Folders under `root`, one a workspace, named by its slug. Nothing outside of a workspace's folder is read or written:
 * names are checked one by one, and a path that goes through a link is refused.
 */
export function openFileRoot(root: string, database: Pick<Database, "asSystem">): FileRoot {
	return {
		of(tenantId) {
			let known: Promise<string> | null = null;
			const home = () => {
				known ??= homeOf(tenantId);
				known.catch(() => {
					known = null;
				});
				return known;
			};
			return {
				where: home,
				async list(folder) {
					const path = await within(await home(), folder);
					if (!path) return [];
					const entries = await readdir(path, { withFileTypes: true });
					return entries
						.filter((entry) => entry.isFile() && NAME.test(entry.name))
						.map((entry) => entry.name)
						.sort((a, b) => (a < b ? -1 : 1));
				},
				async read(name) {
					const path = await within(await home(), name);
					return path ? readWhole(path, name) : null;
				},
				async write(name, text) {
					if (Buffer.byteLength(text) > MOST_BYTES) throw tooLarge(name);
					await writeWhole(await home(), name, text);
				},
			};
		},
	};

	/** Made when first needed, so that a person finds it. */
	async function homeOf(tenantId: number): Promise<string> {
		const { slug } = await database.asSystem((trx) =>
			trx.selectFrom("tenants").select("slug").where("tenant_id", "=", tenantId).executeTakeFirstOrThrow(),
		);
		await mkdir(join(root, slug), { recursive: true, mode: 0o700 });
		// The root itself may be a link: that is the operator's choice. Nothing beneath it may.
		const real = join(await realpath(root), slug);
		if ((await realpath(real)) !== real) throw refused(slug);
		return real;
	}
}

/** The real path of something beneath `home`; null where it is not there. Throws when the way leads through a link. */
async function within(home: string, name: string): Promise<string | null> {
	const path = join(home, ...namesOf(name));
	const found = await lstat(path).catch((fault: NodeJS.ErrnoException) => {
		if (fault.code === "ENOENT" || fault.code === "ENOTDIR") return null;
		throw fault;
	});
	if (!found) return null;
	if (found.isSymbolicLink() || (await realpath(path)) !== path) throw refused(name);
	return path;
}

async function readWhole(path: string, name: string): Promise<string> {
	const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
	try {
		const { size } = await file.stat();
		if (size > MOST_BYTES) throw tooLarge(name);
		return await file.readFile("utf8");
	} finally {
		await file.close();
	}
}

/** Beside it first, then in its place: nobody reads half of it, and a link that stands there is replaced, not followed. */
async function writeWhole(home: string, name: string, text: string): Promise<void> {
	const names = namesOf(name);
	const path = join(home, ...names);
	let folder = home;
	// One at a time: made all at once, folders would be made behind a link too.
	for (const step of names.slice(0, -1)) {
		folder = join(folder, step);
		await mkdir(folder, { mode: 0o700 }).catch((fault: NodeJS.ErrnoException) => {
			if (fault.code !== "EEXIST") throw fault;
		});
		if ((await realpath(folder)) !== folder) throw refused(name);
	}
	const beside = join(folder, `.${randomUUID()}.part`);
	try {
		const file = await open(beside, "wx", 0o600);
		try {
			await file.writeFile(text);
		} finally {
			await file.close();
		}
		await rename(beside, path);
	} catch (fault) {
		await rm(beside, { force: true });
		throw fault;
	}
}

function namesOf(path: string): string[] {
	const names = path.split("/");
	if (!names.every((name) => NAME.test(name) && !name.endsWith("."))) throw refused(path);
	return names;
}

function refused(path: string): CourtsideError {
	return new CourtsideError(
		"unprocessable",
		`"${path.slice(0, 100)}" leads out of the workspace's folder; it was not touched.`,
	);
}

function tooLarge(path: string): CourtsideError {
	return new CourtsideError(
		"too_large",
		`"${path}" is larger than ${MOST_BYTES / 1_000_000} MB. Part it into several files.`,
	);
}
