import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { Redis } from "ioredis";
import { afterAll, describe, expect, inject, test } from "vitest";
import { openCounts } from "../redis.ts";
import { createLimits } from "./limits.ts";

const redisUrl = inject("testRedisUrl");
const redis = redisUrl ? new Redis(redisUrl) : null;
afterAll(async () => {
	await redis?.quit();
});

describe.each([
	["in memory", null],
	["in Redis", redis],
])("%s", (where, store) => {
	test.skipIf(where === "in Redis" && !store)("guesses at an account are stopped; a success frees it", async () => {
		const limits = createLimits(store);
		const who = `maria-${where}@harbour.example`;
		for (let i = 0; i < 9; i++) await limits.signIn(who, null);
		await (await limits.signIn(who, null)).succeeded();
		for (let i = 0; i < 10; i++) await limits.signIn(who.toUpperCase(), null);
		await expect(limits.signIn(who, null)).rejects.toMatchObject({ code: "too_many_requests" });
		await expect(limits.signIn("someone else", null)).resolves.toBeDefined();
	});

	test.skipIf(where === "in Redis" && !store)("guesses from one address at many accounts are stopped", async () => {
		const limits = createLimits(store);
		for (let i = 0; i < 50; i++) await limits.signIn(`person-${i}-${where}`, "192.0.2.7");
		await expect(limits.signIn("one more", "192.0.2.7")).rejects.toMatchObject({ code: "too_many_requests" });
		await expect(limits.signIn("one more", "192.0.2.8")).resolves.toBeDefined();
	});
});

test.each([
	["that answers nothing any more", (socket: Socket) => void socket.resume()],
	["that ends every line", (socket: Socket) => void socket.destroy()],
])("with a Redis %s they are counted in memory, and nobody waits for it", async (_, treat) => {
	const server = createServer(treat).listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	const away = openCounts(`redis://127.0.0.1:${port}`, () => {});
	const limits = createLimits(away);
	for (let i = 0; i < 10; i++) await limits.signIn("maria@harbour.example", null);
	await expect(limits.signIn("maria@harbour.example", null)).rejects.toMatchObject({ code: "too_many_requests" });
	away.disconnect();
	server.close();
});

test.skipIf(!redisUrl)("a Redis that falls silent in the middle is done without", async () => {
	const { hostname, port: behind } = new URL(redisUrl ?? "");
	let isSilent = false;
	const lines = new Set<Socket>();
	const server = createServer((near) => {
		const far = connect(Number(behind), hostname);
		for (const line of [near, far]) {
			lines.add(line);
			line.on("error", () => {});
		}
		near.on("data", (data) => isSilent || far.write(data));
		far.on("data", (data) => isSilent || near.write(data));
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	const shaky = openCounts(`redis://127.0.0.1:${port}`, () => {});
	await once(shaky, "ready");
	const limits = createLimits(shaky);
	await limits.token("192.0.2.9");
	isSilent = true;
	for (let i = 0; i < 20; i++) await limits.token("192.0.2.9");
	shaky.disconnect();
	for (const line of lines) line.destroy();
	server.close();
});
