import type { Readable } from "node:stream";

/** What was stored. */
export interface StoredObject {
	key: string;
	bytes: number;
}

/**
 * A fault told apart by its code. `bad_key` and `too_big` are the caller's; `unavailable` (it did not answer, however
 * often it was asked) and `refused` (wrong key, no such bucket) are of a storage on another machine.
 */
export class StorageError extends Error {
	readonly code: "bad_key" | "too_big" | "unavailable" | "refused";

	constructor(code: StorageError["code"], message: string) {
		super(message);
		this.name = "StorageError";
		this.code = code;
	}
}

/**
 * Files of tenants: uploads, rejected rows, exports. The tenant is part of every key, so no call can reach another's.
 * A key is lower-case names parted by slashes, as in `imports/0190f3a2/deals.csv`.
 */
export interface Storage {
	/**
	 * Stores the whole of `content` or nothing: readers see the old object until the new one is complete. Throws
	 * StorageError `too_big` beyond `maxBytes`, and what the stream throws. Gives the size and the sha256 in hex.
	 */
	put(
		tenantId: number,
		key: string,
		content: Readable | Uint8Array | string,
		limits?: { maxBytes?: number },
	): Promise<StoredObject & { sha256: string }>;
	/**
	 * The object, or of it the bytes from one on to before another (at least one, and all of them there), or null when there
	 * is none. `bytes` is how many come. Destroy the stream if you do not read it to its end.
	 */
	get(
		tenantId: number,
		key: string,
		range?: { from: number; until: number },
	): Promise<{ bytes: number; stream: Readable } | null>;
	/** Takes it away; nothing happens when there is none. */
	delete(tenantId: number, key: string): Promise<void>;
	/** Every object whose key begins with the folder (`imports/0190f3a2/`), by key; all of the tenant's without one. */
	list(tenantId: number, folder?: string): Promise<StoredObject[]>;
	/** For doctor and readiness: throws when nothing can be stored. Free bytes, or null when that has no meaning. */
	check(): Promise<{ where: string; freeBytes: number | null }>;
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,127}$/;

/** The names a key is made of. Throws StorageError on one that could leave its folder or clash on some file system. */
export function namesOf(key: string): string[] {
	const names = key.split("/");
	if (names.length > 8 || !names.every((name) => NAME.test(name))) {
		throw new StorageError("bad_key", `not a storage key: ${JSON.stringify(key.slice(0, 200))}`);
	}
	return names;
}
