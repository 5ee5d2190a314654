import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConnectionDetailJson } from "../../core/contract/connections.ts";
import { workOnHosts } from "../../server/jobs/host-jobs.ts";
import { addWorkspace, testApp } from "../../server/test-app.ts";
import { bin, createOrg, merge, put, type Row } from "../../stand-ins/salesforce/org.ts";
import { startSalesforce } from "../../stand-ins/salesforce/server.ts";
import { salesforceHost } from "./host.ts";

let clock = Date.now();
const client = { id: "courtside", secret: "quite secret", username: "integration@fjordlight.example" };
const org = createOrg({ clients: [client], isMultiCurrency: true, now: () => clock });
/** Puts a record there and gives its id. */
const made = (object: Parameters<typeof put>[1], row: Row) => String(put(org, object, row)["Id"]);

const maria = made("User", {
	Name: "Maria Rossi",
	Email: "maria@fjordlight.example",
	UserType: "Standard",
	IsActive: true,
});
const tom = made("User", { Name: "Tom Berg", Email: "tom@fjordlight.example", UserType: "Standard", IsActive: true });
for (const [name, IsClosed, IsWon] of [
	["New", false, false],
	["Proposal", false, false],
	["Won", true, true],
	["Lost", true, false],
] as const)
	made("OpportunityStage", { MasterLabel: name, ApiName: name, SortOrder: 1, IsActive: true, IsClosed, IsWon });
const renewal = made("RecordType", { Name: "Renewal", SobjectType: "Opportunity", IsActive: true });
const fresh = made("RecordType", { Name: "New business", SobjectType: "Opportunity", IsActive: true });
org.stagesOf.set(renewal, ["Proposal", "Won", "Lost"]);
const account = made("Account", { Name: "Acme", Website: "https://acme.example", OwnerId: maria });
const twin = made("Account", { Name: "Acme (twin)", OwnerId: maria });
const person = made("Account", {
	Name: "Ada Ljung",
	Website: "https://mail.example",
	IsPersonAccount: true,
	OwnerId: maria,
});
made("Contact", { Name: "Ada Ljung", Email: "ada@mail.example", AccountId: person });
const sale = { CloseDate: "2026-10-01", CurrencyIsoCode: "EUR", OwnerId: maria };
const north = made("Territory2", { Name: "North" });
const deal = made("Opportunity", {
	...sale,
	Name: "Renewal of Acme",
	StageName: "Proposal",
	Amount: 1000,
	AccountId: twin,
	RecordTypeId: renewal,
	Territory2Id: north,
});
const odd = made("Opportunity", {
	...sale,
	Name: "In a stage that its type lost",
	StageName: "New",
	RecordTypeId: renewal,
});
made("Opportunity", { ...sale, Name: "New one", StageName: "New", RecordTypeId: fresh });
const product = made("Product2", { Name: "Pump", Family: "Hardware" });
const line = made("OpportunityLineItem", {
	OpportunityId: deal,
	Product2Id: product,
	Quantity: 2.5,
	UnitPrice: 400,
	CurrencyIsoCode: "EUR",
});
const revenue = made("SplitType", { MasterLabel: "Revenue" });
const split = made("OpportunitySplit", {
	OpportunityId: deal,
	SplitOwnerId: tom,
	SplitTypeId: revenue,
	SplitPercentage: 40,
});
const lead = made("Lead", {
	Name: "Jo",
	Company: "Acme",
	Status: "Closed",
	IsConverted: true,
	ConvertedDate: "2026-09-01",
	ConvertedOpportunityId: deal,
	OwnerId: maria,
});
const fair = made("Campaign", { Name: "Hannover fair", Type: "Event" });
const member = made("CampaignMember", { CampaignId: fair, LeadId: lead });
made("ObjectTerritory2Association", { ObjectId: account, Territory2Id: north });

const vendor = await startSalesforce(org);
afterAll(() => vendor.stop());
const app = await testApp({ hosts: [salesforceHost] });
const { database } = app;
const { tenantId, people } = await addWorkspace(database, "datain");
await workOnHosts(app.jobs, app.deps);
const call = async (method: string, path: string, body?: unknown) => {
	const answer = await app.call(method, path, { as: people.admin, body });
	return { status: answer.status, body: await answer.json() };
};
const settings = { instanceUrl: vendor.base, clientId: client.id };
await call("PUT", "/connections/salesforce", { state: "on", settings, secrets: { clientSecret: client.secret } });

async function fetched(kind = "incremental"): Promise<ConnectionDetailJson["runs"][number]> {
	clock += 60_000;
	const { body } = await call("POST", "/connections/salesforce/sync", { kind });
	for (;;) {
		const run = (await call("GET", `/sync-runs/${body.id}`)).body;
		if (!/waiting|running/.test(run.state)) return run;
		await wait(50);
	}
}
const db = () => database.reader(tenantId);
async function idOf(object: string, externalId: string): Promise<string> {
	const row = await db()
		.selectFrom("external_ids")
		.select("id")
		.where("object", "=", object)
		.where("external_id", "=", externalId)
		.executeTakeFirst();
	return row?.id ?? "";
}
const dealHere = async (id: string) =>
	db()
		.selectFrom("deals")
		.selectAll()
		.where("id", "=", await idOf("deal", id))
		.executeTakeFirst();

beforeAll(async () => {
	expect(await fetched("backfill")).toMatchObject({ state: "done", failed: 0 });
}, 60_000);

