import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";

/** A message as it came in. */
export interface Received {
	path: string;
	headers: IncomingHttpHeaders;
	body: string;
}

/** A third party's server that does as it is told. */
export interface Receiver {
	url: string;
	received: Received[];
	/** How it answers from now on; the usual is 204. */
	answerWith(answer: (out: ServerResponse, message: Received) => void): void;
}

/** Listens on loopback until the tests of the file are over. */
export async function openReceiver(): Promise<Receiver> {
	const received: Received[] = [];
	const usual = (out: ServerResponse) => void out.writeHead(204).end();
	let answer: (out: ServerResponse, message: Received) => void = usual;
	const server = createServer((request, out) => {
		let body = "";
		request.setEncoding("utf8").on("data", (part: string) => {
			body += part;
		});
		request.on("end", () => {
			const message = { path: request.url ?? "", headers: request.headers, body };
			received.push(message);
			answer(out, message);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	afterAll(() => {
		server.closeAllConnections();
		server.close();
	});
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		received,
		answerWith(next) {
			answer = next;
		},
	};
}
