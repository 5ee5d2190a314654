import { generateKeyPairSync, sign } from "node:crypto";
import { expect, test } from "vitest";
import {
	lightningChanges,
	lightningCoaching,
	lightningDeal,
	lightningForecast,
	lightningLead,
	lightningQuota,
} from "../../core/contract/lightning-cards.ts";
import { smallCompany } from "../../core/demo/small-company.ts";
import { workOnHosts } from "../../server/jobs/host-jobs.ts";
import { rebuildNumbers } from "../../server/jobs/rebuild-numbers.ts";
import { addWorkspace, testApp } from "../../server/test-app.ts";
import { createOrg } from "../../stand-ins/salesforce/org.ts";
import { seedOrg } from "../../stand-ins/salesforce/seed.ts";
import { startSalesforce } from "../../stand-ins/salesforce/server.ts";
import { salesforceHost } from "./host.ts";

const company = smallCompany(Date.UTC(2026, 8, 15, 8));
const client = { id: "courtside", secret: "quite secret", username: "integration@fjordlight.example" };
const org = createOrg({ isMultiCurrency: true, clients: [client] });
seedOrg(org, company);
const vendor = await startSalesforce(org);
const pair = () =>
	generateKeyPairSync("rsa", {
		modulusLength: 2048,
		publicKeyEncoding: { type: "spki", format: "pem" },
		privateKeyEncoding: { type: "pkcs8", format: "pem" },
	});
const [own, other] = [pair(), pair()];
const app = await testApp({ hosts: [salesforceHost] });
const { database, deps } = app;
const acme = await addWorkspace(database, "acme");
const rival = await addWorkspace(database, "rival");
await workOnHosts(app.jobs, deps);

const connect = ({ people }: typeof acme, certificate: string) =>
	app.call("PUT", "/connections/salesforce", {
		as: people.admin,
		body: {
			state: "on",
			settings: { instanceUrl: vendor.base, clientId: client.id },
			secrets: { clientSecret: client.secret, callCertificate: certificate },
		},
	});
const tried = async ({ people }: typeof acme) =>
	(await app.call("POST", "/connections/salesforce/test", { as: people.admin, body: {} })).json();

interface Asked {
	method?: string;
	body?: object;
	email?: string;
	org?: string;
	key?: string;
	language?: string;
}
async function ask(path: string, given: Asked = {}) {
	const claims = {
		iss: (given.org ?? org.id).slice(0, 15),
		sub: "005000000000001",
		email: given.email ?? "david@acme.example",
		aud: "http://localhost",
		exp: Math.floor(Date.now() / 1000) + 120,
	};
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
	const text = `${part({ alg: "RS256" })}.${part(claims)}`;
	const signature = sign("RSA-SHA256", Buffer.from(text), given.key ?? own.privateKey).toString("base64url");
	const answer = await app.request(`/cards/salesforce/lightning${path}`, {
		method: given.method ?? "GET",
		headers: {
			authorization: `Bearer ${text}.${signature}`,
			"accept-language": given.language ?? "en-US",
			...(given.body && { "content-type": "application/json" }),
		},
		...(given.body && { body: JSON.stringify(given.body) }),
	});
	return { status: answer.status, body: await answer.json() };
}
const open = company.deals.find(({ status }) => status === "open");
const closed = company.deals.find(({ status }) => status === "won");
const idOf = (object: "Opportunity" | "Lead", name: string | undefined) =>
	[...org.rows[object].values()].find((row) => row["Name"] === name)?.["Id"] as string;
const openId = idOf("Opportunity", open?.name);

test("an organisation is known once it was reached, and belongs to one workspace", async () => {
	await connect(acme, own.publicKey);
	expect(await tried(acme)).toMatchObject({ ok: true });
	await connect(rival, other.publicKey);
	expect(await tried(rival)).toMatchObject({ ok: false, fault: expect.stringContaining("another workspace") });
	const started = await app.call("POST", "/connections/salesforce/sync", {
		as: acme.people.admin,
		body: { kind: "backfill" },
	});
	const { id } = await started.json();
	const state = async () => (await (await app.call("GET", `/sync-runs/${id}`, { as: acme.people.admin })).json()).state;
	await expect.poll(state, { timeout: 50_000 }).toBe("done");
	await rebuildNumbers(
		deps,
		{ tenantId: acme.tenantId },
		{ signal: new AbortController().signal, progress: async () => {} },
	);
});

test("a card beside an opportunity says the number that the portal says, in the language of the person", async () => {
	const { status, body } = await ask(`/deals/${openId}`);
	expect(status, JSON.stringify(body)).toBe(200);
	const card = lightningDeal.parse(body);
	const list = await app.call("GET", `/opportunities?search=${encodeURIComponent(open?.name ?? "")}`, {
		as: acme.people.admin,
	});
	const [same] = (await list.json()).items;
	expect(card.figure).toMatchObject({
		title: open?.name,
		value: same.probability.text.value,
		interval: same.probability.text.interval,
	});
	expect(card.figure?.parts.map(({ amount }) => amount)).toEqual(
		same.probability.parts.map((part: { amount: string }) => part.amount),
	);
	expect(card.url).toBe(`http://localhost/deals/${same.id}`);
	const german = lightningDeal.parse((await ask(`/deals/${openId}`, { language: "de" })).body);
	expect(german.figure?.label).not.toBe(card.figure?.label);
	expect(lightningDeal.parse((await ask(`/deals/${idOf("Opportunity", closed?.name)}`)).body)).toMatchObject({
		figure: null,
		mayOverride: false,
	});
});

