import { afterAll, expect, test } from "vitest";
import type { Ports } from "../../core/contract/host.ts";
import type { WriteBackJson, WriteBackRecordJson } from "../../core/contract/write-backs.ts";
import { sweepHosts, workOnHosts } from "../../server/jobs/host-jobs.ts";
import { runSync } from "../../server/jobs/run-sync.ts";
import { addWorkspace, testApp } from "../../server/test-app.ts";
import { createOrg, put } from "../../stand-ins/salesforce/org.ts";
import { startSalesforce } from "../../stand-ins/salesforce/server.ts";
import { salesforceHost } from "./host.ts";
import { READ_OBJECTS } from "./objects.ts";
import { orgDoor } from "./write-back.ts";

const client = { id: "courtside", secret: "quite secret", username: "integration@fjordlight.example" };
const org = createOrg({ clients: [client] });
const owner = String(
	put(org, "User", { Name: "Rep", Email: "rep@harbour.example", UserType: "Standard", IsActive: true })["Id"],
);
put(org, "OpportunityStage", { MasterLabel: "New", ApiName: "New", SortOrder: 1, IsActive: true });
put(org, "Account", { Name: "Acme" });
const lead = String(put(org, "Lead", { Name: "Jo", Company: "Acme", Status: "New" })["Id"]);
const sale = { StageName: "New", CloseDate: "2027-03-01", Amount: 100, OwnerId: owner };
const [locked = "", free = ""] = ["Locked one", "Free one"].map((Name) =>
	String(put(org, "Opportunity", { ...sale, Name })["Id"]),
);
const vendor = await startSalesforce(org);
afterAll(() => vendor.stop());
const app = await testApp({ hosts: [salesforceHost] });
const { tenantId, people } = await addWorkspace(app.database, "limits");
await app.database.inTenant(tenantId, (trx) =>
	trx.updateTable("users").set({ email: "rep@harbour.example" }).where("id", "=", people.rep.userId).execute(),
);
async function call<T>(method: string, path: string, body?: object, as = people.admin): Promise<T> {
	const answer = await app.call(method, path, { as, ...(body && { body }) });
	const text = await answer.text();
	expect(answer.ok, text).toBe(true);
	return JSON.parse(text) as T;
}
await call("PUT", "/connections/salesforce", {
	state: "on",
	settings: { instanceUrl: vendor.base, clientId: client.id },
	secrets: { clientSecret: client.secret },
});
const SPENT = { status: 403, errorCode: "REQUEST_LIMIT_EXCEEDED", message: "TotalRequests Limit exceeded." };
const dealsHere = () =>
	app.database.reader(tenantId).selectFrom("deals").select(["id", "name"]).orderBy("name").execute();
const state = () => call<WriteBackJson>("GET", "/connections/salesforce/write-back");
const records = async () =>
	(await call<{ items: WriteBackRecordJson[] }>("GET", "/connections/salesforce/write-back/records")).items;

test("the day's calls used up in the midst of a first read: everybody waits, the run stays open and goes on where it stood", async () => {
	const waits: number[] = [];
	const portsOf = (host: string, tenant: number): Ports => ({
		...app.deps.portsOf(host, tenant),
		limiter: { take: async () => {}, penalize: async (_, until) => void waits.push(until - app.deps.now()) },
	});
	const job = { signal: new AbortController().signal, isLastAttempt: false, progress: async () => {} };
	const { id } = await call<{ id: string }>("POST", "/connections/salesforce/sync", { kind: "backfill" });
	const work = () => runSync({ ...app.deps, portsOf }, { tenantId, host: "salesforce" }, job);
	org.troubles.push({ path: "sobjects/Opportunity/describe", ...SPENT });
	await expect(work()).rejects.toMatchObject({ code: "unavailable" });
	expect(waits).toEqual([expect.any(Number)]);
	expect(waits[0]).toBeGreaterThan(14 * 60_000);
	const run = await call<{ state: string }>("GET", `/sync-runs/${id}`);
	expect(run.state).toMatch(/waiting|running/);
	expect(JSON.stringify(run)).toContain("limit of calls for the day");
	expect(await dealsHere()).toEqual([]);
	const before = org.log.length;
	await work();
	expect(await call("GET", `/sync-runs/${id}`)).toMatchObject({ state: "done", failed: 0 });
	expect((await dealsHere()).map(({ name }) => name)).toEqual(["Free one", "Locked one"]);
	// What had been read to its end is only asked for what changed since.
	const bulk = (from: number, to?: number) =>
		org.log.slice(from, to).filter(({ method, path }) => method === "POST" && path.endsWith("/jobs/query")).length;
	expect(bulk(0, before)).toBe(READ_OBJECTS.findIndex(({ name }) => name === "Opportunity"));
	expect(bulk(before)).toBe(READ_OBJECTS.length - bulk(0, before));
	expect(org.rows.Account.size).toBe(
		(await app.database.reader(tenantId).selectFrom("accounts").select("id").execute()).length,
	);
});

