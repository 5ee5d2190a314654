import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { addWorkspace, testApp } from "./test-app.ts";

const app = await testApp();
const { people, tenantId } = await addWorkspace(app.database, "harbour");
const { webRoot } = app.deps.settings;
mkdirSync(join(webRoot, "assets"), { recursive: true });
writeFileSync(join(webRoot, "index.html"), "<!doctype html><title>Courtside</title>");
writeFileSync(join(webRoot, "assets/main-A1B2C3D4.js"), "export {}");
writeFileSync(join(webRoot, "assets/main-A1B2C3D4.js.gz"), gzipSync("export {}"));
writeFileSync(join(webRoot, "..", "secret.json"), "{}");

test("an address that is not there, a wrong method and a wrong body are problems with a reference", async () => {
	const cases = [
		[app.call("GET", "/nowhere"), 404, "not_found"],
		[app.call("DELETE", "/home"), 405, "method_not_allowed"],
		[app.call("POST", "/auth/login", { body: { email: "no" } }), 400, "invalid_request"],
		[
			app.request("/api/v1/auth/login", {
				method: "POST",
				body: "{",
				headers: { "content-type": "application/json" },
			}),
			400,
			"invalid_request",
		],
		[app.call("POST", "/auth/login", { body: { pad: "x".repeat(1_100_000) } }), 413, "too_large"],
	] as const;
	for (const [asked, status, code] of cases) {
		const answer = await asked;
		expect(answer.status).toBe(status);
		expect(answer.headers.get("content-type")).toContain("application/problem+json");
		const problem = await answer.json();
		expect(problem).toMatchObject({ status, code, type: `urn:courtside:problem:${code}` });
		expect(answer.headers.get("x-request-id")).toBe(problem.requestId);
	}
	const { errors } = await (await app.call("POST", "/auth/login", { body: { email: "no" } })).json();
	expect(errors.map((e: { path: string }) => e.path)).toEqual(["email", "password"]);
});

test("a page of another site cannot cause a write; the portal and programs can", async () => {
	const ask = (headers: Record<string, string>) => app.call("POST", "/auth/logout", { body: {}, headers });
	expect((await ask({ origin: "https://evil.example" })).status).toBe(403);
	expect((await ask({ origin: "null" })).status).toBe(403);
	expect((await ask({ "sec-fetch-site": "cross-site" })).status).toBe(403);
	expect((await ask({ origin: "http://localhost" })).status).toBe(204);
	expect((await ask({})).status).toBe(204);
});

test("no other origin is given permission to read", async () => {
	const answer = await app.call("GET", "/start", { headers: { origin: "https://evil.example" } });
	expect(answer.headers.get("access-control-allow-origin")).toBeNull();
});

test("pages run only our own scripts and stand in nobody's frame", async () => {
	const answer = await app.request("/");
	const policy = answer.headers.get("content-security-policy") ?? "";
	expect(policy).toContain("script-src 'self';");
	expect(policy).toContain("frame-ancestors 'none'");
	expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
});

test("the portal's addresses give its page; its files are kept by their hash and sent compressed", async () => {
	for (const path of ["/", "/deals", "/deals/0190f3a2-7000-7000-8000-000000000001"]) {
		const page = await app.request(path);
		expect(await page.text()).toContain("Courtside");
		expect(page.headers.get("cache-control")).toBe("no-cache");
	}
	const file = await app.request("/assets/main-A1B2C3D4.js", { headers: { "accept-encoding": "gzip" } });
	expect(file.headers.get("content-encoding")).toBe("gzip");
	expect(file.headers.get("cache-control")).toContain("immutable");
	const etag = file.headers.get("etag") ?? "";
	const again = await app.request("/assets/main-A1B2C3D4.js", {
		headers: { "accept-encoding": "gzip", "if-none-match": etag },
	});
	expect(again.status).toBe(304);
	for (const path of [
		"/../secret.json",
		"/%2e%2e/secret.json",
		"/..%2fsecret.json",
		"/assets/none.js",
		"/a%00.js",
		"/%",
	]) {
		expect((await app.request(path)).status, path).toBe(404);
	}
});

