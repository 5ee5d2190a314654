import { generateSync } from "otplib";
import { expect, test } from "vitest";
import { addWorkspace, testApp } from "../test-app.ts";
import { mailsTo, startMail } from "../test-mail.ts";
import { hashPassword } from "./passwords.ts";
import { type Misdeed, testAuthenticator } from "./test-authenticator.ts";

const app = await testApp();
await startMail(app);
const harbour = await addWorkspace(app.database, "harbour");
const pier = await addWorkspace(app.database, "pier");
const PASSWORD = "correct horse battery";
const password_hash = await hashPassword(PASSWORD);
for (const { tenantId } of [harbour, pier]) {
	await app.database.inTenant(tenantId, (trx) => trx.updateTable("users").set({ password_hash }).execute());
}

const post = (path: string, body: object = {}, token?: string) =>
	app.call("POST", path, { body, headers: token ? { authorization: `Bearer ${token}` } : {} });
const login = async (email: string) => (await post("/auth/login", { email, password: PASSWORD })).json();
const codeFor = (secret: string, steps = 0) =>
	generateSync({ secret, epoch: Math.floor(app.deps.now() / 1000) + steps * 30 });
const takeStep = (token: string, given: object) => post("/auth/second-step", { token, ...given });
const problemOf = async (answer: Response) => (await answer.json()).code;

/** Signs in, sets an app up and gives its secret and the recovery codes. The clock then stands in a later step. */
async function withApp(email: string): Promise<{ secret: string; recoveryCodes: string[]; token: string }> {
	const { accessToken } = await login(email);
	const { secret, uri } = await (await post("/users/me/totp", {}, accessToken)).json();
	expect(uri).toContain("otpauth://totp/");
	const confirmed = await post("/users/me/totp/confirm", { code: codeFor(secret) }, accessToken);
	expect(confirmed.status, await confirmed.clone().text()).toBe(200);
	const { recoveryCodes } = await confirmed.json();
	app.passTime(60_000);
	return { secret, recoveryCodes, token: accessToken };
}

/** Signs in and keeps a passkey of a new authenticator. */
async function withPasskey(email: string) {
	const { accessToken: token } = await login(email);
	const authenticator = testAuthenticator();
	const options = await (await post("/users/me/passkeys/options", {}, token)).json();
	const kept = await post("/users/me/passkeys", { name: "Laptop", passkey: authenticator.make(options) }, token);
	expect(kept.status, await kept.clone().text()).toBe(201);
	return { authenticator, token, recoveryCodes: (await kept.json()).recoveryCodes as string[] };
}

const optionsOf = async (token?: string) => (await post("/auth/passkey/options", token ? { token } : {})).json();

test("with an app on, the password alone opens nothing; its code signs in, once, and not a step too old", async () => {
	const { secret, recoveryCodes } = await withApp("maria@harbour.example");
	expect(recoveryCodes).toHaveLength(10);
	const first = await login("maria@harbour.example");
	expect(first).toMatchObject({ secondStep: { methods: ["totp", "recovery"] } });
	expect(JSON.stringify(first)).not.toContain("accessToken");
	const code = codeFor(secret);
	const taken = await takeStep(first.secondStep.token, { code });
	expect(await taken.json()).toMatchObject({ me: { name: "Maria" } });
	expect(await problemOf(await takeStep(first.secondStep.token, { code: codeFor(secret, 1) }))).toBe("not_signed_in");

	const again = await login("maria@harbour.example");
	expect(await problemOf(await takeStep(again.secondStep.token, { code }))).toBe("wrong_credentials");
	expect(await problemOf(await takeStep(again.secondStep.token, { code: codeFor(secret, -1) }))).toBe(
		"wrong_credentials",
	);
	app.passTime(90_000);
	expect(await problemOf(await takeStep(again.secondStep.token, { code: codeFor(secret, -2) }))).toBe(
		"wrong_credentials",
	);
	expect((await takeStep(again.secondStep.token, { code: codeFor(secret, -1) })).status).toBe(200);
	const stored = await app.database.kysely.selectFrom("totp_factors").select("secret_sealed").execute();
	expect(JSON.stringify(stored)).not.toContain(secret);
});

