import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat, statfs, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { measure } from "./measure.ts";
import { namesOf, type Storage, type StoredObject } from "./storage.ts";

/** Object storage in a folder of this machine. */
export function openFolderStorage(root: string): Storage {
	function pathOf(tenantId: number, key: string): string {
		return join(tenantFolder(root, tenantId), ...namesOf(key));
	}

	return {
		async put(tenantId, key, content, { maxBytes = Number.POSITIVE_INFINITY } = {}) {
			const path = pathOf(tenantId, key);
			await mkdir(dirname(path), { recursive: true, mode: 0o700 });
			// Beside its place, so that the rename cannot cross file systems; no key begins with a dot.
			const draft = join(dirname(path), `.${randomBytes(8).toString("hex")}.part`);
			const measured = measure(maxBytes);
			try {
				const source = content instanceof Readable ? content : Readable.from([Buffer.from(content)]);
				await pipeline(source, measured.through, createWriteStream(draft, { mode: 0o600, flush: true }));
				await rename(draft, path);
				await flushFolder(dirname(path));
			} catch (error) {
				await rm(draft, { force: true });
				throw error;
			}
			return { key, ...measured.result() };
		},

		async get(tenantId, key, range) {
			const file = await open(pathOf(tenantId, key)).catch(nullWhenAbsent);
			if (!file) return null;
			const info = await file.stat();
			if (!info.isFile()) {
				await file.close();
				return null;
			}
			if (!range) return { bytes: info.size, stream: file.createReadStream() };
			const { from, until } = range;
			return { bytes: until - from, stream: file.createReadStream({ start: from, end: until - 1 }) };
		},

		async delete(tenantId, key) {
			await rm(pathOf(tenantId, key), { force: true });
		},

		async list(tenantId, folder = "") {
			const start = folder.replace(/\/$/, "");
			const base = start === "" ? tenantFolder(root, tenantId) : pathOf(tenantId, start);
			const found: StoredObject[] = [];
			for (const entry of (await readdir(base, { recursive: true, withFileTypes: true }).catch(nullWhenAbsent)) ?? []) {
				if (!entry.isFile() || entry.name.startsWith(".")) continue;
				const path = join(entry.parentPath, entry.name);
				const key = path.slice(tenantFolder(root, tenantId).length + 1).replaceAll("\\", "/");
				const info = await stat(path).catch(nullWhenAbsent);
				if (info) found.push({ key, bytes: info.size });
			}
			return found.sort((a, b) => (a.key < b.key ? -1 : 1));
		},

		async check() {
			await mkdir(root, { recursive: true, mode: 0o700 });
			const probe = join(root, `.${randomBytes(8).toString("hex")}.part`);
			await writeFile(probe, "probe");
			await rm(probe);
			const { bavail, bsize } = await statfs(root);
			return { where: root, freeBytes: bavail * bsize };
		},
	};
}

function tenantFolder(root: string, tenantId: number): string {
	if (!Number.isInteger(tenantId) || tenantId < 1) throw new RangeError(`not a tenant id: ${tenantId}`);
	return join(root, `tenant-${tenantId}`);
}

function nullWhenAbsent(error: NodeJS.ErrnoException): null {
	if (error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "EISDIR") return null;
	throw error;
}

/** A rename is only sure to survive a power cut once its folder is flushed. Windows cannot, and need not. */
async function flushFolder(path: string): Promise<void> {
	if (process.platform === "win32") return;
	const folder = await open(path);
	try {
		await folder.sync();
	} finally {
		await folder.close();
	}
}
