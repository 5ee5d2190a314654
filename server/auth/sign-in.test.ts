import { expect, test } from "vitest";
import { CAST } from "../../core/demo/cast.ts";
import { smallCompany } from "../../core/demo/small-company.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import { verifyAuditChain } from "../audit/verify.ts";
import { loadCompany } from "../demo/load-demo.ts";
import { addWorkspace, testApp } from "../test-app.ts";
import { hashPassword } from "./passwords.ts";

const app = await testApp();
const harbour = await addWorkspace(app.database, "harbour");
const demo = (await loadCompany(app.database, smallCompany(Date.now()))) ?? 0;
const PASSWORD = "correct horse battery";
const ME = { email: "Maria@Harbour.example", password: PASSWORD };
await setPassword(harbour.tenantId, harbour.people.rep.userId, PASSWORD);

async function setPassword(tenantId: number, userId: string, password: string) {
	const password_hash = await hashPassword(password);
	await app.database.inTenant(tenantId, (trx) =>
		trx.updateTable("users").set({ password_hash }).where("id", "=", userId).execute(),
	);
}

function login(body: object, headers: Record<string, string> = {}) {
	return app.call("POST", "/auth/login", { body, headers });
}

function cookieOf(answer: Response): string {
	return /courtside_refresh=[^;]*/.exec(answer.headers.get("set-cookie") ?? "")?.[0] ?? "";
}

function refresh(cookie: string, headers: Record<string, string> = {}) {
	return app.call("POST", "/auth/refresh", { body: {}, headers: { cookie, ...headers } });
}

async function codeOf(answer: Response): Promise<string> {
	expect(answer.headers.get("content-type")).toContain("application/problem+json");
	return (await answer.json()).code;
}

function whoIs(accessToken: string) {
	return app.call("GET", "/users/me", { headers: { authorization: `Bearer ${accessToken}` } });
}

test("e-mail and password sign in, and the token says who it is", async () => {
	const answer = await login(ME);
	expect(answer.status).toBe(200);
	const { accessToken, refreshToken, me } = await answer.json();
	expect(me).toMatchObject({ name: "Maria", role: "rep", workspace: { slug: "harbour" } });
	expect(refreshToken).toBeUndefined();
	expect(answer.headers.get("set-cookie")).toMatch(/Path=\/api\/v1\/auth; HttpOnly; SameSite=Strict/);
	expect(await (await whoIs(accessToken)).json()).toEqual(me);
});

test("a wrong password and a stranger get the same answer", async () => {
	const wrong = await login({ ...ME, password: "not the password" });
	const stranger = await login({ email: "nobody@harbour.example", password: PASSWORD });
	expect([wrong.status, stranger.status]).toEqual([401, 401]);
	const [a, b] = [await wrong.json(), await stranger.json()];
	expect({ ...a, requestId: "" }).toEqual({ ...b, requestId: "" });
});

test("too many guesses at an account are stopped, and the right password does not help then", async () => {
	await setPassword(harbour.tenantId, harbour.people.ops.userId, PASSWORD);
	const guess = { email: "david@harbour.example", password: "guess" };
	for (let i = 0; i < 10; i++) expect((await login(guess)).status).toBe(401);
	const stopped = await login({ ...guess, password: PASSWORD });
	expect(stopped.status).toBe(429);
	expect(await codeOf(stopped)).toBe("too_many_requests");
	expect((await login(ME)).status).toBe(200);
});

test("the same e-mail in two workspaces signs in to the one that is named", async () => {
	const pier = await addWorkspace(app.database, "pier");
	await app.database.inTenant(pier.tenantId, (trx) =>
		trx.updateTable("users").set({ email: ME.email }).where("id", "=", pier.people.rep.userId).execute(),
	);
	await setPassword(pier.tenantId, pier.people.rep.userId, PASSWORD);
	expect(await codeOf(await login(ME))).toBe("wrong_state");
	const { me } = await (await login({ ...ME, workspace: "pier" })).json();
	expect(me.workspace.slug).toBe("pier");
	await app.database.inTenant(pier.tenantId, (trx) =>
		trx.updateTable("users").set({ is_active: false }).where("id", "=", pier.people.rep.userId).execute(),
	);
	expect((await (await login(ME)).json()).me.workspace.slug).toBe("harbour");
});

test("a refresh token is good once; a second use later ends the sign-in everywhere", async () => {
	const first = cookieOf(await login(ME));
	const renewed = await refresh(first);
	expect(renewed.status).toBe(200);
	const second = cookieOf(renewed);
	expect(second).not.toBe(first);
	const { accessToken } = await renewed.json();
	app.passTime(11_000);
	expect(await codeOf(await refresh(first))).toBe("token_reused");
	expect(await codeOf(await refresh(second))).toBe("not_signed_in");
	expect((await whoIs(accessToken)).status).toBe(401);
});

test("two tabs that refresh at the same moment both stay signed in; another browser with the token does not", async () => {
	const signedIn = await login(ME, { "user-agent": "Tab/1" });
	const cookie = cookieOf(signedIn);
	const tabs = await Promise.all([
		refresh(cookie, { "user-agent": "Tab/1" }),
		refresh(cookie, { "user-agent": "Tab/1" }),
	]);
	expect(tabs.map((tab) => tab.status)).toEqual([200, 200]);
	expect(await codeOf(await refresh(cookie, { "user-agent": "Thief/9" }))).toBe("token_reused");
});

