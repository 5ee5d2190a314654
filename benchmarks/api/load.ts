import { connect } from "node:net";

/** How a load went. Times in ms. */
export interface LoadResult {
	requests: number;
	/** Answers that were not 200. */
	failures: number;
	seconds: number;
	perSecond: number;
	mean: number;
	p50: number;
	p95: number;
	p99: number;
	/** Mean size of an answer's body. */
	bytes: number;
}

const HEADER_END = Buffer.from("\r\n\r\n");

/**
 * Sends GET requests over so many keep-alive connections, each waiting for its answer before the next, and measures from
 * the first byte written to the last byte read. Plain sockets: an HTTP client would use as much processor as the server
 * that is measured. `paths` are taken in turn.
 */
export async function load(given: {
	host: string;
	port: number;
	paths: readonly string[];
	headers: Record<string, string>;
	connections: number;
	seconds: number;
}): Promise<LoadResult> {
	const lines = Object.entries({ host: `${given.host}:${given.port}`, ...given.headers });
	const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
	const requests = given.paths.map((path) => Buffer.from(`GET ${path} HTTP/1.1\r\n${head}\r\n`));
	const times: number[] = [];
	let failures = 0;
	let bytes = 0;
	let next = 0;
	const started = performance.now();
	const until = started + given.seconds * 1000;

	async function client(): Promise<void> {
		const socket = connect(given.port, given.host);
		socket.setNoDelay(true);
		let held: Buffer = Buffer.alloc(0);
		let sentAt = 0;
		await new Promise<void>((resolve, reject) => {
			const send = () => {
				if (performance.now() >= until) {
					socket.end();
					resolve();
					return;
				}
				sentAt = performance.now();
				socket.write(requests[next++ % requests.length] ?? "");
			};
			socket.once("connect", send);
			socket.once("error", reject);
			socket.on("data", (chunk: Buffer) => {
				held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
				const end = held.indexOf(HEADER_END);
				if (end < 0) return;
				const answer = held.subarray(0, end).toString("latin1");
				const length = Number(/\r\ncontent-length: (\d+)/i.exec(answer)?.[1] ?? Number.NaN);
				if (Number.isNaN(length)) return reject(new Error(`an answer without length: ${answer}`));
				if (held.length < end + 4 + length) return;
				held = held.subarray(end + 4 + length);
				times.push(performance.now() - sentAt);
				bytes += length;
				if (!answer.startsWith("HTTP/1.1 200")) failures++;
				send();
			});
		});
	}

	await Promise.all(Array.from({ length: given.connections }, client));
	const seconds = (performance.now() - started) / 1000;
	times.sort((a, b) => a - b);
	const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
	return {
		requests: times.length,
		failures,
		seconds,
		perSecond: times.length / seconds,
		mean: times.reduce((sum, time) => sum + time, 0) / Math.max(1, times.length),
		p50: at(0.5),
		p95: at(0.95),
		p99: at(0.99),
		bytes: bytes / Math.max(1, times.length),
	};
}
