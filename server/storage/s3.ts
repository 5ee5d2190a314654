import { createHash, randomBytes } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ReadableStream as WebStream } from "node:stream/web";
import { measure } from "./measure.ts";
import { bucketUrl, openS3Client, type S3Answer, type S3Ask, type S3Settings } from "./s3-client.ts";
import { readListPage } from "./s3-list.ts";
import { namesOf, type Storage, StorageError, type StoredObject } from "./storage.ts";

/** No tenant's: a key of ours begins with `tenant-`. */
const PROBE = "courtside-probe";
const PROOF_HOLDS_MS = 600_000;
const PIECE_BYTES = 262_144;

/**
 * Object storage in a bucket of any server that speaks S3, under the same keys as in the folder: `tenant-7/imports/…`,
 * so that a folder copied into the bucket is that storage. Needs GetObject, PutObject, DeleteObject and ListBucket (without
 * the last, S3 answers 403 for what is not there).
 *
 * `firstWaitMs` is the longest wait before the second try.
 */
export function openS3Storage(settings: S3Settings, { firstWaitMs = 200 } = {}): Storage {
	const ask = openS3Client(settings, firstWaitMs);
	const where = bucketUrl(settings);
	let provenAt = Number.NEGATIVE_INFINITY;

	async function done(request: S3Ask): Promise<Response> {
		const answer = await ask(request);
		if (answer.ok) return answer.response;
		throw faultOf(answer, request.method, where);
	}

	async function putBytes(path: string, content: Buffer<ArrayBuffer>, sha256: string): Promise<void> {
		await (await done({ method: "PUT", path, body: { bytes: content.length, sha256, open: () => content } })).text();
	}

	return {
		async put(tenantId, key, content, { maxBytes = Number.POSITIVE_INFINITY } = {}) {
			const path = pathOf(tenantId, key);
			if (!(content instanceof Readable)) {
				const whole = Buffer.from(content);
				if (whole.length > maxBytes) throw new StorageError("too_big", `the file is larger than ${maxBytes} bytes`);
				const sha256 = createHash("sha256").update(whole).digest("hex");
				await putBytes(path, whole, sha256);
				return { key, bytes: whole.length, sha256 };
			}
			// S3 wants the length and the hash before the first byte, and a try that failed wants all of them again.
			const spool = await openSpool();
			try {
				const measured = measure(maxBytes);
				await pipeline(content, measured.through, (chunks) => spool.writeFile(chunks));
				const { bytes, sha256 } = measured.result();
				await (
					await done({
						method: "PUT",
						path,
						body: { bytes, sha256, open: () => WebStream.from(contentOf(spool)) as ReadableStream },
					})
				).text();
				return { key, bytes, sha256 };
			} finally {
				await spool.close();
			}
		},

		async get(tenantId, key, range) {
			const request: S3Ask = { method: "GET", path: pathOf(tenantId, key), ...(range && { range }) };
			const answer = await ask(request);
			if (isAbsent(answer)) return null;
			if (!answer.ok) throw faultOf(answer, "GET", where);
			const { body, headers } = answer.response;
			const bytes = Number(headers.get("content-length") ?? Number.NaN);
			if (!Number.isSafeInteger(bytes)) {
				await body?.cancel();
				throw new StorageError("unavailable", `the object storage at ${where} does not say how long an object is`);
			}
			return {
				bytes,
				stream: body ? Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]) : Readable.from([]),
			};
		},

		async delete(tenantId, key) {
			const answer = await ask({ method: "DELETE", path: pathOf(tenantId, key) });
			if (!answer.ok && !isAbsent(answer)) throw faultOf(answer, "DELETE", where);
			if (answer.ok) await answer.response.text();
		},

		async list(tenantId, folder = "") {
			const start = folder.replace(/\/$/, "");
			const root = `${tenantFolder(tenantId)}/`;
			const prefix = start === "" ? root : `${pathOf(tenantId, start)}/`;
			const found: StoredObject[] = [];
			let next: string | null = null;
			do {
				const query = { "list-type": "2", prefix, ...(next !== null && { "continuation-token": next }) };
				const page = readListPage(await (await done({ method: "GET", path: "", query })).text());
				for (const { key, bytes } of page.objects) {
					if (key.startsWith(prefix) && isOurs(key.slice(root.length)))
						found.push({ key: key.slice(root.length), bytes });
				}
				next = page.next;
			} while (next !== null);
			return found.sort((a, b) => (a.key < b.key ? -1 : 1));
		},

		/** Writes a probe, and for ten minutes after that only asks whether the bucket is there: versions cost money. */
		async check() {
			if (performance.now() - provenAt < PROOF_HOLDS_MS) await done({ method: "HEAD", path: "" });
			else {
				const probe = Buffer.from("probe");
				await putBytes(PROBE, probe, createHash("sha256").update(probe).digest("hex"));
				provenAt = performance.now();
			}
			return { where, freeBytes: null };
		},
	};
}

/** A file of this machine that has no name any more, so that nothing stays when the process is killed. */
async function openSpool(): Promise<FileHandle> {
	const path = join(tmpdir(), `courtside-${randomBytes(16).toString("hex")}.part`);
	const spool = await open(path, "wx+", 0o600);
	await rm(path);
	return spool;
}

async function* contentOf(spool: FileHandle): AsyncGenerator<Uint8Array> {
	for (let position = 0; ; ) {
		const { bytesRead, buffer } = await spool.read({ buffer: new Uint8Array(PIECE_BYTES), position });
		if (bytesRead === 0) return;
		yield buffer.subarray(0, bytesRead);
		position += bytesRead;
	}
}

function tenantFolder(tenantId: number): string {
	if (!Number.isInteger(tenantId) || tenantId < 1) throw new RangeError(`not a tenant id: ${tenantId}`);
	return `tenant-${tenantId}`;
}

function pathOf(tenantId: number, key: string): string {
	return [tenantFolder(tenantId), ...namesOf(key)].join("/");
}

function isOurs(key: string): boolean {
	try {
		return namesOf(key).length > 0;
	} catch {
		return false;
	}
}

/** A bucket that is not there is a fault, not an object that is not there. */
function isAbsent(answer: S3Answer): boolean {
	return !answer.ok && answer.status === 404 && answer.code !== "NoSuchBucket";
}

function faultOf({ status, code }: { status: number; code: string }, method: string, where: string): StorageError {
	if (code === "EntityTooLarge") {
		return new StorageError("too_big", "the file is larger than the object storage takes in one piece");
	}
	return new StorageError("refused", `the bucket at ${where} answered ${method} with ${`${status} ${code}`.trim()}`);
}
