import { describe, expect, test } from "vitest";
import { makeCertificate } from "../../stand-ins/identity-provider/certificate.ts";
import { testApp } from "../test-app.ts";
import { connectedWorkspace, KNOWN } from "./test-sign-on.ts";

const app = await testApp();
const harbour = await connectedWorkspace(app, "saml", "harbour");
const { start, postAnswer, finish, answerTo, signed, tenantId, people } = harbour;

/** That an answer led nowhere: no ticket, and nobody came in. */
async function isRefused(xml: string): Promise<void> {
	const led = await postAnswer(xml);
	expect(led.pathname).toBe("/start/single-sign-on");
	expect([led.hash, led.searchParams.get("fault")]).toEqual(["", "not_signed_in"]);
	expect(led.searchParams.get("reference")).toBeTruthy();
}

test("whoever the provider has signed in is signed in here, as whom they are here, and led where they wanted to go", async () => {
	const { url, cookie } = await start("&to=/deals");
	expect(url.href.startsWith(harbour.idp.saml.entryPoint)).toBe(true);
	// The page that the provider's own person would see and click through.
	url.searchParams.set("as", KNOWN.maria.id);
	const page = await (await fetch(url)).text();
	const value = /name="SAMLResponse" value="([^"]+)"/.exec(page)?.[1] ?? "";
	const led = await postAnswer(Buffer.from(value, "base64").toString());
	const session = await finish(led, cookie);
	expect(session.status).toBe(200);
	expect(session.headers.get("set-cookie")).toContain("courtside_refresh=");
	expect(await session.json()).toMatchObject({ returnTo: "/deals", me: { id: people.rep.userId, name: "Maria" } });
	expect((await finish(led, cookie)).status).toBe(401);
	const entries = await app.database
		.reader(tenantId)
		.selectFrom("audit_entries")
		.select(["action", "actor"])
		.orderBy("seq")
		.execute();
	expect(entries.slice(-2)).toEqual([
		{ action: "single-sign-on.linked", actor: "single sign-on" },
		{ action: "signed-in", actor: "Maria" },
	]);
});

describe("an answer is refused that", () => {
	test("was signed by another key", async () => {
		const { url } = await start();
		await isRefused(signed(answerTo(url), makeCertificate("Stand-in identity provider")));
	});

	test("is not signed", async () => {
		const { url } = await start();
		await isRefused(answerTo(url));
	});

	test("was changed after it was signed", async () => {
		const { url } = await start();
		const good = signed(answerTo(url, { person: KNOWN.newcomer }));
		await isRefused(good.replaceAll(KNOWN.newcomer.email, KNOWN.maria.email));
	});

	test("is for another audience", async () => {
		const { url } = await start();
		await isRefused(signed(answerTo(url, { change: { audience: "http://localhost/auth/sso/saml/pier/metadata" } })));
	});

	test("has run out", async () => {
		const { url } = await start();
		await isRefused(signed(answerTo(url, { change: { holdsS: -600 } })));
	});

	test("hides the end of an address behind a comment", async () => {
		const { url, cookie } = await start();
		const person = { ...KNOWN.foreigner, email: "maria@harbour.example.evil.example" };
		const good = signed(answerTo(url, { person }));
		const spoiled = good.replaceAll("maria@harbour.example.evil.example", "maria@harbour.example<!---->.evil.example");
		const led = await postAnswer(spoiled);
		// The signature does not cover comments, so it may be read; but then whole, never as the part before the comment.
		if (led.hash) expect((await finish(led, cookie)).status).not.toBe(200);
	});

	test("carries a second assertion beside or around the signed one", async () => {
		const evil = (xml: string) =>
			xml.replaceAll(KNOWN.foreigner.email, KNOWN.maria.email).replace(/ID="_[^"]+"/g, 'ID="_evil"');
		for (const wrap of [
			(good: string, assertion: string) => good.replace("</samlp:Response>", `${evil(assertion)}</samlp:Response>`),
			(good: string, assertion: string) => good.replace(assertion, evil(assertion) + assertion),
			(good: string, assertion: string) =>
				good.replace(
					assertion,
					evil(assertion.replace(/<Signature.*<\/Signature>/s, "")).replace(
						"</saml:Assertion>",
						`<saml:Advice>${assertion}</saml:Advice></saml:Assertion>`,
					),
				),
			(good: string, assertion: string) =>
				good.replace(
					assertion,
					`<samlp:Extensions>${assertion}</samlp:Extensions>${evil(assertion.replace(/<Signature.*<\/Signature>/s, ""))}`,
				),
		]) {
			const { url } = await start();
			const good = signed(answerTo(url, { person: KNOWN.foreigner }));
			const assertion = /<saml:Assertion.*<\/saml:Assertion>/s.exec(good)?.[0] ?? "";
			expect(assertion).not.toBe("");
			await isRefused(wrap(good, assertion));
		}
	});

	test("was used before, also when both come at the same moment", async () => {
		const { url } = await start();
		const good = signed(answerTo(url));
		const both = await Promise.all([postAnswer(good), postAnswer(good), postAnswer(good)]);
		expect(both.filter((led) => led.hash !== "")).toHaveLength(1);
		await isRefused(good);
	});

	test("nobody asked for", async () => {
		const { url } = await start();
		await isRefused(signed(answerTo(url, { change: { inResponseTo: null } })));
		await isRefused(signed(answerTo(url, { change: { inResponseTo: "_made-up" } })));
	});

	test("is of another provider, for another address, or answers another request inside than outside", async () => {
		await isRefused(signed(answerTo((await start()).url, { change: { issuer: "https://other.example/metadata" } })));
		await isRefused(
			signed(answerTo((await start()).url, { change: { recipient: "http://localhost/auth/sso/saml/pier" } })),
		);
		const { url } = await start();
		const other = signed(answerTo((await start()).url));
		const asked = /InResponseTo="([^"]+)"/.exec(answerTo(url))?.[1] ?? "";
		await isRefused(other.replace(/InResponseTo="[^"]+"/, `InResponseTo="${asked}"`));
	});

	test("comes too late", async () => {
		const { url } = await start();
		const good = signed(answerTo(url));
		app.passTime(11 * 60_000);
		await isRefused(good);
	});

	test("is no SAML at all", async () => {
		for (const text of ["", "hello", "<a/>", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'])
			await isRefused(text);
	});
});

test("a ticket works only in the browser that began", async () => {
	const { url, cookie } = await start();
	const led = await postAnswer(signed(answerTo(url)));
	const stranger = await start();
	expect((await finish(led, stranger.cookie)).status).toBe(401);
	expect((await finish(led, "")).status).toBe(401);
	expect((await finish(led, cookie)).status).toBe(200);
});

test("our metadata names where answers belong and that assertions must be signed", async () => {
	const answer = await app.request("/auth/sso/saml/harbour/metadata");
	const text = await answer.text();
	expect(text).toContain('entityID="http://localhost/auth/sso/saml/harbour/metadata"');
	expect(text).toContain('Location="http://localhost/auth/sso/saml/harbour"');
	expect(text).toContain('WantAssertionsSigned="true"');
});
