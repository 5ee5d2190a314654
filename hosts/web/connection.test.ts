import { expect, test } from "vitest";
import type { WebConnectionJson, WebKeyJson } from "../../core/contract/web-connection.ts";
import { verifyAuditChain } from "../../server/audit/verify.ts";
import { workOnHosts } from "../../server/jobs/host-jobs.ts";
import { addWorkspace, testApp } from "../../server/test-app.ts";
import { webHost } from "./host.ts";
import { signedHeaders } from "./signature.ts";

const app = await testApp({
	hosts: [webHost],
	settings: { publicUrl: "https://courtside.example.com", isLocal: false },
});
const { database, deps } = app;
const { tenantId, people } = await addWorkspace(database, "harbour");
await workOnHosts(app.jobs, deps);

async function connection(): Promise<WebConnectionJson> {
	return (await app.call("GET", "/hosts/web", { as: people.admin })).json();
}

async function makeKey(): Promise<string> {
	const answer = await app.call("POST", "/hosts/web/key", { as: people.ops, body: {} });
	expect(answer.status).toBe(201);
	expect(answer.headers.get("cache-control")).toBe("no-store");
	const { key } = (await answer.json()) as WebKeyJson;
	expect(key).toMatch(/^[\w-]{43}$/);
	return key;
}

const change = (body: object) => app.call("PUT", "/hosts/web", { as: people.admin, body });

async function push(name: string, key: string): Promise<number> {
	const recordedAt = new Date(deps.now() - 60_000).toISOString();
	const body = JSON.stringify({ changes: [{ entity: "account", id: name, recordedAt, fields: { name } }] });
	const { pathname } = new URL((await connection()).address);
	const headers = { "content-type": "application/json", ...signedHeaders(body, { now: deps.now(), key }) };
	return (await app.request(pathname, { method: "POST", headers, body })).status;
}

async function accounts(): Promise<string[]> {
	const rows = await database.reader(tenantId).selectFrom("accounts").select("name").orderBy("name").execute();
	return rows.map(({ name }) => name);
}

test("with a key made by a person, the company's own system is heard at the address shown", async () => {
	expect(await connection()).toEqual({
		state: "off",
		address: "https://courtside.example.com/hooks/web/harbour",
		callbackUrl: null,
		hasKey: false,
		keySince: null,
		takesKeyBefore: false,
	});
	expect(await push("Too early", "no key")).toBe(404);
	const key = await makeKey();
	const after = await connection();
	expect(after).toMatchObject({ state: "on", hasKey: true, keySince: expect.any(String), takesKeyBefore: false });
	expect(JSON.stringify(after)).not.toContain(key);
	expect(await push("North Pier", key)).toBe(202);
	await expect.poll(accounts, { timeout: 10_000 }).toEqual(["North Pier"]);
});

test("while keys are changed both are taken; the one before them is not", async () => {
	const [first, second] = [await makeKey(), await makeKey()];
	expect(await push("By the first", first)).toBe(202);
	expect(await push("By the second", second)).toBe(202);
	const third = await makeKey();
	expect(await connection()).toMatchObject({ takesKeyBefore: true });
	expect(await push("By the first again", first)).toBe(401);
	expect(await push("By the second again", second)).toBe(202);
	expect(await push("By the third", third)).toBe(202);
});

test("a paused connection takes nothing, and a new key does not end the pause", async () => {
	expect(await (await change({ state: "paused" })).json()).toMatchObject({ state: "paused" });
	const key = await makeKey();
	expect(await push("In the pause", key)).toBe(403);
	expect(await (await change({ state: "on" })).json()).toMatchObject({ state: "on" });
	expect(await push("After the pause", key)).toBe(202);
	expect(await (await change({ state: "off" })).json()).toMatchObject({ state: "off" });
	expect(await push("Off", key)).toBe(404);
	await change({ state: "on" });
});

test("only who runs the workspace sees or changes it", async () => {
	for (const person of [people.rep, people.manager, people.executive]) {
		for (const [method, path] of [
			["GET", "/hosts/web"],
			["PUT", "/hosts/web"],
			["POST", "/hosts/web/key"],
		] as const) {
			const answer = await app.call(method, path, { as: person, ...(method === "GET" ? {} : { body: {} }) });
			expect(answer.status).toBe(403);
		}
	}
});

test.each(["http://crm.example.com/", "https://10.0.0.8/", "https://printer.local/", "https://a:b@x.example/", "crm"])(
	"%s is refused as where the system hears of changes",
	async (callbackUrl) => {
		const answer = await change({ callbackUrl });
		expect(await answer.json()).toMatchObject({ code: "unprocessable", errors: [{ path: "callbackUrl" }] });
	},
);

test("where the system hears of changes is kept, and taken away again", async () => {
	const callbackUrl = "https://crm.example.com/courtside";
	expect(await (await change({ callbackUrl })).json()).toMatchObject({ callbackUrl, state: "on" });
	expect(await connection()).toMatchObject({ callbackUrl });
	expect(await (await change({ callbackUrl: "" })).json()).toMatchObject({ callbackUrl: null });
});

test("a server on the person's own machine may call what is beside it", async () => {
	deps.settings.isLocal = true;
	const callbackUrl = "http://127.0.0.1:9000/courtside";
	expect(await (await change({ callbackUrl })).json()).toMatchObject({ callbackUrl });
	deps.settings.isLocal = false;
});

test("every change stands in the audit, without any key", async () => {
	const entries = await database
		.reader(tenantId)
		.selectFrom("audit_entries")
		.select(["action", "actor", "detail"])
		.where("entity", "=", "connection")
		.execute();
	expect(entries.filter(({ action }) => action === "connection.key-made")).toHaveLength(5);
	expect(entries.filter(({ action }) => action === "connection.updated")).toHaveLength(7);
	expect(JSON.stringify(entries)).not.toMatch(/[\w-]{43}/);
	expect(await verifyAuditChain(database.reader(tenantId), tenantId)).toMatchObject({ ok: true });
});
