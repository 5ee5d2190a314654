import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type S3StandIn, startS3 } from "../../stand-ins/s3/server.ts";
import { openS3Storage } from "./s3.ts";
import { bucketUrl, type S3Settings } from "./s3-client.ts";
import { readListPage } from "./s3-list.ts";

let s3: S3StandIn;
beforeEach(async () => {
	s3 = await startS3();
});
afterEach(() => s3.stop());

function opened(changes: Partial<S3Settings> = {}) {
	const settings = { endpoint: s3.url, bucket: s3.bucket, pathStyle: true, ...s3.identity, ...changes };
	return openS3Storage(settings, { firstWaitMs: 1 });
}

test("an object lies under its tenant, as it would in the folder", async () => {
	await opened().put(7, "meetings/a/rep.pcm", "sound");
	expect([...s3.objects.keys()]).toEqual(["tenant-7/meetings/a/rep.pcm"]);
});

test.each([
	["secret", { secretAccessKey: "another-secret" }, "403 SignatureDoesNotMatch"],
	["key", { accessKeyId: "another-key" }, "403 InvalidAccessKeyId"],
	["region", { region: "us-west-2" }, "400 AuthorizationHeaderMalformed"],
	["bucket", { bucket: "another-bucket" }, "404 NoSuchBucket"],
])("a wrong %s is refused at every call, at once, and not taken for an absent file", async (_what, changes, says) => {
	const storage = opened(changes);
	const calls = [
		() => storage.put(1, "a", "x"),
		() => storage.put(1, "a", Readable.from(["x"])),
		() => storage.get(1, "a"),
		() => storage.delete(1, "a"),
		() => storage.list(1),
		() => storage.check(),
	];
	for (const call of calls) {
		await expect(call()).rejects.toMatchObject({ code: "refused", message: expect.stringContaining(says) });
		await expect(call()).rejects.toThrow(expect.objectContaining({ message: expect.not.stringContaining("secret") }));
	}
	expect(s3.asked).toHaveLength(2 * calls.length);
	expect(s3.objects.size).toBe(0);
});

test("what passes by itself is asked again, with the whole file", async () => {
	const storage = opened();
	const content = "stage,amount\nDemo,1200\n".repeat(50_000);
	s3.failNext(2, 503, "SlowDown");
	s3.breakNext();
	s3.failNext(1, 400, "RequestTimeout");
	await storage.put(1, "deals.csv", Readable.from([content]));
	expect(s3.objects.get("tenant-1/deals.csv")?.toString()).toBe(content);
	s3.failNext(1, 500, "InternalError");
	const object = await storage.get(1, "deals.csv");
	expect(object && (await text(object.stream))).toBe(content);
	s3.failNext(1, 503, "SlowDown");
	expect(await storage.list(1)).toEqual([{ key: "deals.csv", bytes: content.length }]);
	s3.failNext(1, 503, "SlowDown");
	await storage.delete(1, "deals.csv");
	expect(await storage.get(1, "deals.csv")).toBeNull();
});

test("what does not pass is given up after five tries, and the old file stays", async () => {
	const storage = opened();
	await storage.put(1, "a", "old");
	s3.failNext(5, 503, "SlowDown");
	const before = s3.asked.length;
	await expect(storage.put(1, "a", Readable.from(["new"]))).rejects.toMatchObject({
		code: "unavailable",
		message: expect.stringContaining("503 SlowDown"),
	});
	expect(s3.asked.length - before).toBe(5);
	expect(s3.objects.get("tenant-1/a")?.toString()).toBe("old");
});

test("a server that is away is named, and what stands behind it", async () => {
	await s3.stop();
	await expect(opened().check()).rejects.toMatchObject({
		code: "unavailable",
		message: expect.stringMatching(/^the object storage at 127\.0\.0\.1:\d+ does not answer: ECONNREFUSED$/),
	});
});

test("a stream that breaks off asks nothing of the bucket and leaves no file on this machine", async () => {
	const broken = Readable.from(
		(function* () {
			yield "a customer's voice";
			throw new Error("connection reset");
		})(),
	);
	await expect(opened().put(1, "a", broken)).rejects.toThrow("connection reset");
	expect(s3.asked).toEqual([]);
	expect(readdirSync(tmpdir()).filter((name) => /^courtside-[0-9a-f]{32}\.part$/.test(name))).toEqual([]);
});

test("more files than a page holds are all listed, once, in order, and another tenant's are not", async () => {
	const keys = Array.from({ length: 2_345 }, (_, i) => `meetings/m/audio/rep-${String(i).padStart(8, "0")}.pcm`);
	for (const key of keys) s3.objects.set(`tenant-1/${key}`, Buffer.from("ab"));
	for (const key of keys.slice(0, 1_200)) s3.objects.set(`tenant-11/${key}`, Buffer.from("x"));
	const listed = await opened().list(1, "meetings/m/");
	expect(listed).toEqual(keys.map((key) => ({ key, bytes: 2 })));
	expect(s3.asked).toHaveLength(3);
	expect(await opened().list(11)).toHaveLength(1_200);
});

test("what others put into the bucket is no file of ours", async () => {
	for (const key of ["tenant-1/Photo <1> & 2.jpg", "tenant-1/a/", "tenant-1/../x", "other"]) {
		s3.objects.set(key, Buffer.from("x"));
	}
	await opened().put(1, "a/b", "x");
	expect(await opened().list(1)).toEqual([{ key: "a/b", bytes: 1 }]);
});

test("a file too large for one piece is too big", async () => {
	s3.failNext(1, 400, "EntityTooLarge");
	await expect(opened().put(1, "a", "x")).rejects.toMatchObject({ code: "too_big" });
});

test("the check writes a probe once and then only asks for the bucket", async () => {
	const storage = opened();
	expect(await storage.check()).toEqual({ where: `${s3.url}/${s3.bucket}`, freeBytes: null });
	await storage.check();
	expect(s3.asked).toEqual([`PUT /${s3.bucket}/courtside-probe`, `HEAD /${s3.bucket}/`]);
	expect(await storage.list(1)).toEqual([]);
});

test("the bucket stands in the path or before the host", () => {
	const aws = { endpoint: "https://s3.eu-central-1.amazonaws.com", bucket: "files", region: "", accessKeyId: "" };
	expect(bucketUrl({ ...aws, pathStyle: false })).toBe("https://files.s3.eu-central-1.amazonaws.com");
	expect(bucketUrl({ ...aws, pathStyle: true })).toBe("https://s3.eu-central-1.amazonaws.com/files");
});

test("a page that is no page is a fault, not an empty list", () => {
	expect(() => readListPage("<html><body>Sign in")).toThrow();
	expect(() => readListPage("<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>")).toThrow(/more/);
});
