import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { type S3Identity, signatureFault } from "./signature.ts";

/** A running stand-in; `identity` and `bucket` are what it lets in. */
export interface S3StandIn {
	url: string;
	bucket: string;
	identity: S3Identity;
	/** What lies in the bucket, by key. */
	objects: Map<string, Buffer>;
	/** What was asked, in order, as `GET /bucket/key`. */
	asked: string[];
	/** The next `times` requests are answered with this status, after the body was read to its end. */
	failNext(times: number, status: number, code: string): void;
	/** The next request's connection breaks off without an answer. */
	breakNext(): void;
	stop(): Promise<void>;
}

const PAGE = 1000;

/** Starts a server that speaks the part of S3 that files need, on loopback, with one bucket, by its path. */
export async function startS3(port = 0): Promise<S3StandIn> {
	const identity = { region: "eu-central-1", accessKeyId: "stand-in-key", secretAccessKey: "stand-in-secret" };
	const bucket = "courtside-files";
	const objects = new Map<string, Buffer>();
	const asked: string[] = [];
	const faults: ({ status: number; code: string } | "break")[] = [];

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { method = "", url: target = "", headers } = request;
		asked.push(`${method} ${target}`);
		const content = await buffer(request);
		const fault = faults.shift();
		if (fault === "break") {
			request.socket.destroy();
			return;
		}
		if (fault) return refuse(response, fault.status, fault.code);
		const wrong = signatureFault({ method, target, headers }, identity, Date.now());
		if (wrong) return refuse(response, wrong === "AuthorizationHeaderMalformed" ? 400 : 403, wrong);
		if (headers["transfer-encoding"]) return refuse(response, 411, "MissingContentLength");
		const told = headers["x-amz-content-sha256"];
		if (told !== "UNSIGNED-PAYLOAD" && told !== createHash("sha256").update(content).digest("hex")) {
			return refuse(response, 400, "XAmzContentSHA256Mismatch");
		}
		const { pathname, searchParams } = new URL(target, "http://s3");
		const [, name, ...rest] = decodeURIComponent(pathname).split("/");
		if (name !== bucket) return refuse(response, 404, "NoSuchBucket");
		const key = rest.join("/");
		if (key === "") return ofBucket(method, searchParams, response);
		ofObject(method, key, { content, range: headers.range }, response);
	}

	function ofBucket(method: string, query: URLSearchParams, response: ServerResponse): void {
		if (method === "HEAD") {
			response.writeHead(200).end();
			return;
		}
		if (method !== "GET" || query.get("list-type") !== "2") {
			refuse(response, 501, "NotImplemented");
			return;
		}
		const after = Buffer.from(query.get("continuation-token") ?? "", "base64").toString();
		const prefix = query.get("prefix") ?? "";
		const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
		const page = keys.slice(0, Math.min(PAGE, Number(query.get("max-keys") ?? PAGE)));
		const last = page.at(-1);
		const isTruncated = page.length < keys.length;
		const contents = page.map(
			(key) => `<Contents><Key>${escaped(key)}</Key><Size>${objects.get(key)?.length ?? 0}</Size></Contents>`,
		);
		const next =
			isTruncated && last !== undefined
				? `<NextContinuationToken>${Buffer.from(last).toString("base64")}</NextContinuationToken>`
				: "";
		xml(
			response,
			200,
			`<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucket}</Name><Prefix>${escaped(prefix)}</Prefix><KeyCount>${page.length}</KeyCount><IsTruncated>${isTruncated}</IsTruncated>${contents.join("")}${next}</ListBucketResult>`,
		);
	}

	function ofObject(
		method: string,
		key: string,
		{ content, range }: { content: Buffer; range: string | undefined },
		response: ServerResponse,
	): void {
		if (method === "PUT") {
			objects.set(key, content);
			response.writeHead(200).end();
			return;
		}
		if (method === "DELETE") {
			objects.delete(key);
			response.writeHead(204).end();
			return;
		}
		const object = objects.get(key);
		if (!object) {
			refuse(response, 404, "NoSuchKey");
			return;
		}
		const [, from, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
		if (method === "GET" && from !== undefined && last !== undefined) {
			const part = object.subarray(Number(from), Number(last) + 1);
			const where = `bytes ${from}-${Number(from) + part.length - 1}/${object.length}`;
			response.writeHead(206, { "content-length": part.length, "content-range": where });
			response.end(part);
			return;
		}
		response.writeHead(200, { "content-type": "application/octet-stream", "content-length": object.length });
		response.end(method === "HEAD" ? undefined : object);
	}

	const server = createServer((request, response) => {
		// A body that breaks off stores nothing and has nobody to be answered to.
		answer(request, response).catch(() => response.destroy());
	});
	await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		...{ bucket, identity, objects, asked },
		failNext: (times, status, code) => faults.push(...Array.from({ length: times }, () => ({ status, code }))),
		breakNext: () => faults.push("break"),
		stop() {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		},
	};
}

function refuse(response: ServerResponse, status: number, code: string): void {
	xml(response, status, `<Error><Code>${code}</Code><Message>as asked</Message></Error>`);
}

function xml(response: ServerResponse, status: number, body: string): void {
	response.writeHead(status, { "content-type": "application/xml" });
	response.end(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`);
}

function escaped(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
