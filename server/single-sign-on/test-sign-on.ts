import { afterAll } from "vitest";
import { type KnownPerson, samlAnswer, signAssertion } from "../../stand-ins/identity-provider/saml-answer.ts";
import { readRequest } from "../../stand-ins/identity-provider/saml-door.ts";
import { startIdentityProvider } from "../../stand-ins/identity-provider/server.ts";
import { addWorkspace, type TestApp } from "../test-app.ts";

/** Whom the provider knows: Maria is here, the others are not. */
export const KNOWN: Record<"maria" | "newcomer" | "foreigner", KnownPerson> = {
	maria: { id: "u-1", name: "Maria Santos", email: "Maria@harbour.example", groups: ["sales"] },
	newcomer: { id: "u-2", name: "Nina New", email: "nina@harbour.example", groups: ["sales", "ops"] },
	foreigner: { id: "u-3", name: "Fred Foreign", email: "fred@elsewhere.example", groups: [] },
};

/** A workspace whose administrator has connected a real identity provider, and the ways of a browser through it. */
export async function connectedWorkspace(app: TestApp, kind: "oidc" | "saml", slug: string, emailVerified = true) {
	const idp = await startIdentityProvider({
		people: Object.values(KNOWN),
		redirectUris: ["http://localhost/auth/sso/oidc"],
		emailVerified,
	});
	afterAll(() => idp.stop());
	const workspace = await addWorkspace(app.database, slug);
	const { admin } = workspace.people;
	await app.database.inTenant(workspace.tenantId, (trx) =>
		trx
			.updateTable("users")
			.set({ email: "maria@harbour.example" })
			.where("id", "=", workspace.people.rep.userId)
			.execute(),
	);
	const settings = {
		state: "on",
		kind,
		name: "Harbour ID",
		oidc: idp.oidc,
		saml: { issuer: idp.saml.issuer, entryPoint: idp.saml.entryPoint, certificates: [idp.saml.certificate] },
		domains: ["harbour.example"],
		letsIn: "invited",
		defaultRole: "rep",
		groupsName: "groups",
		groupRoles: [] as { group: string; roleId: string }[],
		isRequired: false,
	};
	let version = 0;
	const set = async (change: object) => {
		const answer = await app.call("PUT", "/single-sign-on", { as: admin, body: { ...settings, ...change, version } });
		if (answer.ok) version++;
		return answer;
	};
	await set({});

	/** Goes to the provider: where it led, and what the browser keeps. */
	async function start(query = "", cookie = "") {
		const answer = await app.request(`/auth/sso/start?workspace=${slug}${query}`, { headers: { cookie } });
		const kept = /courtside_sso=[^;]+/.exec(answer.headers.get("set-cookie") ?? "")?.[0] ?? cookie;
		return { url: new URL(answer.headers.get("location") ?? "http://nowhere"), cookie: kept };
	}
	/** Posts an answer to where assertions are consumed, and says where that led. */
	async function postAnswer(xml: string) {
		const body = new URLSearchParams({ SAMLResponse: Buffer.from(xml).toString("base64") });
		const headers = {
			"content-type": "application/x-www-form-urlencoded",
			origin: idp.base,
			"sec-fetch-site": "cross-site",
		};
		const answer = await app.request(`/auth/sso/saml/${slug}`, { method: "POST", body: String(body), headers });
		return new URL(answer.headers.get("location") ?? "http://nowhere");
	}
	/** The last step, as the portal's page takes it. */
	const finish = (url: URL, cookie: string) =>
		app.call("POST", "/auth/single-sign-on", { body: { ticket: url.hash.slice(1) }, headers: { cookie } });

	/** An answer to what was asked at `url`, as the provider makes it; `change` spoils it. */
	function answerTo(
		url: URL,
		given: { person?: KnownPerson; change?: Partial<Parameters<typeof samlAnswer>[0]> } = {},
	) {
		const asked = readRequest(url.searchParams.get("SAMLRequest") ?? "");
		return samlAnswer({
			person: given.person ?? KNOWN.maria,
			issuer: idp.saml.issuer,
			audience: asked.issuer,
			recipient: asked.assertionConsumer,
			inResponseTo: asked.id,
			...given.change,
		});
	}
	const signed = (xml: string, keys = idp.keys) => signAssertion(xml, keys);

	/** All the way by OpenID, following the provider's own pages with a browser's cookies. */
	async function throughOidc(person: KnownPerson | "nobody", query = "") {
		const { url, cookie } = await start(query);
		const jar = new Map<string, string>();
		let at = url;
		for (let hop = 0; hop < 12; hop++) {
			const cookies = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
			const answer = await fetch(at, { redirect: "manual", headers: { cookie: cookies } });
			for (const line of answer.headers.getSetCookie()) {
				const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
				jar.set(name, value);
			}
			const location = answer.headers.get("location");
			at = location ? new URL(location, at) : new URL(`?as=${person === "nobody" ? person : person.id}`, at);
			if (at.host === "localhost") break;
		}
		return { back: at, cookie };
	}
	/** Comes back from the provider, and says where that led. */
	async function comeBack(back: URL, cookie: string) {
		const answer = await app.request(back.pathname + back.search, { headers: { cookie } });
		return new URL(answer.headers.get("location") ?? "http://nowhere");
	}
	return { ...workspace, idp, set, start, postAnswer, finish, answerTo, signed, throughOidc, comeBack, settings };
}
