import { generateKeyPairSync } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { conformanceCases } from "../../core/contract/conformance.ts";
import type { ConnectionDetailJson, ConnectionReportJson } from "../../core/contract/connections.ts";
import type { Ports } from "../../core/contract/host.ts";
import { smallCompany } from "../../core/demo/small-company.ts";
import { workOnHosts } from "../../server/jobs/host-jobs.ts";
import { addWorkspace, testApp } from "../../server/test-app.ts";
import { bin, createOrg, put } from "../../stand-ins/salesforce/org.ts";
import { seedOrg } from "../../stand-ins/salesforce/seed.ts";
import { startSalesforce } from "../../stand-ins/salesforce/server.ts";
import { salesforceHost } from "./host.ts";
import { salesforceKit } from "./test-kit.ts";

for (const { name, run } of conformanceCases(salesforceKit)) test(name, run);

const NOW = Date.UTC(2026, 8, 15, 8);
const keys = generateKeyPairSync("rsa", {
	modulusLength: 2048,
	publicKeyEncoding: { type: "spki", format: "pem" },
	privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
let clock = Date.now();
const org = createOrg({
	isMultiCurrency: true,
	clients: [
		{ id: "courtside", secret: "quite secret", username: "integration@fjordlight.example" },
		{ id: "courtside-jwt", publicKey: keys.publicKey, username: "integration@fjordlight.example" },
	],
	now: () => clock,
});
const company = smallCompany(NOW);
seedOrg(org, company);
const vendor = await startSalesforce(org);
const app = await testApp({ hosts: [salesforceHost] });
const { database, deps } = app;
const { tenantId, people } = await addWorkspace(database, "harbour");
await workOnHosts(app.jobs, deps);
const ports: Ports = deps.portsOf(salesforceHost.id, tenantId);
const call = async (method: string, path: string, body?: unknown) => {
	const answer = await app.call(method, path, { as: people.admin, body });
	return { status: answer.status, body: await answer.json() };
};
const connect = (settings: Record<string, string>, secrets: Record<string, string>) =>
	call("PUT", "/connections/salesforce", { state: "on", settings, secrets });
const hereOf = (table: "deals" | "leads" | "accounts") =>
	database.reader(tenantId).selectFrom(table).selectAll().orderBy("name").execute();

async function fetched(kind = "incremental"): Promise<ConnectionDetailJson["runs"][number]> {
	const started = await call("POST", "/connections/salesforce/sync", { kind });
	expect(started.status, JSON.stringify(started.body)).toBe(202);
	const path = `/sync-runs/${started.body.id}`;
	await expect
		.poll(async () => (await call("GET", path)).body.state, { timeout: 40_000, interval: 100 })
		.not.toMatch(/waiting|running/);
	return (await call("GET", path)).body;
}

test("each thing that is missing or wrong is said, with what to do", async () => {
	const tried = async () => (await call("POST", "/connections/salesforce/test", {})).body;
	await connect({}, {});
	expect(await tried()).toMatchObject({ ok: false, fault: expect.stringContaining("instanceUrl") });
	await connect({ instanceUrl: "https://evil.example", clientId: "courtside" }, { clientSecret: "x" });
	expect(await tried()).toMatchObject({ ok: false, fault: expect.stringContaining("no Salesforce address") });
	await connect({ instanceUrl: "https://salesforce.com.evil.example", clientId: "courtside" }, {});
	expect(await tried()).toMatchObject({ ok: false, fault: expect.stringContaining("no Salesforce address") });
	await connect({ instanceUrl: vendor.base, clientId: "courtside" }, { clientSecret: "wrong" });
	expect(await tried()).toMatchObject({ ok: false, fault: expect.stringContaining("invalid_client") });
	await connect({ instanceUrl: vendor.base, clientId: "courtside" }, { clientSecret: "quite secret" });
	expect(await tried()).toMatchObject({ ok: true, fault: null });
});

test("a first read brings everything with its history; totals agree with the organisation's own", async () => {
	const run = await fetched("backfill");
	expect(run).toMatchObject({ state: "done", failed: 0 });
	const deals = await hereOf("deals");
	expect(deals).toHaveLength(company.deals.length);
	const [first] = company.deals;
	const mine = deals.find(({ name }) => name === first?.name);
	expect(mine).toMatchObject({ amount_minor: first?.amountMinor, close_date: first?.closeDate, status: first?.status });
	expect(mine?.extra).toHaveProperty("Budget_Confirmed__c");
	const moves = company.changes.filter((one) => one.entityId === first?.id && one.field === "stageId");
	const kept = await database
		.reader(tenantId)
		.selectFrom("field_changes")
		.select(["field", "recorded_at"])
		.where("entity_id", "=", mine?.id ?? "")
		.where("field", "=", "stageId")
		.orderBy("recorded_at")
		.execute();
	expect(kept.map(({ recorded_at }) => recorded_at)).toEqual(moves.map(({ recordedAt }) => recordedAt));
	const moved = company.changes.filter((one) => one.entityId === first?.id && one.field === "forecastCategory");
	const categories = await database
		.reader(tenantId)
		.selectFrom("field_changes")
		.select(["value", "recorded_at"])
		.where("entity_id", "=", mine?.id ?? "")
		.where("field", "=", "forecastCategory")
		.orderBy("recorded_at")
		.execute();
	// In Salesforce a closed one is in a category of its own.
	expect(categories.slice(0, moved.length).map((one) => [one.value, one.recorded_at])).toEqual(
		moved.map((one) => [one.value, one.recordedAt]),
	);
	const report: ConnectionReportJson = (await call("GET", "/connections/salesforce/report")).body;
	expect(report.lines.filter(({ difference }) => difference !== "0" && difference !== null)).toEqual([]);
	expect(report.lines.map(({ what }) => what)).toContain("rows:deal");
	expect(report.history?.since).not.toBeNull();
});

test("from then on only what changed is asked for: a move, a deletion, twice the same", async () => {
	clock += 3_600_000;
	const [row, other] = [...org.rows.Opportunity.values()];
	const stage = [...org.rows.OpportunityStage.values()].find((one) => one["IsWon"] === true);
	put(org, "Opportunity", { Id: row?.["Id"] ?? null, StageName: stage?.["ApiName"] ?? null, Amount: 1234.56 });
	bin(org, "Opportunity", String(other?.["Id"]));
	const before = org.log.length;
	expect(await fetched()).toMatchObject({ state: "done", failed: 0 });
	expect(org.log.slice(before).some(({ path }) => path.includes("/jobs/"))).toBe(false);
	const deals = await hereOf("deals");
	expect(deals).toHaveLength(company.deals.length - 1);
	expect(deals.find(({ name }) => name === row?.["Name"])).toMatchObject({ amount_minor: 123_456n, status: "won" });
	expect(await fetched()).toMatchObject({ state: "done", created: 0, changed: 0 });
});

test("an expired token is renewed once; an organisation that refuses good tokens is not asked for ever", async () => {
	org.tokens.clear();
	const before = org.log.length;
	expect(await fetched()).toMatchObject({ state: "done" });
	expect(org.log.slice(before).filter(({ path }) => path.endsWith("/token"))).toHaveLength(1);
	org.troubles.push(
		...Array.from({ length: 50 }, () => ({
			path: "/query",
			status: 401,
			errorCode: "INVALID_SESSION_ID",
			message: "Session expired or invalid",
		})),
	);
	onTestFinished(() => void org.troubles.splice(0));
	const tried = (await call("POST", "/connections/salesforce/test", {})).body;
	expect(tried).toMatchObject({ ok: false });
	expect(org.troubles.length).toBeGreaterThan(40);
});

test("a read that was broken off goes on at its page, and begins anew where the vendor threw it away", async () => {
	for (let n = 0; n < 2500; n++) put(org, "Account", { Name: `Acme ${n}` });
	await database.inTenant(tenantId, (trx) => trx.deleteFrom("cursors").where("host", "=", "salesforce").execute());
	const abort = new AbortController();
	const pages = salesforceHost.sync?.(ports, { signal: abort.signal });
	for await (const page of pages ?? []) {
		for (const [name, value] of Object.entries(page.cursors)) await ports.cursors.set(name, value);
		if (page.object === "Account") break;
	}
	const made = () => org.log.filter(({ method, path }) => method === "POST" && path.endsWith("/jobs/query")).length;
	const before = made();
	const next = await salesforceHost.sync?.(ports, { signal: abort.signal });
	const seen: string[] = [];
	for await (const page of next ?? []) {
		if (page.object !== "Account") continue;
		seen.push(...page.records.map((one) => String((one as { record: Record<string, unknown> }).record["Id"])));
		if (page.cursors["Account.bulk"] === "") break;
	}
	expect(made()).toBe(before);
	expect(new Set(seen).size).toBe(org.rows.Account.size - 1000);
	vendor.forgetJobs();
	await ports.cursors.set("Account.since", "");
	expect(await fetched()).toMatchObject({ state: "done", failed: 0 });
	expect(await hereOf("accounts")).toHaveLength(org.rows.Account.size);
});

test("scores are written into our fields, others only where nobody changed them; each refusal has its reason", async () => {
	const door = salesforceHost.writeBack;
	if (!door) throw new Error("it has a door");
	const [row] = [...org.rows.Opportunity.values()];
	const id = String(row?.["Id"]);
	const given = { names: door.names, ports };
	const write = (fields: Record<string, string | number | null>, expected?: Record<string, string | null>) =>
		door.write([{ dedupKey: "k", entity: "deal", externalId: id, fields, ...(expected && { expected }) }], given);
	const stands = { nextStep: String(row?.["NextStep"] ?? "") || null };
	expect(
		await write(
			{ courtsideProbability: 62, courtsideAsOf: "2026-09-15T09:00:00.000Z", nextStep: "Call Sarah" },
			stands,
		),
	).toMatchObject([{ ok: true, before: { courtsideProbability: null }, left: {} }]);
	expect(org.rows.Opportunity.get(id)).toMatchObject({ Courtside_Probability__c: 62, NextStep: "Call Sarah" });
	put(org, "Opportunity", { Id: id, NextStep: "Meet on Monday" });
	expect(await write({ nextStep: "Call again" }, { nextStep: "Call Sarah" })).toMatchObject([
		{ ok: true, left: { nextStep: { changed: true, now: "Meet on Monday" } } },
	]);
	expect(await write({ amountMinor: "250050" })).toMatchObject([{ ok: true, before: { amountMinor: "123456" } }]);
	expect(org.rows.Opportunity.get(id)?.["Amount"]).toBe(2500.5);
	expect(await write({ stageName: "No such stage" })).toMatchObject([{ ok: false, retry: false }]);
	const lead = String([...org.rows.Lead.keys()][0]);
	const scored = {
		dedupKey: "l",
		entity: "lead" as const,
		externalId: lead,
		fields: { courtsideScore: 71, courtsideFit: 12 },
	};
	expect(await door.write([scored], given)).toMatchObject([
		{ ok: true, left: { courtsideFit: { reason: expect.stringContaining("Courtside_Fit__c") } } },
	]);
	const gone = {
		dedupKey: "g",
		entity: "deal" as const,
		externalId: "006000000000zzzAAA",
		fields: { courtsideProbability: 1 },
	};
	expect(await door.write([gone], given)).toMatchObject([{ ok: false, retry: false }]);
	const account = String([...org.rows.Account.keys()][0]);
	const [owner = "", next = ""] = [...org.rows.User.keys()];
	put(org, "Account", { Id: account, OwnerId: owner });
	const ownedBy = (ownerExternalId: string, expected: string) => ({
		...{ dedupKey: "a", entity: "account" as const, externalId: account },
		...{ fields: { ownerExternalId }, expected: { ownerExternalId: expected } },
	});
	expect(await door.write([ownedBy(next, owner)], given)).toMatchObject([
		{ ok: true, before: { ownerExternalId: owner }, left: {} },
	]);
	expect(org.rows.Account.get(account)?.["OwnerId"]).toBe(next);
	expect(await door.write([ownedBy(owner, "005000000000zzzAAA")], given)).toMatchObject([
		{ ok: true, left: { ownerExternalId: { changed: true, now: next } } },
	]);
	expect((await call("POST", "/connections/salesforce/remove-fields", {})).body).toEqual({ records: 2, failed: [] });
	expect(org.rows.Opportunity.get(id)?.["Courtside_Probability__c"]).toBeNull();
});

test("a private key signs in as well, and turning it off gives the token back", async () => {
	const settings = { instanceUrl: vendor.base, clientId: "courtside-jwt", username: "integration@fjordlight.example" };
	org.tokens.clear();
	await connect(settings, { clientSecret: "", privateKey: keys.privateKey });
	expect((await call("POST", "/connections/salesforce/test", {})).body).toMatchObject({ ok: true });
	expect(org.tokens.size).toBe(1);
	expect((await call("POST", "/connections/salesforce/disconnect", {})).body).toMatchObject({ revoked: true });
	expect(org.tokens.size).toBe(0);
	await vendor.stop();
});
