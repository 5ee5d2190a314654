import { setTimeout as wait } from "node:timers/promises";
import { Connection } from "jsforce";
import { StreamingExtension } from "jsforce/lib/api/streaming.js";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import type { SyncRunJson } from "../../core/contract/connections.ts";
import type { Ports } from "../../core/contract/host.ts";
import { smallCompany } from "../../core/demo/small-company.ts";
import { hearHost } from "../../server/jobs/hear-host.ts";
import { workOnHosts } from "../../server/jobs/host-jobs.ts";
import { addWorkspace, testApp } from "../../server/test-app.ts";
import { forgetEvents, tellGap } from "../../stand-ins/salesforce/change-events.ts";
import { bin, createOrg, put } from "../../stand-ins/salesforce/org.ts";
import { seedOrg } from "../../stand-ins/salesforce/seed.ts";
import { startSalesforce } from "../../stand-ins/salesforce/server.ts";
import { EVENTS_CURSOR } from "./hear-changes.ts";
import { salesforceHost } from "./host.ts";

const NOW = Date.UTC(2026, 8, 15, 8);
let clock = Date.now();
const client = { id: "courtside", secret: "quite secret", username: "integration@fjordlight.example" };
const org = createOrg({ clients: [client], now: () => clock });
seedOrg(org, smallCompany(NOW));
const vendor = await startSalesforce(org);
afterAll(() => vendor.stop());
const app = await testApp({ hosts: [salesforceHost] });
const { database, deps } = app;
const { tenantId, people } = await addWorkspace(database, "listening");
await workOnHosts(app.jobs, deps);
const ports: Ports = deps.portsOf(salesforceHost.id, tenantId);
const call = async (method: string, path: string, body?: unknown) => {
	const answer = await app.call(method, path, { as: people.admin, body });
	return { status: answer.status, body: await answer.json() };
};
const settings = { instanceUrl: vendor.base, clientId: client.id, changeEvents: "on" };
await call("PUT", "/connections/salesforce", { state: "on", settings, secrets: { clientSecret: client.secret } });
beforeAll(async () => {
	const { body } = await call("POST", "/connections/salesforce/sync", { kind: "backfill" });
	for (let state = ""; state !== "done"; await wait(100)) {
		state = (await call("GET", `/sync-runs/${body.id}`)).body.state;
		if (state === "failed") throw new Error("nothing was fetched");
	}
}, 60_000);

const [one, two, three] = [...org.rows.Opportunity.keys()];
const nameHere = async (externalId = "") =>
	(
		await database
			.reader(tenantId)
			.selectFrom("external_ids as e")
			.innerJoin("deals as d", "d.id", "e.id")
			.select("d.name")
			.where("e.source", "=", "salesforce")
			.where("e.external_id", "=", externalId)
			.executeTakeFirst()
	)?.name ?? null;
const position = () => ports.cursors.get(EVENTS_CURSOR);

const soon = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });

/** Listens until the test ends, as the job does. */
async function listening(): Promise<{ stop(): Promise<void> }> {
	const abort = new AbortController();
	const before = org.log.length;
	const work = hearHost(deps, { tenantId, host: "salesforce" }, { signal: abort.signal });
	const stop = async () => {
		abort.abort();
		await work;
	};
	onTestFinished(stop);
	// The third call of a stream is its first poll: from then on nothing is missed.
	await soon(() => org.log.slice(before).filter(({ path }) => path.startsWith("/cometd")).length).toBeGreaterThan(2);
	return { stop };
}

beforeEach(() => {
	clock += 60_000;
});

test("a change is here within moments, with its history; one that is made again changes nothing", async () => {
	await listening();
	put(org, "Opportunity", { Id: one ?? null, Name: "Called anew", Amount: 777 });
	await soon(() => nameHere(one)).toBe("Called anew");
	const at = await position();
	expect(at).not.toBeNull();
	const [event] = org.bus.kept.slice(-1);
	if (event) org.bus.kept.push({ ...event, replayId: ++org.bus.last });
	for (const wake of org.bus.waiting) wake();
	await soon(position).not.toBe(at);
	const told = await database
		.reader(tenantId)
		.selectFrom("field_changes")
		.select("value")
		.where("field", "=", "name")
		.where("value", "=", JSON.stringify("Called anew") as never)
		.execute();
	expect(told).toHaveLength(1);
});