test("a step is tried five times, runs out after five minutes, and its token belongs to one person", async () => {
	const { secret } = await withApp("robert@harbour.example");
	const { secondStep: tried } = await login("robert@harbour.example");
	for (let i = 0; i < 5; i++)
		expect(await problemOf(await takeStep(tried.token, { code: "000000" }))).toBe("wrong_credentials");
	expect(await problemOf(await takeStep(tried.token, { code: codeFor(secret) }))).toBe("not_signed_in");
	const { secondStep: late } = await login("robert@harbour.example");
	app.passTime(5 * 60_000);
	expect(await problemOf(await takeStep(late.token, { code: codeFor(secret) }))).toBe("not_signed_in");
	const { secondStep: other } = await login("maria@harbour.example");
	expect(await problemOf(await takeStep(other.token, { code: codeFor(secret) }))).toBe("wrong_credentials");
});

test("a new password makes the second step void that was begun with the old one", async () => {
	const { accessToken } = await login("david@pier.example");
	const { secret } = await (await post("/users/me/totp", {}, accessToken)).json();
	await post("/users/me/totp/confirm", { code: codeFor(secret) }, accessToken);
	app.passTime(60_000);
	const { secondStep } = await login("david@pier.example");
	const changed = { current: PASSWORD, password: "another long one" };
	expect((await post("/users/me/password", changed, accessToken)).status).toBe(204);
	expect(await problemOf(await takeStep(secondStep.token, { code: codeFor(secret) }))).toBe("not_signed_in");
	await post("/users/me/password", { current: "another long one", password: PASSWORD }, accessToken);
	await app.call("DELETE", "/users/me/totp", { headers: { authorization: `Bearer ${accessToken}` } });
});

test("guessing codes over many steps is stopped for the account", async () => {
	await withApp("robert@pier.example");
	const codes = [];
	for (let i = 0; i < 3; i++) {
		const { secondStep } = await login("robert@pier.example");
		for (let j = 0; j < 5; j++) codes.push((await takeStep(secondStep.token, { code: "000000" })).status);
	}
	expect(codes.slice(0, 10)).toEqual(Array(10).fill(401));
	expect(codes.slice(10)).toEqual(Array(5).fill(429));
	app.passTime(16 * 60_000);
});

test("a recovery code signs in once, for its own person only; new ones make the old void", async () => {
	const { recoveryCodes } = await withApp("jennifer@harbour.example");
	const [one = "", two = "", three = ""] = recoveryCodes;
	const stranger = await login("maria@harbour.example");
	expect((await takeStep(stranger.secondStep.token, { recoveryCode: one })).status).toBe(401);
	const step = async () => (await login("jennifer@harbour.example")).secondStep.token;
	const taken = await (await takeStep(await step(), { recoveryCode: one.toUpperCase().replaceAll("-", " ") })).json();
	expect(taken.me.name).toBe("Jennifer");
	expect((await takeStep(await step(), { recoveryCode: one })).status).toBe(401);
	const both = await Promise.all([
		takeStep(await step(), { recoveryCode: two }),
		takeStep(await step(), { recoveryCode: two }),
	]);
	expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
	const fresh = await (await post("/users/me/recovery-codes", {}, taken.accessToken)).json();
	expect(fresh.recoveryCodes).toHaveLength(10);
	expect((await takeStep(await step(), { recoveryCode: three })).status).toBe(401);
});

