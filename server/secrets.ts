import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "./config.ts";

/** The key that everything else is derived from, and those that came before and still open: 32 bytes each. */
export interface MasterKeys {
	current: Buffer;
	former: Buffer[];
}

const FILE = "master-key";
const FORMER = "master-key-old";

/**
 * MASTER_KEY and MASTER_KEY_OLD, or what files under the data folder hold: one is made at the first call, and only we can
 * read it. Throws when such a file is damaged.
 */
export function masterKeysOf(config: Pick<Config, "masterKey" | "masterKeyOld" | "home">): MasterKeys {
	const given = config.masterKeyOld ? [config.masterKeyOld] : [];
	if (config.masterKey) return { current: config.masterKey, former: given };
	const file = join(config.home, FILE);
	mkdirSync(config.home, { recursive: true, mode: 0o700 });
	try {
		writeFileSync(file, freshKey(), { mode: 0o600, flag: "wx" });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
	}
	const before = join(config.home, FORMER);
	return { current: readKey(file), former: [...given, ...(existsSync(before) ? [readKey(before)] : [])] };
}

/**
 * Puts a new key into the data folder's file and keeps the one there was as the former. A running server knows nothing of
 * it: start it again after. Throws when the key comes from MASTER_KEY, or a former one is still kept.
 */
export function replaceKeyFile(config: Pick<Config, "masterKey" | "home">): void {
	if (config.masterKey) {
		throw new Error("The key comes from MASTER_KEY. Put a new one there and the present one into MASTER_KEY_OLD.");
	}
	const [file, before] = [join(config.home, FILE), join(config.home, FORMER)];
	if (existsSync(before)) {
		throw new Error(`${before} is still there. Finish the change before with npm run keys -- rewrap, then delete it.`);
	}
	readKey(file);
	renameSync(file, before);
	writeFileSync(file, freshKey(), { mode: 0o600, flag: "wx" });
}

function freshKey(): string {
	return `${randomBytes(32).toString("base64")}\n`;
}

function readKey(file: string): Buffer {
	const key = Buffer.from(readFileSync(file, "utf8"), "base64");
	if (key.length !== 32) {
		throw new Error(`${file} is damaged. Bring it back from a backup: what it encrypted cannot be read without it.`);
	}
	return key;
}