test("Flow has a record scored anew and is answered as the card is; not one out of sight", async () => {
	const post = { method: "POST" };
	const deal = lightningDeal.parse((await ask(`/deals/${openId}/score`, post)).body);
	expect(deal.figure).toMatchObject({ title: open?.name, middle: expect.any(Number) });
	expect(deal).toEqual(lightningDeal.parse((await ask(`/deals/${openId}`)).body));
	const leadId = idOf("Lead", company.leads.find(({ status }) => status === "working")?.name);
	const lead = lightningLead.parse((await ask(`/leads/${leadId}/score`, post)).body);
	expect(lead).toEqual(lightningLead.parse((await ask(`/leads/${leadId}`)).body));
	expect(lead.figure?.value).toMatch(/^\d+/);
	for (const path of ["/deals/006000000000999AAA/score", "/leads/00Q000000000999AAA/score"])
		expect((await ask(path, post)).status, path).toBe(404);
	expect((await ask(`/deals/${openId}/score`, { ...post, key: other.privateKey })).status).toBe(401);
});

test("a person's own chance stands beside it until it is taken back", async () => {
	const path = `/deals/${openId}/override`;
	const said = await ask(path, { method: "PUT", body: { probability: 0.8, reason: "The board said yes" } });
	expect(lightningDeal.parse(said.body).said).toMatchObject({
		reason: "The board said yes",
		value: expect.stringMatching(/^80.%$/),
	});
	expect((await ask(path, { method: "PUT", body: { probability: 80, reason: "x" } })).status).toBe(400);
	expect(lightningDeal.parse((await ask(path, { method: "DELETE" })).body).said).toBeNull();
	expect((await ask(path, { method: "DELETE" })).status).toBe(404);
});

test("leads, forecast, quota and meetings have their cards", async () => {
	const lead = [...org.rows.Lead.values()].find((row) => row["Status"] !== "Converted");
	expect(lightningLead.parse((await ask(`/leads/${lead?.["Id"]}`)).body).url).toContain("/leads/");
	const forecast = lightningForecast.parse((await ask("/forecast")).body);
	expect(forecast.path).toHaveLength(1);
	for (const child of forecast.children.slice(0, 1)) {
		const below = lightningForecast.parse((await ask(`/forecast?node=${child.nodeId}`)).body);
		expect(below.figure.value).toBe(child.value);
		expect(below.path.map(({ name }) => name)).toContain(child.name);
	}
	expect((await ask("/forecast?node=nobody")).status).toBe(404);
	expect(forecast.categories.map(({ label }) => label)).toEqual(["Commit", "Best case", "Pipeline"]);
	const changes = lightningChanges.parse((await ask("/forecast/changes")).body);
	expect(changes).toMatchObject({ before: expect.stringMatching(/\d/), after: expect.stringMatching(/\d/) });
	expect((await ask("/forecast/changes?node=nobody")).status).toBe(404);
	expect(lightningQuota.parse((await ask("/quota")).body).territories).toEqual([]);
	expect(lightningCoaching.parse((await ask(`/deals/${openId}/coaching`)).body).title).toBe("");
});

test("a chance that moved says so; a lead that nobody has says who should, and why", async () => {
	const { trend } = lightningDeal.parse((await ask(`/deals/${openId}`)).body);
	expect(trend?.text).toMatch(/^From \d+.% on .+ to \d+.% now$/);
	expect(trend?.line.length).toBeGreaterThan(1);
	const { tenantId } = acme;
	const here = async (externalId: string) =>
		database
			.reader(tenantId)
			.selectFrom("external_ids")
			.select("id")
			.where("external_id", "=", externalId)
			.executeTakeFirstOrThrow();
	const [lead] = [...org.rows.Lead.values()].filter((row) => /new|working/i.test(String(row["Status"])));
	const leadId = String(lead?.["Id"]);
	const { id } = await here(leadId);
	await database.inTenant(tenantId, (trx) =>
		trx.updateTable("leads").set({ owner_id: null }).where("id", "=", id).execute(),
	);
	const card = lightningLead.parse((await ask(`/leads/${leadId}`)).body);
	expect(card.owner).toBe("");
	expect(card.recommendedWhy).not.toBe("");
});

test("nobody else gets an answer: another's key, organisation, address, or no signature", async () => {
	const path = `/deals/${openId}`;
	expect((await ask(path, { key: other.privateKey })).status).toBe(401);
	expect((await ask(path, { org: "00D000000000002EAA" })).status).toBe(401);
	expect((await ask(path, { email: "stranger@example.com" })).status).toBe(403);
	expect((await app.request(`/cards/salesforce/lightning${path}`)).status).toBe(401);
	expect((await ask("/deals/006000000000999AAA")).status).toBe(404);
	await app.call("PUT", "/connections/salesforce", { as: acme.people.admin, body: { state: "off" } });
	expect((await ask(path)).status).toBe(401);
});
