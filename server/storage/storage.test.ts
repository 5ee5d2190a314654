import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { startS3 } from "../../stand-ins/s3/server.ts";
import { openFolderStorage } from "./folder.ts";
import { openS3Storage } from "./s3.ts";
import { namesOf, type Storage, StorageError } from "./storage.ts";

const root = mkdtempSync(join(tmpdir(), "courtside-storage-"));
const s3 = await startS3();
afterAll(async () => {
	rmSync(root, { recursive: true });
	await s3.stop();
});

/** `kept`: everything that lies there under a name, however it came there. */
const STORAGES: [string, Storage, (prefix: string) => string[]][] = [
	[
		"a folder",
		openFolderStorage(root),
		(prefix) =>
			readdirSync(root, { recursive: true, encoding: "utf8" })
				.map((path) => path.replaceAll("\\", "/"))
				.filter((path) => path.startsWith(prefix) && statSync(join(root, path)).isFile()),
	],
	[
		"a bucket",
		openS3Storage({ endpoint: s3.url, bucket: s3.bucket, pathStyle: true, ...s3.identity }),
		(prefix) => [...s3.objects.keys()].filter((key) => key.startsWith(prefix)),
	],
];

describe.each(STORAGES)("files in %s", (_name, storage, kept) => {
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

	test("a part of a file comes alone", async () => {
		await storage.put(7, "sound.wav", "0123456789");
		const object = await storage.get(7, "sound.wav", { from: 3, until: 7 });
		expect(object?.bytes).toBe(4);
		expect(object && (await text(object.stream))).toBe("3456");
		expect(await storage.get(7, "none.wav", { from: 3, until: 7 })).toBeNull();
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
		const long = Readable.from(["much ", "too ", "long"]);
		await expect(storage.put(3, "imports/b/leads.csv", long, { maxBytes: 5 })).rejects.toMatchObject({
			code: "too_big",
		});
		await expect(storage.put(3, "imports/b/other.csv", "much too long", { maxBytes: 5 })).rejects.toThrow(StorageError);
		expect(await read(3, "imports/b/leads.csv")).toBe("old");
		expect(kept("tenant-3/")).toEqual(["tenant-3/imports/b/leads.csv"]);
	});

	test("files are listed by folder, whole names only", async () => {
		for (const key of ["imports/c/2.csv", "imports/c/1.csv", "imports/cc/3.csv", "exports/4.csv"]) {
			await storage.put(4, key, key);
		}
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

	test("an empty file is a file, and bytes stay as they are", async () => {
		const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
		await storage.put(6, "empty", Readable.from([]));
		await storage.put(6, "bytes", bytes);
		expect(await storage.list(6)).toEqual([
			{ key: "bytes", bytes: 256 },
			{ key: "empty", bytes: 0 },
		]);
		const object = await storage.get(6, "bytes");
		expect(object && (await buffer(object.stream)).equals(bytes)).toBe(true);
		expect(await read(6, "empty")).toBe("");
	});

	test("what is no tenant has no files", async () => {
		for (const tenantId of [0, -1, 1.5, Number.NaN]) {
			await expect(storage.put(tenantId, "a", "x")).rejects.toThrow(RangeError);
			await expect(storage.list(tenantId)).rejects.toThrow(RangeError);
		}
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