test("signing out ends the refresh and the access token", async () => {
	const signedIn = await login(ME);
	const { accessToken } = await signedIn.json();
	const cookie = cookieOf(signedIn);
	const out = await app.call("POST", "/auth/logout", { body: {}, headers: { cookie } });
	expect(out.status).toBe(204);
	expect((await refresh(cookie)).status).toBe(401);
	expect((await whoIs(accessToken)).status).toBe(401);
});

test("programs get the refresh token in the body and no cookie", async () => {
	const answer = await login(ME, { "x-courtside-client": "api" });
	const { refreshToken } = await answer.json();
	expect(answer.headers.get("set-cookie")).toBeNull();
	const again = await app.call("POST", "/auth/refresh", {
		body: { refreshToken },
		headers: { "x-courtside-client": "api" },
	});
	expect((await again.json()).refreshToken).not.toBe(refreshToken);
});

test("an access token runs out after ten minutes, a sign-in after thirty unused days", async () => {
	const signedIn = await login(ME);
	const { accessToken } = await signedIn.json();
	app.passTime(10 * 60_000 + 1000);
	expect(await codeOf(await whoIs(accessToken))).toBe("token_expired");
	app.passTime(31 * DAY_MS);
	expect(await codeOf(await refresh(cookieOf(signedIn)))).toBe("not_signed_in");
});

test("a new role and a locked account hold within thirty seconds", async () => {
	const { rep, admin } = harbour.people;
	const token = await app.tokenOf(rep);
	expect((await (await whoIs(token)).json()).role).toBe("rep");
	const set = (change: { role?: "ops"; is_active?: boolean }) =>
		app.database.inTenant(harbour.tenantId, (trx) =>
			trx.updateTable("users").set(change).where("id", "=", rep.userId).execute(),
		);
	await set({ role: "ops" });
	app.passTime(30_000);
	expect((await (await whoIs(token)).json()).role).toBe("ops");
	await set({ is_active: false });
	app.passTime(30_000);
	expect((await whoIs(token)).status).toBe(401);
	expect((await whoIs(await app.tokenOf(admin))).status).toBe(200);
});

test("the demo's people sign in with one click on this machine only", async () => {
	const click = (from: string, headers: Record<string, string> = {}) =>
		app.request(
			"/api/v1/auth/demo",
			{
				method: "POST",
				body: JSON.stringify({ person: "maria" }),
				headers: { "content-type": "application/json", ...headers },
			},
			from,
		);
	const signedIn = await click("127.0.0.1");
	expect((await signedIn.json()).me).toMatchObject({ id: CAST.maria.id, workspace: { id: demo, isDemo: true } });
	expect((await click("::1", { host: "[::1]:4100" })).status).toBe(200);
	for (const refused of [
		click("192.0.2.7"),
		click("127.0.0.1", { host: "courtside.example.com" }),
		click("127.0.0.1", { "x-forwarded-for": "192.0.2.7" }),
		click("127.0.0.1", { via: "1.1 proxy" }),
	]) {
		expect((await refused).status).toBe(403);
	}
	const seenFromAfar = await (await app.request("/api/v1/start", {}, "192.0.2.7")).json();
	expect(seenFromAfar).toMatchObject({ demo: false, people: [], preparing: null });
	expect((await (await app.request("/api/v1/start")).json()).people).toHaveLength(4);
});

test("one's own workspace is made empty, with its first administrator signed in", async () => {
	const request = {
		company: "Café Müller & Söhne",
		name: "Ada",
		email: "ada@cafe.example",
		password: "a long enough one",
		currency: "EUR",
	};
	const answer = await app.call("POST", "/workspaces", { body: request });
	expect(answer.status).toBe(201);
	const { me } = await answer.json();
	expect(me).toMatchObject({ role: "admin", workspace: { slug: "cafe-muller-sohne", isDemo: false } });
	const again = await app.call("POST", "/workspaces", { body: request });
	expect((await again.json()).me.workspace.slug).toMatch(/^cafe-muller-sohne-[0-9a-f]{6}$/);
	const wrong = await app.call("POST", "/workspaces", { body: { ...request, zone: "Mars/Base", password: "short" } });
	expect((await wrong.json()).errors.map((e: { path: string }) => e.path).sort()).toEqual(["password", "zone"]);
});

test("every sign-in is in the audit chain, and a changed entry breaks it", async () => {
	const reader = app.database.reader(harbour.tenantId);
	const before = await verifyAuditChain(reader, harbour.tenantId);
	expect(before).toMatchObject({ ok: true });
	const tamper = app.database.inTenant(harbour.tenantId, (trx) =>
		trx.updateTable("audit_entries").set({ actor: "nobody" }).where("seq", "=", 2n).execute(),
	);
	await expect(tamper).rejects.toThrow(/permission denied/);
	await app.database.kysely
		.updateTable("audit_entries")
		.set({ actor: "nobody" })
		.where("tenant_id", "=", harbour.tenantId)
		.where("seq", "=", 2n)
		.execute();
	expect(await verifyAuditChain(reader, harbour.tenantId)).toMatchObject({ ok: false, brokenAt: 2 });
});

test("the signing key is public only by its public half", async () => {
	const { keys } = await (await app.call("GET", "/.well-known/jwks.json")).json();
	expect(keys).toHaveLength(1);
	expect(keys[0]).toMatchObject({ kty: "OKP", crv: "Ed25519", alg: "EdDSA" });
	expect(keys[0].d).toBeUndefined();
	const stored = await app.database.kysely.selectFrom("signing_keys").select("private_sealed").executeTakeFirst();
	expect(stored?.private_sealed).toMatch(/^v1\./);
});
