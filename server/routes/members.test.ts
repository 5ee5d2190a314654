import { expect, test } from "vitest";
import { hashPassword } from "../auth/passwords.ts";
import { addPersonWith, addWorkspace, testApp } from "../test-app.ts";
import { mailsTo, startMail } from "../test-mail.ts";

const app = await testApp();
await startMail(app);
const harbour = await addWorkspace(app.database, "harbour");
const pier = await addWorkspace(app.database, "pier");
const { admin, rep, ops } = harbour.people;
const PASSWORD = "correct horse battery";
const passwordHash = await hashPassword(PASSWORD);
await giveEveryonePassword();

async function giveEveryonePassword() {
	await app.database.inTenant(harbour.tenantId, (trx) =>
		trx.updateTable("users").set({ password_hash: passwordHash, is_active: true }).execute(),
	);
}

interface SignedIn {
	token: string;
	cookie: string;
}

async function signIn(name: string, headers: Record<string, string> = {}, from = "203.0.113.7"): Promise<SignedIn> {
	const answer = await app.request(
		"/api/v1/auth/login",
		{
			method: "POST",
			body: JSON.stringify({ email: `${name}@harbour.example`, password: PASSWORD }),
			headers: { "content-type": "application/json", ...headers },
		},
		from,
	);
	expect(answer.status, await answer.clone().text()).toBe(200);
	const cookie = answer.headers
		.getSetCookie()
		.map((one) => one.split(";")[0])
		.join("; ");
	return { token: (await answer.json()).accessToken, cookie };
}

const as = ({ token }: SignedIn) => ({ authorization: `Bearer ${token}` });
const securityOf = async (who: SignedIn) => (await app.call("GET", "/users/me/security", { headers: as(who) })).json();

test("members are those who sign in, by name, searched and in pages; people of imports are not among them", async () => {
	await app.database.inTenant(harbour.tenantId, (trx) =>
		trx.insertInto("users").values({ tenant_id: harbour.tenantId, name: "Imported Ida" }).execute(),
	);
	const first = await (await app.call("GET", "/members?limit=2", { as: admin })).json();
	expect(first).toMatchObject({ total: 5, items: [{ name: "Astrid" }, { name: "David" }] });
	const next = await (await app.call("GET", `/members?limit=2&cursor=${first.nextCursor}`, { as: admin })).json();
	expect(next.items.map((m: { name: string }) => m.name)).toEqual(["Jennifer", "Maria"]);
	const all = await (await app.call("GET", "/members?state=all&search=ida", { as: admin })).json();
	expect(all.items).toMatchObject([{ name: "Imported Ida", signsIn: false, lastSignInAt: null }]);
});

test("who is locked out is out at once, keeps their records and comes back when let in", async () => {
	const maria = await signIn("maria");
	expect((await app.call("DELETE", `/users/${rep.userId}`, { as: admin })).status).toBe(204);
	expect((await app.call("GET", "/users/me", { headers: as(maria) })).status).toBe(401);
	const refresh = await app.call("POST", "/auth/refresh", { body: {}, headers: { cookie: maria.cookie } });
	expect(refresh.status).toBe(401);
	const left = await (await app.call("GET", "/members?state=left", { as: admin })).json();
	expect(left.items).toMatchObject([{ name: "Maria", isActive: false }]);
	const back = await app.call("PATCH", `/users/${rep.userId}`, { as: admin, body: { isActive: true } });
	expect((await back.json()).isActive).toBe(true);
	await signIn("maria");
});

test("the last administrator cannot go, not even when two lock each other out at the same moment", async () => {
	expect((await (await app.call("DELETE", `/users/${admin.userId}`, { as: admin })).json()).code).toBe("wrong_state");
	await app.call("PUT", `/users/${ops.userId}/role`, { as: admin, body: { roleId: "admin" } });
	app.deps.standings.forget(harbour.tenantId);
	const both = await Promise.all([
		app.call("DELETE", `/users/${admin.userId}`, { as: ops }),
		app.call("DELETE", `/users/${ops.userId}`, { as: admin }),
	]);
	expect(both.filter((answer) => answer.status === 204)).toHaveLength(1);
	await giveEveryonePassword();
	app.deps.standings.forget(harbour.tenantId);
	await app.call("PUT", `/users/${ops.userId}/role`, { as: admin, body: { roleId: "ops" } });
});

test("nobody changes or locks out somebody who may more than they, or somebody elsewhere", async () => {
	const helper = await addPersonWith(app.database, harbour.tenantId, ["people:write", "people:read"]);
	expect((await app.call("DELETE", `/users/${admin.userId}`, { as: helper })).status).toBe(403);
	expect((await app.call("PATCH", `/users/${admin.userId}`, { as: helper, body: { name: "X" } })).status).toBe(403);
	for (const method of ["GET", "PATCH", "DELETE"]) {
		const body = method === "PATCH" ? { body: { name: "X" } } : {};
		const answer = await app.call(method, `/users/${pier.people.rep.userId}`, { as: admin, ...body });
		expect(answer.status).toBe(404);
	}
});