test("each record type has a pipeline with its own stages; one in a stage that its type lost stands among all", async () => {
	const stages = await db()
		.selectFrom("stages as s")
		.innerJoin("pipelines as p", "p.id", "s.pipeline_id")
		.select(["s.id", "s.name", "p.name as pipeline"])
		.execute();
	const of = (pipeline: string) =>
		stages
			.filter((one) => one.pipeline === pipeline)
			.map(({ name }) => name)
			.sort();
	expect(of("Renewal")).toEqual(["Lost", "Proposal", "Won"]);
	expect(of("New business")).toEqual(["Lost", "New", "Proposal", "Won"]);
	const pipelineOf = async (id: string) => {
		const stage = (await dealHere(id))?.stage_id;
		return stages.find((one) => one.id === stage)?.pipeline;
	};
	expect(await pipelineOf(deal)).toBe("Renewal");
	expect(await pipelineOf(odd)).toBe("Salesforce");
});

test("products and lines come with their deal, change with it and go with it", async () => {
	const lines = async () =>
		db().selectFrom("line_items").select(["deal_id", "quantity", "unit_price_minor", "product_id"]).execute();
	expect(await lines()).toEqual([
		{
			deal_id: await idOf("deal", deal),
			quantity: "2.5000",
			unit_price_minor: 40_000n,
			product_id: await idOf("product", product),
		},
	]);
	put(org, "OpportunityLineItem", { Id: line, Quantity: 3 });
	expect(await fetched()).toMatchObject({ failed: 0 });
	expect(await lines()).toMatchObject([{ quantity: "3.0000" }]);
	expect(await fetched()).toMatchObject({ created: 0, changed: 0, failed: 0 });
	bin(org, "OpportunityLineItem", line);
	await fetched();
	expect(await lines()).toEqual([]);
});

test("splits, campaigns and territories stand beside their records, however much later those were told, and go again", async () => {
	const extra = async (table: "deals" | "leads" | "accounts", entity: string, id: string) =>
		(
			await db()
				.selectFrom(table)
				.select("extra")
				.where("id", "=", await idOf(entity, id))
				.executeTakeFirst()
		)?.extra;
	expect(await extra("deals", "deal", deal)).toMatchObject({ "Revenue: Tom Berg": "40 %", Territory: "North" });
	expect(await extra("leads", "lead", lead)).toMatchObject({ Campaign: "Hannover fair" });
	expect(await extra("accounts", "account", account)).toMatchObject({ Territory: "North" });
	clock += 60_000;
	bin(org, "OpportunitySplit", split);
	bin(org, "CampaignMember", member);
	clock += 60_000;
	put(org, "Opportunity", { Id: deal, NextStep: "Later than the split" });
	await fetched();
	expect(await extra("deals", "deal", deal)).toMatchObject({ "Revenue: Tom Berg": null });
	expect(await extra("leads", "lead", lead)).toMatchObject({ Campaign: null });
});

test("a converted lead knows its deal; a person account is an account without a company's address", async () => {
	const row = await db()
		.selectFrom("leads")
		.select(["status", "converted_deal_id"])
		.where("id", "=", await idOf("lead", lead))
		.executeTakeFirst();
	expect(row).toEqual({ status: "converted", converted_deal_id: await idOf("deal", deal) });
	const ada = await db()
		.selectFrom("accounts")
		.select(["name", "domain"])
		.where("id", "=", await idOf("account", person))
		.executeTakeFirst();
	expect(ada).toEqual({ name: "Ada Ljung", domain: null });
	const contact = await db()
		.selectFrom("contacts")
		.select("account_id")
		.where("email", "=", "ada@mail.example")
		.executeTakeFirst();
	expect(contact?.account_id).toBe(await idOf("account", person));
});

test("what was merged hands over what pointed to it, and its id leads to what is left", async () => {
	const left = await idOf("account", account);
	expect((await dealHere(deal))?.account_id).not.toBe(left);
	merge(org, "Account", twin, account);
	put(org, "Opportunity", { Id: deal, AccountId: account });
	expect(await fetched()).toMatchObject({ failed: 0 });
	expect((await dealHere(deal))?.account_id).toBe(left);
	expect(await idOf("account", twin)).toBe(left);
});

test("a mapping is held against what the vendor says of the field", async () => {
	const map = (field: string, target: string) =>
		call("PUT", "/connections/salesforce/fields", { entity: "deal", field, target });
	expect(await map("Gone__c", "source")).toMatchObject({
		status: 422,
		body: { detail: expect.stringContaining("no longer a field") },
	});
	expect(await map("Budget_Confirmed__c", "closeDate")).toMatchObject({
		status: 422,
		body: { detail: expect.stringContaining("cannot take") },
	});
	expect(await map("Budget_Confirmed__c", "source")).toMatchObject({ status: 200 });
});

test("what is not switched on there is said, and the rest is read", async () => {
	org.hidden.add("OpportunitySplit").add("OpportunityLineItem");
	expect(await fetched()).toMatchObject({ state: "done", failed: 0 });
	const { items } = (await call("GET", "/connections/salesforce/lacks")).body as { items: { what: string }[] };
	expect(items.map(({ what }) => what).join(" ")).toMatch(/as they are made.*Products.*splits/);
});

test("the day's allowance is shown, and its last part is left to others", async () => {
	const { body } = await call("GET", "/connections/salesforce/pulse");
	expect(body).toMatchObject({ calls: { most: 15_000, leftToOthers: 0.2 }, hears: null });
	expect(body.calls.used).toBeGreaterThan(10);
	org.calls.used = 12_100;
	const tried = (await call("POST", "/connections/salesforce/test", {})).body;
	expect(tried).toMatchObject({ ok: false, fault: expect.stringContaining("left to others") });
	expect(org.calls.used).toBeLessThan(12_110);
});
