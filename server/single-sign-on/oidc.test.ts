import { expect, test } from "vitest";
import { hashPassword } from "../auth/passwords.ts";
import { resealSecrets, rotateDataKey } from "../auth/rotate-keys.ts";
import { testApp } from "../test-app.ts";
import { connectedWorkspace, KNOWN } from "./test-sign-on.ts";

const app = await testApp();
const harbour = await connectedWorkspace(app, "oidc", "harbour");
const { throughOidc, comeBack, finish, set, people, tenantId, start } = harbour;
const { admin, rep } = people;

async function signIn(person = KNOWN.maria) {
	const { back, cookie } = await throughOidc(person);
	return finish(await comeBack(back, cookie), cookie);
}
const roleNow = async (userId: string) =>
	(
		await app.database
			.reader(tenantId)
			.selectFrom("users")
			.select(["role", "role_id"])
			.where("id", "=", userId)
			.executeTakeFirst()
	)?.role;

test("whoever the provider has signed in is signed in here; the second time by their account, whatever their address", async () => {
	const first = await signIn();
	expect(first.status).toBe(200);
	expect(await first.json()).toMatchObject({ returnTo: "/", me: { id: rep.userId } });
	await app.database.inTenant(tenantId, (trx) =>
		trx.updateTable("users").set({ email: "married@harbour.example" }).where("id", "=", rep.userId).execute(),
	);
	expect(await (await signIn()).json()).toMatchObject({ me: { id: rep.userId } });
});

test("the way back holds once, with its own state, code and nonce", async () => {
	const { back, cookie } = await throughOidc(KNOWN.maria);
	const forged = new URL(back);
	forged.searchParams.set("state", "made-up");
	expect((await comeBack(forged, cookie)).searchParams.get("fault")).toBe("not_signed_in");
	const other = await start();
	const swapped = new URL(back);
	swapped.searchParams.set("state", other.url.searchParams.get("state") ?? "");
	expect((await comeBack(swapped, cookie)).searchParams.get("fault")).toBe("not_signed_in");
	expect((await comeBack(back, cookie)).hash).not.toBe("");
	expect((await comeBack(back, cookie)).searchParams.get("fault")).toBe("not_signed_in");
});

test("who refuses over there is told so here", async () => {
	const { back, cookie } = await throughOidc("nobody");
	expect((await comeBack(back, cookie)).searchParams.get("fault")).toBe("not_signed_in");
});

test("strangers wait for an invitation; where anyone is let in they are, with the usual role", async () => {
	const refused = await signIn(KNOWN.newcomer);
	expect(refused.status).toBe(403);
	expect((await refused.json()).detail).toContain("invitation");
	const people = [{ email: "nina@harbour.example", roleId: "manager" }];
	await app.call("POST", "/invitations", { as: admin, body: { people } });
	const invited = await signIn(KNOWN.newcomer);
	expect(await invited.json()).toMatchObject({ me: { name: "Nina New", role: "manager" } });
	const foreign = await signIn(KNOWN.foreigner);
	expect((await foreign.json()).detail).toContain("domain");
	await set({ domains: ["harbour.example", "elsewhere.example"], letsIn: "anyone", defaultRole: "executive" });
	expect(await (await signIn(KNOWN.foreigner)).json()).toMatchObject({
		me: { name: "Fred Foreign", role: "executive" },
	});
	expect((await set({ domains: ["gmail.com"], letsIn: "anyone" })).status).toBe(422);
});

test("groups give roles at each sign-in; the last administrator stays one", async () => {
	await set({
		groupRoles: [
			{ group: "ops", roleId: "ops" },
			{ group: "sales", roleId: "manager" },
		],
	});
	await signIn();
	expect(await roleNow(rep.userId)).toBe("manager");
	await set({ groupRoles: [{ group: "ops", roleId: "ops" }] });
	await signIn();
	expect(await roleNow(rep.userId)).toBe("rep");
	await app.database.inTenant(tenantId, async (trx) => {
		await trx.updateTable("users").set({ is_active: false }).where("id", "=", admin.userId).execute();
		await trx.updateTable("users").set({ role: "admin" }).where("id", "=", rep.userId).execute();
	});
	await signIn();
	expect(await roleNow(rep.userId)).toBe("admin");
	await app.database.inTenant(tenantId, async (trx) => {
		await trx.updateTable("users").set({ is_active: true }).where("id", "=", admin.userId).execute();
		await trx.updateTable("users").set({ role: "rep" }).where("id", "=", rep.userId).execute();
	});
	app.deps.standings.forget(tenantId);
	await set({});
});

