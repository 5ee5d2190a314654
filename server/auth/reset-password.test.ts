import { expect, test } from "vitest";
import { addWorkspace, testApp } from "../test-app.ts";
import { mailsTo, startMail } from "../test-mail.ts";
import { hashPassword, passwordMatches } from "./passwords.ts";

const app = await testApp();
await startMail(app);
const harbour = await addWorkspace(app.database, "harbour");
const pier = await addWorkspace(app.database, "pier");
const OLD = "the old password";
const NEW = "a brand new password";
const EMAIL = "maria@harbour.example";
await setOld(harbour.tenantId, harbour.people.rep.userId);

async function setOld(tenantId: number, userId: string) {
	const password_hash = await hashPassword(OLD);
	await app.database.inTenant(tenantId, (trx) =>
		trx.updateTable("users").set({ password_hash }).where("id", "=", userId).execute(),
	);
}

function forget(email: string, from = "192.0.2.1") {
	return app.request(
		"/api/v1/auth/forgot-password",
		{ method: "POST", body: JSON.stringify({ email }), headers: { "content-type": "application/json" } },
		from,
	);
}

const reset = (token: string, password = NEW) =>
	app.call("POST", "/auth/reset-password", { body: { token, password } });
const login = (password: string) => app.call("POST", "/auth/login", { body: { email: EMAIL, password } });

test("a forgotten password is replaced by a mailed link, once, and every sign-in ends", async () => {
	const before = await login(OLD);
	const { accessToken } = await before.json();
	const cookie = /courtside_refresh=[^;]*/.exec(before.headers.get("set-cookie") ?? "")?.[0] ?? "";
	expect((await forget("Maria@Harbour.example")).status).toBe(204);
	const [mail] = await mailsTo(app, harbour.tenantId, EMAIL);
	expect(mail?.text).toContain(`http://localhost/start/reset#${mail?.token}`);
	expect((await reset(mail?.token ?? "")).status).toBe(204);

	expect((await login(OLD)).status).toBe(401);
	expect((await login(NEW)).status).toBe(200);
	expect((await app.call("POST", "/auth/refresh", { body: {}, headers: { cookie } })).status).toBe(401);
	const who = await app.call("GET", "/users/me", { headers: { authorization: `Bearer ${accessToken}` } });
	expect(who.status).toBe(401);
	const again = await reset(mail?.token ?? "", "yet another password");
	expect((await again.json()).code).toBe("not_found");
	await mailsTo(app, harbour.tenantId, EMAIL, 1, "password-changed");
	const audit = await app.database
		.reader(harbour.tenantId)
		.selectFrom("audit_entries")
		.select("action")
		.where("action", "=", "password.reset")
		.execute();
	expect(audit).toHaveLength(1);
});

test("a link runs out after thirty minutes, and a newer one makes the older void", async () => {
	await forget(EMAIL, "192.0.2.2");
	const links = (count: number) => mailsTo(app, harbour.tenantId, EMAIL, count, "reset-password");
	const first = (await links(2))[1]?.token ?? "";
	await forget(EMAIL, "192.0.2.2");
	const second = (await links(3))[2]?.token ?? "";
	const answers = [await reset(first), await reset(`${second}x`)];
	app.passTime(30 * 60_000);
	answers.push(await reset(second));
	const said = await Promise.all(answers.map(async (answer) => ({ ...(await answer.json()), requestId: "" })));
	expect(new Set(said.map((problem) => JSON.stringify(problem))).size).toBe(1);
	expect(said[0]).toMatchObject({ status: 404, code: "not_found" });
	expect((await login(NEW)).status).toBe(200);
});

test("strangers, people who left, people without a password and the demo's get the same answer and no mail", async () => {
	await setOld(harbour.tenantId, harbour.people.ops.userId);
	await app.database.inTenant(harbour.tenantId, (trx) =>
		trx.updateTable("users").set({ is_active: false }).where("id", "=", harbour.people.ops.userId).execute(),
	);
	const answers = [];
	for (const email of ["nobody@harbour.example", "david@harbour.example", "robert@harbour.example"]) {
		answers.push(await forget(email, "192.0.2.3"));
	}
	expect(answers.map((answer) => answer.status)).toEqual([204, 204, 204]);
	expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(["", "", ""]);
	await setOld(pier.tenantId, pier.people.rep.userId);
	await forget("maria@pier.example", "192.0.2.3");
	await mailsTo(app, pier.tenantId, "maria@pier.example");
	const mails = await app.database.kysely.selectFrom("mails").select("to_address").execute();
	expect(new Set(mails.map((mail) => mail.to_address))).toEqual(new Set([EMAIL, "maria@pier.example"]));
});

test("asking too often is stopped for an account, known or not, and for an address", async () => {
	for (const email of ["known@harbour.example", "JENNIFER@harbour.example"]) {
		for (let i = 0; i < 4; i++) expect((await forget(email, `198.51.100.${i}`)).status).toBe(204);
		expect((await forget(email, "198.51.100.9")).status).toBe(429);
	}
	for (let i = 0; i < 30; i++) await forget(`person-${i}@x.example`, "203.0.113.5");
	expect((await forget("one-more@x.example", "203.0.113.5")).status).toBe(429);
});

test("tokens are guessed at in vain, and not for long", async () => {
	const codes = [];
	for (let i = 0; i < 301; i++) codes.push((await reset("guess".repeat(8))).status);
	expect(codes[0]).toBe(404);
	expect(codes.at(-1)).toBe(429);
	const [row] = await app.database.kysely
		.selectFrom("users")
		.select("password_hash")
		.where("id", "=", harbour.people.rep.userId)
		.execute();
	expect(await passwordMatches(NEW, row?.password_hash ?? null)).toBe(true);
});
