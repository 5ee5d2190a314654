import { SignJWT } from "jose";
import { afterAll, describe, expect, test } from "vitest";
import { createOrganization, signInToken, type TokenClaims } from "../../stand-ins/teams/organization.ts";
import { testApp } from "../test-app.ts";
import { PANEL_HOSTS, panelWorkspace, signIn, tokenOf } from "./test-panel.ts";

const app = await testApp({ hosts: PANEL_HOSTS });
const fjord = await panelWorkspace(app, "fjord");
const rival = await panelWorkspace(app, "rival");
afterAll(async () => {
	await fjord.stop();
	await rival.stop();
});
const { org, maria } = fjord;
const withClaims = (claims: TokenClaims) => signInToken(org, maria, { claims });

test("whom Teams proves is signed in, the first time by address and then by account, and their token opens the API", async () => {
	const first = await signIn(app, await tokenOf(fjord, maria));
	const said = await first.json();
	expect([first.status, said.state, said.session.me.id]).toEqual([200, "in", fjord.people.rep.userId]);
	expect(first.headers.get("set-cookie")).toBeNull();
	const mine = await app.request("/api/v1/meetings", {
		headers: { authorization: `Bearer ${said.session.accessToken}` },
	});
	expect(mine.status).toBe(200);
	await app.database.inTenant(fjord.tenantId, (trx) =>
		trx
			.updateTable("users")
			.set({ email: "married@fjord.example" })
			.where("id", "=", fjord.people.rep.userId)
			.execute(),
	);
	const again = await (await signIn(app, await tokenOf(fjord, maria))).json();
	expect(again.session.me.id).toBe(fjord.people.rep.userId);
});

test("a guest, and somebody of the organization who is nobody here, come in as nobody", async () => {
	expect(await (await signIn(app, await tokenOf(fjord, fjord.guest))).json()).toEqual({ state: "guest" });
	expect(await (await signIn(app, await tokenOf(fjord, fjord.stranger))).json()).toEqual({
		state: "unknown",
		name: "Nobody",
		email: "nobody@fjord.example",
	});
	const { items } = await (await app.call("GET", "/identities?kind=teams", { as: fjord.people.admin })).json();
	expect(items.map((one: { label: string; state: string }) => [one.label, one.state])).toContainEqual([
		"Nobody (nobody@fjord.example)",
		"unmatched",
	]);
});

describe("a wrong token is refused", () => {
	const now = Math.floor(Date.now() / 1000);
	const wrong: [string, () => Promise<string>][] = [
		["for another app", () => withClaims({ aud: crypto.randomUUID() })],
		["for another app's resource", () => withClaims({ aud: `api://courtside.example/${crypto.randomUUID()}` })],
		[
			"of an organization that is not connected",
			async () => {
				const far = await createOrganization();
				return signInToken(far, maria);
			},
		],
		[
			"of a connected organization, signed by another",
			() => signInToken(org, maria, { key: rival.org.key.privateKey }),
		],
		["whose issuer is another organization's", () => withClaims({ iss: `${org.base}/${rival.org.directoryId}/v2.0` })],
		["whose issuer is of another version than it says", () => withClaims({ ver: "1.0" })],
		["without our right", () => withClaims({ scp: "User.Read" })],
		["of an app and no person", () => withClaims({ scp: undefined, roles: ["access_as_user"], idtyp: "app" })],
		["that has run out", () => signInToken(org, maria, { lifeS: -120 })],
		["that does not hold yet", () => signInToken(org, maria, { startsInS: 600 })],
		[
			"signed by nobody",
			async () => {
				const { iss, aud, tid, oid } = {
					iss: `${org.base}/${org.directoryId}/v2.0`,
					aud: org.app.clientId,
					tid: org.directoryId,
					oid: maria.oid,
				};
				const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
				return `${part({ alg: "none" })}.${part({ iss, aud, tid, oid, scp: "access_as_user", ver: "2.0", exp: now + 600, nbf: now })}.`;
			},
		],
		[
			"signed with what everybody knows",
			() =>
				new SignJWT({ tid: org.directoryId, oid: maria.oid, scp: "access_as_user", ver: "2.0", nbf: now })
					.setProtectedHeader({ alg: "HS256", kid: org.key.kid })
					.setIssuer(`${org.base}/${org.directoryId}/v2.0`)
					.setAudience(org.app.clientId)
					.setExpirationTime("1h")
					.sign(Buffer.from(org.app.clientId)),
		],
		["that is no token", async () => "not-a-token-at-all-but-long-enough"],
	];
	test.each(wrong)("%s", async (_, make) => {
		const answer = await signIn(app, await make());
		expect(answer.status).toBe(401);
		expect(await answer.text()).not.toContain("accessToken");
	});

	test("and so is one that tries another workspace's people by its own organization", async () => {
		const said = await (
			await signIn(app, await signInToken(rival.org, { ...maria, email: "maria@fjord.example" }))
		).json();
		expect(said).toMatchObject({ state: "unknown" });
	});

	test("a locked person, and a connection switched off, let nobody in", async () => {
		const lock = async (isActive: boolean) => {
			await app.database.inTenant(fjord.tenantId, (trx) =>
				trx.updateTable("users").set({ is_active: isActive }).where("id", "=", fjord.people.rep.userId).execute(),
			);
			app.deps.standings.forget(fjord.tenantId);
		};
		await lock(false);
		expect(await (await signIn(app, await tokenOf(fjord, maria))).json()).toMatchObject({ state: "unknown" });
		await lock(true);
		const set = (state: string) => app.call("PUT", "/connections/teams", { as: fjord.people.admin, body: { state } });
		await set("paused");
		expect((await signIn(app, await tokenOf(fjord, maria))).status).toBe(401);
		await set("on");
		expect((await signIn(app, await tokenOf(fjord, maria))).status).toBe(200);
	});

	test("without the mark of a program there is no sign-in: no cookie may come of it", async () => {
		const body = { host: "teams", token: await tokenOf(fjord, maria) };
		expect((await app.call("POST", "/auth/panel", { body })).status).toBe(400);
	});
});

test("an organization belongs to one workspace", async () => {
	const as = rival.people.admin;
	const settings = { clientId: org.app.clientId, directoryId: org.directoryId, apiUrl: org.base };
	await app.call("PUT", "/connections/teams", {
		as,
		body: { settings, secrets: { clientSecret: org.app.clientSecret } },
	});
	const tested = await (await app.call("POST", "/connections/teams/test", { as })).json();
	expect(tested).toMatchObject({ ok: false });
});

test("the setup says step by step what is missing, and the package is for this server and app", async () => {
	const as = fjord.people.admin;
	const setup = await (await app.call("GET", "/connections/teams/panel", { as })).json();
	expect(setup.steps.map((step: { code: string; isDone: boolean }) => [step.code, step.isDone])).toEqual([
		...[
			["register", true],
			["expose", true],
			["rights", true],
			["paste", true],
			["test", true],
		],
		["upload", false],
	]);
	const file = await app.call("GET", "/connections/teams/panel/package", { as });
	expect(file.headers.get("content-type")).toBe("application/zip");
	expect((await app.call("GET", "/connections/teams/panel", { as: fjord.people.rep })).status).toBe(403);
});