test("one's own name, language and zone are changed, and null goes back to the workspace's", async () => {
	const answer = await app.call("PATCH", "/users/me", {
		as: rep,
		body: { name: "Maria Sol", locale: "es", zone: "Europe/Madrid" },
	});
	expect(await answer.json()).toMatchObject({ name: "Maria Sol", locale: "es", zone: "Europe/Madrid" });
	const back = await app.call("PATCH", "/users/me", { as: rep, body: { name: "Maria", locale: null, zone: null } });
	expect(await back.json()).toMatchObject({ locale: "en", zone: "UTC" });
	const wrong = await app.call("PATCH", "/users/me", { as: rep, body: { role: "admin", zone: "Mars/Base" } });
	expect(wrong.status).toBe(400);
});

test("sign-ins are listed with browser and network, and end one by one or all others at once", async () => {
	const firefox = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0" };
	const [here, there, elsewhere] = [await signIn("robert", firefox), await signIn("robert"), await signIn("robert")];
	const { signIns } = await securityOf(here);
	expect(signIns).toHaveLength(3);
	const own = signIns.find((s: { isThis: boolean }) => s.isThis);
	expect(own).toMatchObject({ browser: "Firefox, Linux", network: "203.0.113.*" });
	const { signIns: theirs } = await securityOf(there);
	const thereId = theirs.find((s: { isThis: boolean }) => s.isThis).id;

	const foreign = await app.call("DELETE", `/users/me/sign-ins/${thereId}`, { as: rep });
	expect(foreign.status).toBe(404);
	expect((await app.call("DELETE", `/users/me/sign-ins/${thereId}`, { headers: as(here) })).status).toBe(204);
	expect((await app.call("GET", "/users/me", { headers: as(there) })).status).toBe(401);
	expect((await app.call("DELETE", "/users/me/sign-ins", { headers: as(here) })).status).toBe(204);
	expect((await app.call("GET", "/users/me", { headers: as(elsewhere) })).status).toBe(401);
	expect((await securityOf(here)).signIns).toHaveLength(1);
});

test("a sign-in from a browser never used before is mailed, a second one with it is not", async () => {
	const first = await signIn("jennifer");
	const mark = first.cookie.split("; ").find((one) => one.startsWith("courtside_browser=")) ?? "";
	expect(mark).not.toBe("");
	await signIn("jennifer", { cookie: mark });
	const other = await signIn("jennifer", {}, "198.51.100.20");
	const [mail, ...more] = await mailsTo(app, harbour.tenantId, "jennifer@harbour.example");
	expect(more).toEqual([]);
	expect(mail).toMatchObject({ kind: "new-sign-in", text: expect.stringContaining("198.51.100.*") });
	// No fixation: a mark handed in is only a mark, the sign-in behind it is always a new one.
	expect(other.token).not.toBe(first.token);
	expect((await securityOf(first)).signIns).toHaveLength(3);
});

test("a password is changed with the old one; others are signed out and the person is told", async () => {
	const [here, there] = [await signIn("david"), await signIn("david")];
	const change = (body: object) => app.call("POST", "/users/me/password", { headers: as(here), body });
	expect((await change({ current: "not it", password: "a new long one" })).status).toBe(422);
	expect((await change({ password: "a new long one" })).status).toBe(400);
	expect((await change({ current: PASSWORD, password: "a new long one" })).status).toBe(204);
	expect((await app.call("GET", "/users/me", { headers: as(there) })).status).toBe(401);
	expect((await app.call("GET", "/users/me", { headers: as(here) })).status).toBe(200);
	await mailsTo(app, harbour.tenantId, "david@harbour.example", 1, "password-changed");
});

test("one's own password is not guessed for long", async () => {
	const here = await signIn("astrid");
	const prove = (password: string) => app.call("POST", "/users/me/proof", { headers: as(here), body: { password } });
	for (let i = 0; i < 10; i++) expect((await prove("guess")).status).toBe(422);
	expect((await prove(PASSWORD)).status).toBe(429);
});

test("a sign-in ended in another process is refused here within thirty seconds", async () => {
	const maria = await signIn("maria");
	expect((await app.call("GET", "/users/me", { headers: as(maria) })).status).toBe(200);
	await app.database.kysely
		.updateTable("sign_ins")
		.set({ ended_at: new Date() })
		.where("user_id", "=", rep.userId)
		.execute();
	app.passTime(31_000);
	expect((await app.call("GET", "/users/me", { headers: as(maria) })).status).toBe(401);
});