test("factors are changed only after a fresh proof, end other sign-ins and are mailed", async () => {
	await login("david@harbour.example");
	const signedIn = await post("/auth/login", { email: "david@harbour.example", password: PASSWORD });
	const cookie = /courtside_refresh=[^;]*/.exec(signedIn.headers.get("set-cookie") ?? "")?.[0] ?? "";
	app.passTime(14 * 60_000);
	const refreshed = await app.call("POST", "/auth/refresh", { body: {}, headers: { cookie } });
	const { accessToken } = await refreshed.json();
	expect((await post("/users/me/totp", {}, accessToken)).status).toBe(200);
	app.passTime(60_000);
	expect(await problemOf(await post("/users/me/totp", {}, accessToken))).toBe("proof_needed");
	expect((await post("/users/me/proof", { password: PASSWORD }, accessToken)).status).toBe(204);
	const { secret } = await (await post("/users/me/totp", {}, accessToken)).json();
	expect((await post("/users/me/totp/confirm", { code: codeFor(secret) }, accessToken)).status).toBe(200);
	await mailsTo(app, harbour.tenantId, "david@harbour.example", 1, "second-factor-on");
	const { signIns } = await (
		await app.call("GET", "/users/me/security", { headers: { authorization: `Bearer ${accessToken}` } })
	).json();
	expect(signIns).toHaveLength(1);
});

test("a passkey signs in without a password, and stands in as the second step after one", async () => {
	const { authenticator, recoveryCodes } = await withPasskey("maria@pier.example");
	expect(recoveryCodes).toHaveLength(10);
	const alone = await post("/auth/passkey", { passkey: authenticator.answer(await optionsOf()) });
	expect(await alone.json()).toMatchObject({ me: { name: "Maria", workspace: { slug: "pier" } } });
	const { secondStep } = await login("maria@pier.example");
	expect(secondStep.methods).toEqual(["passkey", "recovery"]);
	const options = await optionsOf(secondStep.token);
	expect(options.allowCredentials).toHaveLength(1);
	expect((await takeStep(secondStep.token, { passkey: authenticator.answer(options) })).status).toBe(200);
});

test("a passkey's answer is refused twice, late, from another page, unverified, with a counter that fell, for another", async () => {
	const { authenticator } = await withPasskey("jennifer@pier.example");
	const signIn = (passkey: object) => post("/auth/passkey", { passkey });
	const good = authenticator.answer(await optionsOf());
	expect((await signIn(good)).status).toBe(200);
	const misdeeds: Misdeed[] = [
		{ origin: "https://courtside.evil.example" },
		{ rpId: "evil.example" },
		{ unverified: true },
		{ counter: 1 },
		{ userHandle: Buffer.from(`${harbour.tenantId}:${harbour.people.rep.userId}`).toString("base64url") },
	];
	const refused = [await signIn(good)];
	for (const misdeed of misdeeds) {
		const answer = authenticator.answer(await optionsOf(), misdeed);
		if (misdeed.counter !== undefined) authenticator.answer(await optionsOf(), { counter: 50 });
		refused.push(await signIn(answer));
	}
	const late = authenticator.answer(await optionsOf(), { counter: 100 });
	app.passTime(5 * 60_000 + 1000);
	refused.push(await signIn(late));
	refused.push(await signIn(authenticator.answer({ challenge: "never-given", rpId: "localhost" }, { counter: 101 })));
	refused.push(await signIn(testAuthenticator().answer(await optionsOf())));
	const said = await Promise.all(
		refused.map(async (answer) => JSON.stringify({ ...(await answer.json()), requestId: "" })),
	);
	expect(new Set(said).size).toBe(1);
	expect(refused[0]?.status).toBe(401);
	expect((await signIn(authenticator.answer(await optionsOf(), { counter: 102 }))).status).toBe(200);
});

test("a passkey of another person or workspace is not the second step, and a challenge serves one purpose", async () => {
	const { authenticator: theirs } = await withPasskey("astrid@pier.example");
	await withPasskey("david@pier.example");
	const { secondStep } = await login("david@pier.example");
	const options = await optionsOf(secondStep.token);
	expect((await takeStep(secondStep.token, { passkey: theirs.answer(options) })).status).toBe(401);
	// One asked for by anybody does not serve a second step, nor the other way round.
	const anyone = await optionsOf();
	expect((await takeStep(secondStep.token, { passkey: theirs.answer(anyone) })).status).toBe(401);
	const own = await login("astrid@pier.example");
	const asked = await optionsOf(own.secondStep.token);
	expect((await post("/auth/passkey", { passkey: theirs.answer(asked) })).status).toBe(401);
	expect(
		(await takeStep(own.secondStep.token, { passkey: theirs.answer(await optionsOf(own.secondStep.token)) })).status,
	).toBe(200);
});

