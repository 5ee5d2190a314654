import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { guardedFetch } from "./guarded-fetch.ts";

const heard: { request: IncomingMessage; body: string }[] = [];
const server = createServer(async (request, response) => {
	let body = "";
	for await (const piece of request) body += piece;
	heard.push({ request, body });
	if (request.url === "/moved") response.writeHead(302, { location: "http://169.254.169.254/" }).end();
	else if (request.url === "/empty") response.writeHead(204).end();
	else if (request.url === "/slow") response.writeHead(200).write("…");
	else response.writeHead(200, { "retry-after": "7" }).end("taken");
});
await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
const { port } = server.address() as AddressInfo;
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

const leadingTo = (...addresses: string[]) =>
	guardedFetch({
		resolve: async () => addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
	});
/** Names lead to our server, and that is allowed. */
const open = guardedFetch({ resolve: async () => [{ address: "127.0.0.1", family: 4 }], isPrivate: () => false });

test.each([
	["loopback", ["127.0.0.1"]],
	["a private network", ["10.1.2.3"]],
	["link-local metadata", ["169.254.169.254"]],
	["a public and a private address", ["93.184.215.14", "192.168.0.9"]],
	["IPv6 loopback", ["::1"]],
	["a unique local address", ["fd00:ec2::254"]],
	["a link-local address", ["fe80::1"]],
	["IPv4 in IPv6", ["::ffff:10.0.0.1"]],
	["nothing", []],
])("a name that resolves to %s is not called", async (_, addresses) => {
	await expect(leadingTo(...addresses)(`http://crm.example.com:${port}/`)).rejects.toThrow(TypeError);
	expect(heard).toEqual([]);
});

test.each(["127.0.0.1", "[::1]", "2130706433", "0x7f.1", "localhost", "metadata.google.internal"])(
	"http://%s is not called",
	async (host) => {
		await expect(guardedFetch()(`http://${host}:${port}/`)).rejects.toThrow(/private network/);
		expect(heard).toEqual([]);
	},
);

test("a call goes to the address that was checked, whole, and its answer comes back", async () => {
	const answer = await open(`http://crm.example.com:${port}/hook?x=1`, {
		method: "POST",
		body: JSON.stringify({ said: "grüezi" }),
		headers: { "content-type": "application/json", "x-courtside-signature": "v1=0" },
	});
	expect([answer.status, await answer.text(), answer.headers.get("retry-after")]).toEqual([200, "taken", "7"]);
	const { request, body } = heard.at(-1) ?? expect.unreachable();
	expect(request).toMatchObject({ method: "POST", url: "/hook?x=1" });
	expect(request.headers).toMatchObject({ host: `crm.example.com:${port}`, "x-courtside-signature": "v1=0" });
	expect(JSON.parse(body)).toEqual({ said: "grüezi" });
});

test("a redirect is handed back and not followed", async () => {
	const answer = await open(`http://crm.example.com:${port}/moved`);
	expect(answer.status).toBe(302);
	await answer.body?.cancel();
	expect((await open(`http://crm.example.com:${port}/empty`)).body).toBeNull();
});

test("a call ends when its signal says so, and fails when nobody answers", async () => {
	const stop = new AbortController();
	const answer = await open(`http://crm.example.com:${port}/slow`, { signal: stop.signal });
	stop.abort();
	await expect(answer.text()).rejects.toThrow();
	await expect(open("http://crm.example.com:1/")).rejects.toThrow();
});
