import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { serve } from "@hono/node-server";

/** A listening server. */
export interface Listening {
	port: number;
	/** Takes no more requests and waits for those in hand, at most `graceMs`; then cuts what is left. */
	close(graceMs: number): Promise<void>;
}

/** Listens with the app; WebSockets go to `upgrade`. Throws, with what to do, when the port is taken or the address is not ours. */
export function listen(
	app: { fetch: Parameters<typeof serve>[0]["fetch"] },
	{ host, port }: { host: string; port: number },
	upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void,
): Promise<Listening> {
	return new Promise((resolve, reject) => {
		const server = serve({ fetch: app.fetch, hostname: host, port }) as Server;
		if (upgrade) server.on("upgrade", upgrade);
		server.requestTimeout = 0;
		server.headersTimeout = 15_000;
		server.keepAliveTimeout = 65_000;
		server.once("error", (error: NodeJS.ErrnoException) => reject(explained(error, host, port)));
		server.once("listening", () => {
			resolve({
				port: (server.address() as AddressInfo).port,
				async close(graceMs) {
					const ended = new Promise<void>((done) => server.close(() => done()));
					server.closeIdleConnections();
					const cut = setTimeout(() => server.closeAllConnections(), graceMs);
					await ended;
					clearTimeout(cut);
				},
			});
		});
	});
}

function explained(error: NodeJS.ErrnoException, host: string, port: number): Error {
	if (error.code === "EADDRINUSE") {
		return new Error(`Port ${port} is in use. Stop what uses it, or choose another: PORT=${port + 1} npm start`, {
			cause: error,
		});
	}
	if (error.code === "EACCES")
		return new Error(`Port ${port} needs more rights. Choose one above 1024.`, { cause: error });
	if (error.code === "EADDRNOTAVAIL")
		return new Error(`${host} is not an address of this machine. Check HOST.`, { cause: error });
	return error;
}
