import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { openFolderStorage } from "./folder.ts";
import { namesOf, StorageError } from "./storage.ts";

const root = mkdtempSync(join(tmpdir(), "courtside-storage-"));
afterAll(() => rmSync(root, { recursive: true }));
const storage = openFolderStorage(join(root, "files"));

async function read(tenantId: number, key: string): Promise<string | null> {
	const object = await storage.get(tenantId, key);
	return object ? text(object.stream) : null;
}

test("what was put comes back, with its size and fingerprint", async () => {
	const content = "stage,amount\nDemo,1200\n".repeat(10_000);
	const stored = await storage.put(7, "imports/a1/deals.csv", Readable.from([content]));
	expect(stored).toEqual({
		key: "imports/a1/deals.csv",
		bytes: content.length,
		sha256: createHash("sha256").update(content).digest("hex"),
	});
	const object = await storage.get(7, "imports/a1/deals.csv");
	expect(object?.bytes).toBe(content.length);
	expect(object && (await text(object.stream))).toBe(content);
});

test("a tenant never sees another's file of the same name", async () => {
	await storage.put(1, "report.pdf", "ours");
	expect(await read(2, "report.pdf")).toBeNull();
	expect(await storage.list(2)).toEqual([]);
	await storage.delete(2, "report.pdf");
	expect(await read(1, "report.pdf")).toBe("ours");
});

test("a put that breaks off leaves the old file whole and nothing beside it", async () => {
	await storage.put(3, "imports/b/leads.csv", "old");
	const broken = Readable.from(
		(function* () {
			yield "new, but ";
			throw new Error("connection reset");
		})(),
	);
	await expect(storage.put(3, "imports/b/leads.csv", broken)).rejects.toThrow("connection reset");
	await expect(storage.put(3, "imports/b/leads.csv", "much too long", { maxBytes: 5 })).rejects.toMatchObject({
		code: "too_big",
	});
	expect(await read(3, "imports/b/leads.csv")).toBe("old");
	expect(readdirSync(join(root, "files/tenant-3/imports/b"))).toEqual(["leads.csv"]);
});

test("files are listed by folder, whole names only, without unfinished ones", async () => {
	for (const key of ["imports/c/2.csv", "imports/c/1.csv", "imports/cc/3.csv", "exports/4.csv"]) {
		await storage.put(4, key, key);
	}
	mkdirSync(join(root, "files/tenant-4/imports/c"), { recursive: true });
	writeFileSync(join(root, "files/tenant-4/imports/c/.0123.part"), "half");
	expect(await storage.list(4, "imports/c/")).toEqual([
		{ key: "imports/c/1.csv", bytes: 15 },
		{ key: "imports/c/2.csv", bytes: 15 },
	]);
	expect((await storage.list(4)).map((object) => object.key)).toEqual([
		"exports/4.csv",
		"imports/c/1.csv",
		"imports/c/2.csv",
		"imports/cc/3.csv",
	]);
	await storage.delete(4, "imports/c/1.csv");
	await storage.delete(4, "imports/c/1.csv");
	expect(await storage.list(4, "imports/c/")).toHaveLength(1);
});

test("a folder is no file", async () => {
	await storage.put(5, "imports/d/1.csv", "1");
	expect(await storage.get(5, "imports/d")).toBeNull();
	expect(await storage.get(5, "imports/d/1.csv/2.csv")).toBeNull();
});

test.each([
	"../tenant-1/report.pdf",
	"imports/../../tenant-1/report.pdf",
	"/etc/passwd",
	"imports//a",
	"imports/",
	"",
	".hidden",
	"a\\..\\b",
	"a\0b",
	"C:/windows",
	"Report.pdf",
	`${"a/".repeat(9)}b`,
	"x".repeat(129),
])("%j is not a key", async (key) => {
	await expect(storage.put(1, key, "x")).rejects.toThrow(StorageError);
	await expect(storage.get(1, key)).rejects.toThrow(StorageError);
	await expect(storage.delete(1, key)).rejects.toThrow(StorageError);
});

test("no key, however odd, names a path outside its tenant", () => {
	fc.assert(
		fc.property(fc.string({ unit: fc.constantFrom("a", ".", "/", "\\", "~", "\0", "-", ":") }), (key) => {
			try {
				expect(namesOf(key).every((name) => name !== ".." && name !== "." && !/[\\/\0]/.test(name))).toBe(true);
			} catch (error) {
				expect(error).toBeInstanceOf(StorageError);
			}
		}),
	);
});

test("the check tells where and how much room there is", async () => {
	const { where, freeBytes } = await storage.check();
	expect(where).toBe(join(root, "files"));
	expect(freeBytes).toBeGreaterThan(0);
});
