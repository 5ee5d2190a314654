import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../server/config.ts";
import { settings } from "../server/settings.ts";
import { openStorage } from "../server/storage/open-storage.ts";
import type { Finding } from "./doctor-checks.ts";

const LOW_SPACE_BYTES = 1_000_000_000;

/** Where files are kept, and whether it takes what is put there. */
export async function examineFiles(config: Config): Promise<Finding> {
	const name = "Files";
	if (config.s3) return bucket(config, name);
	const folder = join(config.home, "files");
	if (!existsSync(folder)) {
		return {
			name,
			state: "off",
			says: `will be kept in ${folder}`,
			change: `npm start; elsewhere: set ${settings.home.name}, or set ${settings.s3Bucket.name}`,
		};
	}
	try {
		const { where, freeBytes } = await openStorage(config).check();
		const free = freeBytes === null ? "" : `, ${(freeBytes / 1e9).toFixed(1)} GB free`;
		if (freeBytes !== null && freeBytes < LOW_SPACE_BYTES) {
			return {
				name,
				state: "fault",
				says: `in ${where}${free}: too little`,
				change: `free some, or set ${settings.home.name}`,
			};
		}
		return {
			name,
			state: "on",
			says: `in the folder ${where}${free}`,
			change: `set ${settings.s3Bucket.name} for a bucket`,
		};
	} catch (error) {
		return { name, state: "fault", says: (error as Error).message, change: `set ${settings.home.name}` };
	}
}

async function bucket(config: Config, name: string): Promise<Finding> {
	try {
		const { where } = await openStorage(config).check();
		return { name, state: "on", says: `in the bucket at ${where}, which takes what we put there` };
	} catch (error) {
		const { s3Endpoint, s3Bucket, s3Region, s3AccessKeyId, s3SecretAccessKey } = settings;
		const names = [s3Endpoint, s3Bucket, s3Region, s3AccessKeyId, s3SecretAccessKey].map((setting) => setting.name);
		return { name, state: "fault", says: (error as Error).message, change: `check ${names.join(", ")}` };
	}
}
