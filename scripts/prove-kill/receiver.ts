import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A record of the company's own system, as Courtside has written it. */
export interface Received {
	fields: Record<string, unknown>;
	/** Values of `nextStep` in the order in which they came, each once for each write. */
	steps: string[];
}

/** The company's own system: an HTTP server that outlives every kill and keeps what is written back to it. */
export interface Receiver {
	url: string;
	records: Map<string, Received>;
	/** Records that came again under the same key, as after a lost answer. */
	redelivered: number;
	/** What must not happen: another value under a key that was used, or a write over a value that nobody expected. */
	faults: string[];
	/** Hears of every record that is written for the first time. */
	onWrite: ((id: string, fields: Record<string, unknown>) => void) | null;
	close(): Promise<void>;
}

interface Sent {
	id: string;
	dedupKey: string;
	fields: Record<string, unknown>;
	expected?: Record<string, unknown>;
}

/** Starts it on a free port of loopback. */
export async function openReceiver(): Promise<Receiver> {
	const byKey = new Map<string, string>();
	const server = createServer((request, response) => {
		read(request).then(
			(body) => {
				const { kind, payload } = JSON.parse(body) as { kind: string; payload: { records: Sent[] } };
				const records = payload.records.map((record) =>
					kind === "write-back" ? take(record) : { fields: receiver.records.get(record.id)?.fields ?? {} },
				);
				response.setHeader("content-type", "application/json");
				response.end(JSON.stringify({ records }));
			},
			() => response.destroy(),
		);
	});

	function take({ id, dedupKey, fields, expected = {} }: Sent) {
		const text = JSON.stringify({ id, fields });
		const before = byKey.get(dedupKey);
		const stored = receiver.records.get(id) ?? { fields: {}, steps: [] };
		if (before !== undefined) {
			receiver.redelivered++;
			if (before !== text) receiver.faults.push(`${dedupKey} came with other values`);
			return { ok: true };
		}
		byKey.set(dedupKey, text);
		for (const [name, value] of Object.entries(expected)) {
			const now = stored.fields[name] ?? null;
			if (now !== value) receiver.faults.push(`${id}.${name}: expected ${value}, stands ${now}`);
		}
		const old = Object.fromEntries(Object.keys(fields).map((name) => [name, stored.fields[name] ?? null]));
		Object.assign(stored.fields, fields);
		if (typeof fields["nextStep"] === "string") stored.steps.push(fields["nextStep"]);
		receiver.records.set(id, stored);
		receiver.onWrite?.(id, fields);
		return { ok: true, before: old };
	}

	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	const receiver: Receiver = {
		url: `http://127.0.0.1:${port}/courtside`,
		records: new Map(),
		redelivered: 0,
		faults: [],
		onWrite: null,
		close: () => new Promise((resolve) => server.close(() => resolve())),
	};
	return receiver;
}

async function read(request: IncomingMessage): Promise<string> {
	let body = "";
	for await (const part of request) body += part;
	return body;
}
