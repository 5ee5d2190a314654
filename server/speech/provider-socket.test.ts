import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { openProviderSocket } from "./provider-socket.ts";

const provider = new WebSocketServer({ port: 0, host: "127.0.0.1" });
await once(provider, "listening");
const url = `ws://127.0.0.1:${(provider.address() as AddressInfo).port}`;
afterAll(() => provider.close());

/** Far more than a line holds by itself. */
const PIECES = Array.from({ length: 600 }, () => new Uint8Array(160_000));

/** A line to a provider that takes nothing for a while at first. */
async function slowLine() {
	const downs: string[] = [];
	let bytes = 0;
	provider.once("connection", (line) => {
		line.pause();
		setTimeout(() => line.resume(), 100);
		line.on("message", (data) => {
			bytes += (data as Buffer).length;
		});
	});
	const socket = await openProviderSocket(url, {}, { message: () => {}, down: (reason) => downs.push(reason) });
	return { socket, downs, bytes: () => bytes };
}

test("audio of hours goes to a provider as fast as it takes it", async () => {
	const { socket, downs, bytes } = await slowLine();
	for (const piece of PIECES) {
		socket.send(piece);
		await socket.taken();
	}
	await expect.poll(bytes, { timeout: 10_000 }).toBe(PIECES.length * 160_000);
	expect(downs).toEqual([]);
	socket.close();
});

test("a provider that takes live audio too slowly is done without", async () => {
	const { socket, downs } = await slowLine();
	for (const piece of PIECES) socket.send(piece);
	expect(downs).toEqual(["it takes audio too slowly"]);
	await socket.taken();
});