test("what was told while nobody listened comes when somebody does, in whatever order", async () => {
	const before = await listening();
	put(org, "Opportunity", { Id: two ?? null, NextStep: "Heard" });
	await soon(position).toBe(String(org.bus.last));
	await before.stop();
	put(org, "Opportunity", { Id: two ?? null, Name: "First" });
	clock += 1000;
	put(org, "Opportunity", { Id: two ?? null, Name: "Second" });
	const [later, earlier] = org.bus.kept.splice(-2).reverse();
	if (later && earlier)
		org.bus.kept.push({ ...later, replayId: earlier.replayId }, { ...earlier, replayId: later.replayId });
	const after = await listening();
	await soon(() => nameHere(two)).toBe("Second");
	await after.stop();
});

test("a deletion is heard, and so is that of a record which not even the bin has any more", async () => {
	await listening();
	bin(org, "Opportunity", String(three));
	await soon(() => nameHere(three)).toBeNull();
	const [, , , four] = [...org.rows.Opportunity.keys()];
	expect(await nameHere(four)).not.toBeNull();
	bin(org, "Opportunity", String(four));
	org.rows.Opportunity.delete(String(four));
	await soon(() => nameHere(four)).toBeNull();
});

test("an expired token and a vendor that forgot its clients are no end: it goes on where it was", async () => {
	await listening();
	org.tokens.clear();
	put(org, "Opportunity", { Id: one ?? null, Name: "After the token" });
	await soon(() => nameHere(one)).toBe("After the token");
	vendor.forgetClients();
	put(org, "Opportunity", { Id: one ?? null, Name: "After the restart" });
	await soon(() => nameHere(one)).toBe("After the restart");
});

test("a gap names its records, an overflow and a forgotten position have everything fetched by its stamp", async () => {
	const ended = async () =>
		((await call("GET", "/connections/salesforce")).body.runs as SyncRunJson[]).filter(({ state }) => state === "done")
			.length;
	const before = await listening();
	const quietly = (id: string | undefined, Name: string) => {
		const kept = [...org.bus.kept];
		put(org, "Opportunity", { Id: id ?? null, Name });
		org.bus.kept = kept;
	};
	quietly(one, "Told in a gap");
	tellGap(org, "Opportunity", [String(one)]);
	await soon(() => nameHere(one)).toBe("Told in a gap");
	expect(await ended()).toBe(1);
	quietly(two, "Lost in an overflow");
	tellGap(org, "Opportunity", []);
	await soon(() => nameHere(two)).toBe("Lost in an overflow");
	await soon(ended).toBe(2);
	await before.stop();
	put(org, "Opportunity", { Id: one ?? null, Name: "Told and forgotten" });
	put(org, "Account", { Name: "Something else" });
	forgetEvents(org);
	put(org, "Account", { Name: "Something later" });
	await listening();
	await soon(() => nameHere(one)).toBe("Told and forgotten");
	await soon(ended).toBe(3);
	put(org, "Opportunity", { Id: two ?? null, Name: "And on it goes" });
	await soon(() => nameHere(two)).toBe("And on it goes");
});

test("what we wrote ourselves is not read again; what somebody else changed in the same breath is", async () => {
	await listening();
	const write = (fields: Record<string, number | string>) =>
		salesforceHost.writeBack?.write([{ dedupKey: "k", entity: "deal", externalId: String(one), fields }], {
			names: salesforceHost.writeBack.names,
			ports,
		});
	await write({ courtsideProbability: 61 });
	const from = org.log.length;
	await soon(position).toBe(String(org.bus.last));
	expect(org.log.slice(from).filter(({ path }) => path.includes("/query"))).toEqual([]);
	await write({ courtsideProbability: 62, nextStep: "Ours, but theirs to know" });
	await soon(position).toBe(String(org.bus.last));
	expect(org.log.slice(from).some(({ path }) => path.includes("/query"))).toBe(true);
});

test("the vendor's own streaming client hears the same of the stand-in", async () => {
	const { accessToken } = JSON.parse((await ports.secrets.get("accessToken")) ?? "{}") as { accessToken: string };
	const conn = new Connection({ instanceUrl: vendor.base, accessToken, version: "66.0" });
	const channel = "/data/ChangeEvents";
	const stream = conn.streaming.createClient([new StreamingExtension.Replay(channel, -1)]);
	const heard: unknown[] = [];
	const subscription = stream.subscribe(channel, (event: unknown) => heard.push(event));
	await subscription;
	put(org, "Opportunity", { Id: one ?? null, Name: "Heard by both" });
	await soon(() => heard).toMatchObject([{ payload: { Name: "Heard by both" } }]);
});
