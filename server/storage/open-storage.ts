import { join } from "node:path";
import type { Config } from "../config.ts";
import { openFolderStorage } from "./folder.ts";
import { openS3Storage } from "./s3.ts";
import type { Storage } from "./storage.ts";

/** Where files are kept by these settings: the bucket when one is set, otherwise the folder `files` of the data folder. */
export function openStorage({ home, s3 }: Pick<Config, "home" | "s3">): Storage {
	return s3 ? openS3Storage(s3) : openFolderStorage(join(home, "files"));
}
