import { describe, expect, test } from "vitest";
import { addWorkspace, testApp } from "./test-app.ts";

const PARTNER = "https://app.partner.example";
const app = await testApp({ settings: { apiOrigins: [PARTNER], publicUrl: "https://courtside.example" } });
const { people } = await addWorkspace(app.database, "harbour");
const preflight = (origin: string, path = "/opportunities") =>
	app.call("OPTIONS", path, { headers: { origin, "access-control-request-method": "POST" } });

describe("pages of other sites", () => {
	test("that are allowed may call and read by a token of their own, and never by cookie", async () => {
		const asked = await preflight(PARTNER);
		expect(asked.status).toBe(204);
		expect(asked.headers.get("access-control-allow-origin")).toBe(PARTNER);
		expect(asked.headers.get("access-control-allow-headers")).toContain("authorization");
		expect(asked.headers.get("access-control-allow-credentials")).toBeNull();
		expect(asked.headers.get("vary")).toContain("origin");
		const headers = { origin: PARTNER, "sec-fetch-site": "cross-site" };
		const made = await app.call("POST", "/leads", { as: people.rep, body: { name: "Ada" }, headers });
		expect([made.status, made.headers.get("access-control-allow-origin")]).toEqual([201, PARTNER]);
		expect(made.headers.get("access-control-expose-headers")).toContain("etag");
	});

	test("are kept from where the cookie counts, allowed or not", async () => {
		const headers = { origin: PARTNER, "sec-fetch-site": "cross-site" };
		for (const path of ["/auth/refresh", "/auth/logout", "/auth/login"]) {
			const answer = await app.call("POST", path, { body: {}, headers });
			expect([answer.status, answer.headers.get("access-control-allow-origin")], path).toEqual([403, null]);
			expect((await preflight(PARTNER, path)).headers.get("access-control-allow-origin")).toBeNull();
		}
	});

	test("that are not allowed, or only look like one that is, may not", async () => {
		for (const origin of [
			"https://evil.example",
			`${PARTNER}.evil.example`,
			"http://app.partner.example",
			"null",
			`${PARTNER}/`,
		]) {
			expect((await preflight(origin)).headers.get("access-control-allow-origin"), origin).toBeNull();
			const made = await app.call("POST", "/leads", { as: people.rep, body: { name: "Ada" }, headers: { origin } });
			expect(made.status, origin).toBe(403);
		}
	});
});

test("a body without a length is cut off as well, at every door", async () => {
	const endless = () =>
		new ReadableStream<Uint8Array>({
			pull(controller) {
				controller.enqueue(new Uint8Array(100_000).fill(32));
			},
		});
	const token = await app.tokenOf(people.rep);
	for (const path of ["/api/v1/auth/login", "/api/v1/leads", "/graphql", "/hooks/web/harbour"]) {
		const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
		const init = { method: "POST", body: endless(), headers, duplex: "half" } as RequestInit;
		expect((await app.request(path, init)).status, path).toBe(413);
	}
});

test("over https, browsers are told to stay there, and the cookie travels on nothing else", async () => {
	expect((await app.request("/")).headers.get("strict-transport-security")).toMatch(/max-age=\d{7}/);
	const made = await app.call("POST", "/workspaces", {
		body: { company: "Pier", name: "Ada", email: "ada@pier.example", password: "a long enough word" },
	});
	expect(made.headers.get("set-cookie")).toMatch(/HttpOnly.*Secure.*SameSite=Strict/);
});

test("every answer, faults as well, forbids frames, foreign scripts and guessing at types", async () => {
	for (const path of ["/", "/api/v1/start", "/api/v1/nowhere", "/api/v1/opportunities", "/graphql"]) {
		const { headers } = await app.request(path);
		const policy = headers.get("content-security-policy") ?? "";
		for (const rule of [
			"default-src 'self'",
			"script-src 'self';",
			"object-src 'none'",
			"base-uri 'none'",
			"form-action 'self'",
			"frame-ancestors 'none'",
		]) {
			expect(`${policy};`, path).toContain(rule);
		}
		expect(headers.get("x-frame-options"), path).toBe("DENY");
		expect(headers.get("x-content-type-options"), path).toBe("nosniff");
		expect(headers.get("referrer-policy"), path).toBe("no-referrer");
	}
});
