import { expect, test } from "vitest";
import { workOnHosts } from "../../server/jobs/host-jobs.ts";
import { addWorkspace, testApp } from "../../server/test-app.ts";
import { createPortal, putRecord } from "../../stand-ins/hubspot/portal.ts";
import { startHubSpot } from "../../stand-ins/hubspot/server.ts";
import { signedHeaders } from "../../stand-ins/hubspot/sign.ts";
import { hubspotHost } from "./host.ts";

const portal = createPortal();
const vendor = await startHubSpot(portal);
const app = await testApp({ hosts: [hubspotHost] });
const { tenantId, people } = await addWorkspace(app.database, "harbour");
await workOnHosts(app.jobs, app.deps);
await app.call("PUT", "/connections/hubspot", {
	as: people.admin,
	body: {
		state: "on",
		settings: { apiUrl: vendor.base },
		secrets: { accessToken: portal.privateToken, clientSecret: portal.app.clientSecret },
	},
});
const company = (name: string, at = Date.now()) => putRecord(portal, "companies", { properties: { name }, at });
const names = async () =>
	(await app.database.reader(tenantId).selectFrom("accounts").select("name").orderBy("name").execute()).map(
		(a) => a.name,
	);
const waiting = async () =>
	(await app.database.reader(tenantId).selectFrom("inbox").select("id").where("state", "<>", "applied").execute())
		.length;

async function fetched(): Promise<void> {
	let id = "";
	// News has begun one already, which may have looked before what is to be seen.
	await expect
		.poll(
			async () => {
				const started = await app.call("POST", "/connections/hubspot/sync", { as: people.admin, body: {} });
				id = (await started.json()).id;
				return started.status;
			},
			{ timeout: 20_000, interval: 200 },
		)
		.toBe(202);
	const state = async () => (await (await app.call("GET", `/sync-runs/${id}`, { as: people.admin })).json()).state;
	await expect.poll(state, { timeout: 20_000 }).toBe("done");
}
let eventId = 1;
const event = (what: string, objectId: string, more: object = {}) => ({
	...{ eventId: eventId++, subscriptionType: `object.${what}`, objectTypeId: "0-2", objectId: Number(objectId) },
	...{ portalId: portal.id, occurredAt: Date.now(), attemptNumber: 0, ...more },
});
async function told(events: object[]) {
	const url = "http://localhost/hooks/hubspot/harbour";
	const body = JSON.stringify(events);
	const signed = signedHeaders({ method: "POST", url, body }, portal.app.clientSecret, Date.now());
	const headers = { ...signed, "content-type": "application/json" };
	const begun = performance.now();
	const answer = await app.request("/hooks/hubspot/harbour", { method: "POST", headers, body });
	return { status: answer.status, body: await answer.json(), ms: performance.now() - begun };
}
const applied = () => expect.poll(waiting, { timeout: 20_000 }).toBe(0);

const first = company("Anchor", Date.now() - 60_000);
const second = company("Beacon", Date.now() - 60_000);
const third = company("Crane", Date.now() - 60_000);

test("a deletion that comes before what it overtook is not taken back by it", async () => {
	await fetched();
	expect(await names()).toEqual(["Anchor", "Beacon", "Crane"]);
	await told([event("deletion", first.id)]);
	await applied();
	expect(await names()).toEqual(["Beacon", "Crane"]);
	// The search still shows the record as it was before it was thrown away.
	await told([event("propertyChange", first.id, { occurredAt: Date.now() - 60_000 }), event("creation", first.id)]);
	await fetched();
	await applied();
	expect(await names()).toEqual(["Beacon", "Crane"]);
});

test("a deletion that comes late, of a record that was put back since, takes nothing away", async () => {
	putRecord(portal, "companies", { id: second.id, properties: { name: "Beacon anew" }, at: Date.now() + 1000 });
	await fetched();
	expect(await names()).toContain("Beacon anew");
	await told([event("deletion", second.id, { occurredAt: Date.now() - 30_000 })]);
	await applied();
	expect(await names()).toContain("Beacon anew");
});

test("a delivery that comes again, and an event within another delivery, change nothing", async () => {
	const gone = event("deletion", third.id);
	const other = event("deletion", "999999");
	expect((await told([gone, other])).body).toMatchObject({ seenBefore: false });
	expect((await told([{ ...gone, attemptNumber: 2 }, other])).body).toMatchObject({ seenBefore: true });
	expect((await told([gone])).status).toBe(200);
	await applied();
	expect(await names()).toEqual(["Beacon anew"]);
});

test("ten deliveries of a hundred events each, all at once, are answered within the five seconds that HubSpot gives", async () => {
	const doomed = Array.from({ length: 1000 }, (_, k) => company(`Doomed ${k}`, Date.now() - 30_000));
	await fetched();
	expect(await names()).toHaveLength(1001);
	const batches = Array.from({ length: 10 }, (_, k) =>
		doomed.slice(k * 100, k * 100 + 100).map(({ id }) => event("deletion", id)),
	);
	const answers = await Promise.all(batches.map(told));
	expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
	expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(5000);
	await applied();
	expect(await names()).toEqual(["Beacon anew"]);
	await vendor.stop();
});
