import { expect, test } from "vitest";
import type { ApiKeyJson, NewApiKeyJson } from "../../core/contract/api-keys.ts";
import { addWorkspace, testApp } from "../test-app.ts";

const app = await testApp();
const { tenantId, people } = await addWorkspace(app.database, "harbour");
const { admin, ops, rep } = people;

const make = (body: object, as = admin) => app.call("POST", "/api-keys", { as, body });
const made = async (body: object, as = admin): Promise<NewApiKeyJson> => {
	const answer = await make(body, as);
	expect([answer.status, answer.headers.get("cache-control")]).toEqual([201, "no-store"]);
	return answer.json();
};
const by = (key: string, method = "GET", path = "/opportunities", body?: object) =>
	app.call(method, path, { headers: { authorization: `Bearer ${key}` }, ...(body && { body }) });
const listed = async (): Promise<ApiKeyJson[]> =>
	(await (await app.call("GET", "/api-keys", { as: ops })).json()).items;

test("a key is shown once, works within its scopes, and is known by its beginning afterwards", async () => {
	const { key, apiKey } = await made({ name: "Warehouse", scopes: ["deals:read", "people:read"] });
	expect(key).toMatch(/^csk_[\w-]{43}$/);
	expect(key.startsWith(apiKey.prefix)).toBe(true);
	expect(apiKey).toMatchObject({ name: "Warehouse", state: "on", owner: { name: "Astrid" }, lastUsedAt: null });
	expect((await by(key)).status).toBe(200);
	expect((await by(key, "GET", "/leads")).status).toBe(403);
	expect(await (await by(key, "GET", "/users/me")).json()).toMatchObject({
		permissions: ["deals:read", "people:read"],
	});
	await expect.poll(async () => (await listed())[0]?.lastUsedAt).not.toBeNull();
	const text =
		JSON.stringify(await listed()) +
		JSON.stringify(await app.database.kysely.selectFrom("api_keys").selectAll().execute());
	expect(text).not.toContain(key);
});

test("revoked, it opens nothing from that moment on, and saying it twice changes nothing", async () => {
	const { key, apiKey } = await made({ name: "Leaked", scopes: ["deals:read"] });
	expect((await by(key)).status).toBe(200);
	for (let i = 0; i < 2; i++) {
		expect((await app.call("DELETE", `/api-keys/${apiKey.id}`, { as: ops })).status).toBe(204);
		expect((await by(key)).status).toBe(401);
	}
	const entries = await app.database
		.reader(tenantId)
		.selectFrom("audit_entries")
		.select("action")
		.where("entity_id", "=", apiKey.id)
		.execute();
	expect(entries.map(({ action }) => action)).toEqual(["api-key.made", "api-key.revoked"]);
	await made({ name: "leaked", scopes: ["deals:read"] });
});

test("revoked by another process, it opens nothing within thirty seconds", async () => {
	const { key, apiKey } = await made({ name: "Elsewhere", scopes: ["deals:read"] });
	expect((await by(key)).status).toBe(200);
	await app.database.inTenant(tenantId, (trx) =>
		trx.updateTable("api_keys").set({ revoked_at: new Date() }).where("id", "=", apiKey.id).execute(),
	);
	app.passTime(30_000);
	expect((await by(key)).status).toBe(401);
});

test("it runs out when it was to", async () => {
	const expiresAt = new Date(app.deps.now() + 60_000).toISOString();
	const { key } = await made({ name: "A minute", scopes: ["deals:read"], expiresAt });
	expect((await by(key)).status).toBe(200);
	app.passTime(61_000);
	expect((await by(key)).status).toBe(401);
	expect((await listed()).find((one) => one.name === "A minute")?.state).toBe("expired");
	expect((await make({ name: "Past", scopes: ["deals:read"], expiresAt })).status).toBe(422);
});

test("it never does more than its owner may now, and nothing once they are gone", async () => {
	expect((await make({ name: "Too much", scopes: ["people:write"] }, ops)).status).toBe(403);
	const { key } = await made({ name: "Of ops", scopes: ["leads:read", "imports:read"] }, ops);
	expect((await by(key, "GET", "/imports")).status).toBe(200);
	const give = (role: string) => app.call("PUT", `/users/${ops.userId}/role`, { as: admin, body: { roleId: role } });
	await give("rep");
	expect((await by(key, "GET", "/imports")).status).toBe(403);
	expect((await by(key, "GET", "/leads")).status).toBe(200);
	await give("ops");
	await app.database.inTenant(tenantId, (trx) =>
		trx.updateTable("users").set({ is_active: false }).where("id", "=", ops.userId).execute(),
	);
	app.deps.standings.forget(tenantId);
	expect((await by(key, "GET", "/leads")).status).toBe(401);
	await app.database.inTenant(tenantId, (trx) =>
		trx.updateTable("users").set({ is_active: true }).where("id", "=", ops.userId).execute(),
	);
	app.deps.standings.forget(tenantId);
});

test("a key makes no keys, and what it does stands in the audit under its own name", async () => {
	expect((await make({ name: "Ring", scopes: ["keys:write"] })).status).toBe(422);
	const { key } = await made({ name: "Tidy up", scopes: ["workspace:write"] });
	expect((await by(key, "POST", "/api-keys", { name: "More", scopes: ["deals:read"] })).status).toBe(403);
	expect((await by(key, "PATCH", "/workspace", { name: "Harbour" })).status).toBe(200);
	const entry = await app.database
		.reader(tenantId)
		.selectFrom("audit_entries")
		.select(["actor", "actor_id"])
		.where("action", "=", "workspace.updated")
		.executeTakeFirst();
	expect(entry).toEqual({ actor: "API key Tidy up", actor_id: admin.userId });
});

test("what is no key of ours is refused, and who may not make keys makes none", async () => {
	for (const key of ["csk_", "csk_short-of-what-a-key-has", `csk_${"A".repeat(43)}`, `csk_${"A".repeat(44)}`]) {
		expect((await by(key)).status, key).toBe(401);
	}
	expect((await make({ name: "Rep's", scopes: ["deals:read"] }, rep)).status).toBe(403);
});
