import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "./config.ts";

/**
 * The key that everything else is derived from: 32 bytes, from MASTER_KEY or from a file under the data folder that is
 * made at the first call and that only we can read. Throws when that file is damaged.
 */
export function masterKeyOf(config: Pick<Config, "masterKey" | "home">): Buffer {
	if (config.masterKey) return config.masterKey;
	const file = join(config.home, "master-key");
	mkdirSync(config.home, { recursive: true, mode: 0o700 });
	try {
		writeFileSync(file, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
	}
	const key = Buffer.from(readFileSync(file, "utf8"), "base64");
	if (key.length !== 32) {
		throw new Error(`${file} is damaged. Bring it back from a backup: what it encrypted cannot be read without it.`);
	}
	return key;
}