test("a row that is locked keeps its score and its lead's waiting, and no other's", async () => {
	const ports = app.deps.portsOf("salesforce", tenantId);
	const given = { names: orgDoor.names, ports };
	const score = (entity: "deal" | "lead", externalId: string, field: string) => ({
		...{ dedupKey: externalId, entity, externalId, fields: { [field]: 41 } },
	});
	const batch = [
		score("deal", locked, "courtsideProbability"),
		score("deal", free, "courtsideProbability"),
		score("lead", lead, "courtsideScore"),
	];
	org.locked.add(locked).add(lead);
	const wait = { ok: false, retry: true, reason: expect.stringContaining("UNABLE_TO_LOCK_ROW") };
	expect(await orgDoor.write(batch, given)).toMatchObject([wait, { ok: true }, wait]);
	expect([locked, free].map((id) => org.rows.Opportunity.get(id)?.["Courtside_Probability__c"])).toEqual([null, 41]);
	expect(await orgDoor.write(batch, given)).toMatchObject([{ ok: true }, { ok: true }, { ok: true }]);
	expect(org.rows.Lead.get(lead)?.["Courtside_Score__c"]).toBe(41);
});

test("written by the queue, a locked record waits with its reason and goes out after; spent calls hold what is next", async () => {
	await workOnHosts(app.jobs, app.deps);
	const { version } = await state();
	await call("PUT", "/connections/salesforce/write-back", {
		...{ state: "on", version, fields: { deal: { nextStep: "NextStep" } } },
	});
	await expect.poll(async () => (await state()).preview?.state, { timeout: 60_000 }).toBe("preview");
	await call("POST", `/write-runs/${(await state()).preview?.id}/confirm`, {});
	const say = async (name: string, nextStep: string) => {
		const id = (await dealsHere()).find((deal) => deal.name === name)?.id;
		const { deal } = await call<{ deal: { version: number } }>("GET", `/opportunities/${id}`, undefined, people.rep);
		await call("PUT", `/opportunities/${id}`, { nextStep, version: deal.version }, people.rep);
	};
	const there = (id: string) => org.rows.Opportunity.get(id)?.["NextStep"];
	const swept = async <T>(read: () => Promise<T>) => {
		await sweepHosts(app.deps);
		return read();
	};
	org.locked.add(locked);
	await say("Locked one", "Call Sarah");
	await say("Free one", "Send the offer");
	await expect
		.poll(() => swept(async () => (await records()).map(({ reason }) => reason).join(" ")), {
			timeout: 60_000,
			interval: 200,
		})
		.toContain("UNABLE_TO_LOCK_ROW");
	expect(await state()).toMatchObject({ failed: 0 });
	app.passTime(600_000);
	await expect
		.poll(() => swept(async () => [there(locked), there(free)]), { timeout: 60_000, interval: 200 })
		.toEqual(["Call Sarah", "Send the offer"]);
	org.troubles.push({ path: "composite/sobjects", ...SPENT });
	await say("Free one", "Sign");
	await expect
		.poll(() => swept(async () => (await state()).held), { timeout: 60_000, interval: 200 })
		.toMatchObject({ reason: expect.stringContaining("limit of calls for the day") });
	expect(await state()).toMatchObject({ failed: 0, waiting: 1 });
	expect(there(free)).toBe("Send the offer");
}, 240_000);
