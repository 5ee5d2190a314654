import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openFolderStorage } from "./folder.ts";

const root = mkdtempSync(join(tmpdir(), "courtside-storage-"));
afterAll(() => rmSync(root, { recursive: true }));
const storage = openFolderStorage(join(root, "files"));

test("an unfinished file is not listed", async () => {
	await storage.put(4, "imports/c/1.csv", "1");
	writeFileSync(join(root, "files/tenant-4/imports/c/.0123.part"), "half");
	expect(await storage.list(4, "imports/c/")).toEqual([{ key: "imports/c/1.csv", bytes: 1 }]);
});

test("the check tells where and how much room there is", async () => {
	const { where, freeBytes } = await storage.check();
	expect(where).toBe(join(root, "files"));
	expect(freeBytes).toBeGreaterThan(0);
});