test("a passkey made for one person is not kept by another, and each making is good once", async () => {
	const { accessToken: one } = await login("astrid@harbour.example");
	const authenticator = testAuthenticator();
	const options = await (await post("/users/me/passkeys/options", {}, one)).json();
	const made = authenticator.make(options);
	const { accessToken: other } = await login("astrid@harbour.example");
	expect((await post("/users/me/passkeys", { name: "Key", passkey: made }, one)).status).toBe(201);
	expect((await post("/users/me/passkeys", { name: "Key", passkey: made }, one)).status).toBe(422);
	expect((await app.call("GET", "/users/me", { headers: { authorization: `Bearer ${other}` } })).status).toBe(401);
});

test("the last way in beside the password is not taken off where the workspace asks for one", async () => {
	const { admin, executive } = pier.people;
	const policy = (requiresSecondFactor: boolean) =>
		app.call("PUT", "/workspace/sign-in-policy", { as: admin, body: { requiresSecondFactor } });
	await app.database.inTenant(pier.tenantId, (trx) =>
		trx.deleteFrom("passkeys").where("user_id", "=", executive.userId).execute(),
	);
	const { accessToken } = await login("jennifer@pier.example");
	expect((await policy(true)).status).toBe(200);
	const ended = await app.call("GET", "/users/me", { headers: { authorization: `Bearer ${accessToken}` } });
	expect(ended.status).toBe(401);

	const { secondStep } = await login("jennifer@pier.example");
	expect(secondStep.methods).toEqual([]);
	const setup = await (await post("/auth/second-step/totp", { token: secondStep.token })).json();
	expect((await takeStep(secondStep.token, { code: "000000" })).status).toBe(401);
	const done = await (await takeStep(secondStep.token, { code: codeFor(setup.secret) })).json();
	expect(done.recoveryCodes).toHaveLength(10);
	const removed = await app.call("DELETE", "/users/me/totp", {
		headers: { authorization: `Bearer ${done.accessToken}` },
	});
	expect(await problemOf(removed)).toBe("wrong_state");
	// Who has a factor cannot use the step to set another up.
	app.passTime(60_000);
	const { secondStep: next } = await login("jennifer@pier.example");
	expect((await post("/auth/second-step/totp", { token: next.token })).status).toBe(409);
	expect((await policy(false)).status).toBe(200);
});

test("an administrator asks for second factors only with one of their own", async () => {
	await app.database.inTenant(harbour.tenantId, (trx) => trx.deleteFrom("passkeys").execute());
	const answer = await app.call("PUT", "/workspace/sign-in-policy", {
		as: harbour.people.admin,
		body: { requiresSecondFactor: true },
	});
	expect(await problemOf(answer)).toBe("wrong_state");
});

test("an administrator takes the factors off somebody who lost theirs; it is mailed, audited and ends their sign-ins", async () => {
	const { admin, rep } = harbour.people;
	const before = (await (await app.call("GET", `/users/${rep.userId}`, { as: admin })).json()).secondFactor;
	expect(before).toBe(true);
	expect((await app.call("DELETE", `/users/${rep.userId}/second-factor`, { as: admin })).status).toBe(204);
	const session = await login("maria@harbour.example");
	expect(session.accessToken).toBeDefined();
	const [mail] = await mailsTo(app, harbour.tenantId, "maria@harbour.example", 1, "second-factor-reset");
	expect(mail?.text).toContain(admin.name);
	const audited = await app.database
		.reader(harbour.tenantId)
		.selectFrom("audit_entries")
		.select("actor")
		.where("action", "=", "person.second-factor-reset")
		.execute();
	expect(audited).toEqual([{ actor: admin.name }]);
	expect((await app.call("DELETE", `/users/${admin.userId}/second-factor`, { as: admin })).status).toBe(409);
	expect((await app.call("DELETE", `/users/${pier.people.rep.userId}/second-factor`, { as: admin })).status).toBe(404);
});