test("large answers are packed for browsers, small ones and programs get them plain", async () => {
	await app.database.inTenant(tenantId, (trx) =>
		trx
			.insertInto("users")
			.values(Array.from({ length: 200 }, (_, i) => ({ tenant_id: tenantId, name: `Colleague ${i}` })))
			.execute(),
	);
	const ask = (path: string) => app.call("GET", path, { as: people.rep, headers: { "accept-encoding": "gzip, br" } });
	const large = await ask("/users");
	expect(large.headers.get("content-encoding")).toBe("gzip");
	expect(large.headers.get("x-content-type-options")).toBe("nosniff");
	const text = gunzipSync(Buffer.from(await large.arrayBuffer())).toString();
	expect(text).toBe(await (await app.call("GET", "/users", { as: people.rep })).text());
	const small = await ask("/teams");
	expect(small.headers.get("content-encoding")).toBeNull();
	expect(await small.json()).toHaveProperty("items");
});

test("metrics answer here and nowhere else; health says nothing but that it lives", async () => {
	expect((await app.request("/metrics", {}, "192.0.2.7")).status).toBe(403);
	const metrics = await (await app.request("/metrics")).text();
	expect(metrics).toContain('route="/api/v1/auth/login"');
	expect(await (await app.request("/health", {}, "192.0.2.7")).json()).toEqual({ status: "ok", version: "test" });
	expect((await app.request("/ready")).status).toBe(200);
});

test("the API page and its document are served from here alone", async () => {
	const page = await (await app.request("/api/docs")).text();
	expect(page).not.toMatch(/https?:\/\//);
	for (const [, src] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
		expect((await app.request(src ?? "")).status).toBe(200);
	}
	const document = await (await app.request("/api/v1/openapi.json")).json();
	expect(document.openapi).toBe("3.1.0");
	expect(document.components.schemas.Problem).toBeDefined();
	expect(document.paths["/opportunities/{id}"].put.security).toEqual([{ bearer: [] }]);
});

test("a workspace's settings are changed by its operations, told to others, and audited", async () => {
	const change = { name: "Harbour Tools", fiscal: { pattern: "445", startMonth: 2, weekStart: 7 }, clockAt: null };
	expect((await app.call("PATCH", "/workspace", { as: people.manager, body: change })).status).toBe(403);
	const changed = await app.call("PATCH", "/workspace", { as: people.ops, body: change });
	expect(await changed.json()).toMatchObject({ ...change, slug: "harbour" });
	const db = app.database.reader(tenantId);
	const events = await db.selectFrom("events").select("type").execute();
	expect(events).toEqual([{ type: "workspace.changed" }]);
	const entries = await db.selectFrom("audit_entries").select(["actor", "action"]).execute();
	expect(entries).toEqual([{ actor: "David", action: "workspace.updated" }]);
});

test("row-level security stands even where code forgets the tenant", async () => {
	const other = await addWorkspace(app.database, "pier");
	await app.database.inTenant(tenantId, async (trx) => {
		const everyone = await trx.selectFrom("users").select("tenant_id").execute();
		expect(new Set(everyone.map((user) => user.tenant_id))).toEqual(new Set([tenantId]));
		const touched = await trx.updateTable("users").set({ locale: "de" }).returning("tenant_id").execute();
		expect(touched.every((user) => user.tenant_id === tenantId)).toBe(true);
		const deleted = await trx.deleteFrom("teams").where("id", "=", other.teamId).executeTakeFirst();
		expect(deleted.numDeletedRows).toBe(0n);
	});
	const keys = app.database.inTenant(tenantId, (trx) => trx.selectFrom("signing_keys").select("kid").execute());
	await expect(keys).rejects.toThrow(/permission denied/);
});
