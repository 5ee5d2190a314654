import { setTimeout as wait } from "node:timers/promises";
import { AwsClient } from "aws4fetch";
import { StorageError } from "./storage.ts";

/** A bucket of any server that speaks S3, and the key to it. Never log it whole. */
export interface S3Settings {
	/** Without a slash at the end. */
	endpoint: string;
	bucket: string;
	region: string;
	accessKeyId: string;
	secretAccessKey: string;
	/** The bucket as the first part of the path, not of the host's name. */
	pathStyle: boolean;
}

/** One request; `body` is called anew for each try. */
export interface S3Ask {
	method: "GET" | "HEAD" | "PUT" | "DELETE";
	/** Below the bucket; empty for the bucket itself. */
	path: string;
	query?: Record<string, string>;
	/** Bytes from one on to before another. */
	range?: { from: number; until: number };
	body?: { bytes: number; sha256: string; open(): Uint8Array<ArrayBuffer> | ReadableStream };
}

/** An answer that came: a good one with its content still to be read, or a fault by S3's name for it. */
export type S3Answer = { ok: true; response: Response } | { ok: false; status: number; code: string };

const TRIES = 5;
const PASSING = [429, 500, 502, 503, 504];
/** Until the answer begins; an upload gets the time it takes at the slowest pace worth waiting for. */
const ANSWER_LIMIT_MS = 30_000;
const SLOWEST_BYTES_PER_MS = 250;

/**
 * Asks one bucket, signed (SigV4 over the content too). What passes by itself (429, 5xx as SlowDown, broken and silent
 * connections) is asked five times in all, each wait up to twice the one before, at random so that processes do not
 * come back together. Throws StorageError `unavailable` after that.
 */
export function openS3Client(settings: S3Settings, firstWaitMs: number): (ask: S3Ask) => Promise<S3Answer> {
	const { accessKeyId, secretAccessKey, region } = settings;
	const signer = new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3" });
	const base = bucketUrl(settings);

	async function once({ method, path, query = {}, range, body }: S3Ask): Promise<S3Answer> {
		const url = new URL(`${base}/${path}`);
		for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
		const limit = new AbortController();
		const limitMs = ANSWER_LIMIT_MS + (body?.bytes ?? 0) / SLOWEST_BYTES_PER_MS;
		const timer = setTimeout(() => limit.abort(new Error(`no answer within ${Math.round(limitMs)} ms`)), limitMs);
		try {
			const request = await signer.sign(url, {
				method,
				// A redirect would carry the signature to another place.
				redirect: "manual",
				signal: limit.signal,
				...(body && {
					body: body.open(),
					duplex: "half",
					headers: {
						"content-length": String(body.bytes),
						"content-type": "application/octet-stream",
						"x-amz-content-sha256": body.sha256,
					},
				}),
			});
			// After signing: some servers' front doors change it.
			request.headers.set("accept-encoding", "identity");
			if (range) request.headers.set("range", `bytes=${range.from}-${range.until - 1}`);
			const response = await fetch(request);
			if (response.ok) return { ok: true, response };
			const code = /<Code>(\w{1,80})<\/Code>/.exec(await response.text())?.[1] ?? "";
			return { ok: false, status: response.status, code };
		} finally {
			clearTimeout(timer);
		}
	}

	return async (ask) => {
		for (let attempt = 1; ; attempt++) {
			let fault: string;
			try {
				const answer = await once(ask);
				if (answer.ok || !(PASSING.includes(answer.status) || answer.code === "RequestTimeout")) return answer;
				fault = `answered ${answer.status} ${answer.code}`.trim();
			} catch (error) {
				fault = `does not answer: ${reasonOf(error)}`;
			}
			if (attempt === TRIES) {
				throw new StorageError("unavailable", `the object storage at ${new URL(base).host} ${fault}`);
			}
			await wait(Math.random() * firstWaitMs * 2 ** (attempt - 1));
		}
	};
}

/** Where the bucket is, without a slash at the end. */
export function bucketUrl({ endpoint, bucket, pathStyle }: Omit<S3Settings, "secretAccessKey">): string {
	if (pathStyle) return `${endpoint}/${bucket}`;
	return endpoint.replace("://", `://${bucket}.`);
}

/** Why fetch failed: what stands behind its "fetch failed". */
function reasonOf(error: unknown): string {
	const { message, cause } = error as { message: string; cause?: { code?: string; message?: string } };
	return cause?.code || cause?.message || message;
}