test("a locked account stays locked", async () => {
	const lock = (isActive: boolean) =>
		app.database.inTenant(tenantId, (trx) =>
			trx.updateTable("users").set({ is_active: isActive }).where("id", "=", rep.userId).execute(),
		);
	await lock(false);
	expect((await signIn()).status).toBe(403);
	await lock(true);
});

test("made the only way in, it closes the others, but not to administrators", async () => {
	const password_hash = await hashPassword("a long enough word");
	await app.database.inTenant(tenantId, (trx) =>
		trx.updateTable("users").set({ password_hash }).where("id", "in", [rep.userId, admin.userId]).execute(),
	);
	const byPassword = (email: string) =>
		app.call("POST", "/auth/login", { body: { email, password: "a long enough word", workspace: "harbour" } });
	expect((await byPassword("married@harbour.example")).status).toBe(200);
	await set({ isRequired: true });
	const refused = await byPassword("married@harbour.example");
	expect([refused.status, (await refused.json()).detail]).toEqual([403, expect.stringContaining("Harbour ID")]);
	expect((await byPassword("astrid@harbour.example")).status).toBe(200);
	expect((await signIn()).status).toBe(200);
	await set({ isRequired: false });
});

test("its secret is never answered, and opens still after the workspace's key was changed", async () => {
	const shown = await (await app.call("GET", "/single-sign-on", { as: admin })).text();
	expect(shown).not.toContain(harbour.idp.oidc.clientSecret);
	expect(JSON.parse(shown)).toMatchObject({
		oidc: { hasSecret: true },
		addresses: { redirect: "http://localhost/auth/sso/oidc" },
	});
	const before = await app.database.kysely.selectFrom("sso_connections").select("secret_sealed").executeTakeFirst();
	expect(await rotateDataKey(app.database, app.deps.sealer, tenantId, Date.now())).toBeGreaterThan(0);
	await resealSecrets(app.database, app.deps.sealer, tenantId);
	const after = await app.database.kysely.selectFrom("sso_connections").select("secret_sealed").executeTakeFirst();
	expect(after?.secret_sealed).not.toBe(before?.secret_sealed);
	expect((await signIn()).status).toBe(200);
});

test("a test says whether the provider answers", async () => {
	const good = await (await app.call("POST", "/single-sign-on/test", { as: admin })).json();
	expect(good).toMatchObject({ isGood: true });
	await set({ oidc: { issuer: "http://127.0.0.1:9", clientId: "x" } });
	const bad = await (await app.call("POST", "/single-sign-on/test", { as: admin })).json();
	expect(bad).toMatchObject({ isGood: false });
	const { searchParams } = await comeBack((await start()).url, "");
	expect(searchParams.get("fault")).toBeNull();
	await set({});
});

test("nobody sets up roles that they do not hold themselves, and two administrators do not overwrite each other", async () => {
	const stale = await app.call("PUT", "/single-sign-on", { as: admin, body: { ...harbour.settings, version: 0 } });
	expect(stale.status).toBe(409);
	expect((await set({ state: "on", domains: [] })).status).toBe(422);
	expect((await set({ defaultRole: crypto.randomUUID() })).status).toBe(422);
});

test("only an address of our own is led to afterwards", async () => {
	for (const to of ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]) {
		const { back, cookie } = await throughOidc(KNOWN.maria, `&to=${encodeURIComponent(to)}`);
		const session = await (await finish(await comeBack(back, cookie), cookie)).json();
		expect(session.returnTo, to).toBe("/");
	}
});
