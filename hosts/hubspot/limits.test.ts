import { expect, test } from "vitest";
import type { Ports } from "../../core/contract/host.ts";
import { workOnHosts } from "../../server/jobs/host-jobs.ts";
import { addWorkspace, testApp } from "../../server/test-app.ts";
import { createPortal, type PortalTrouble, putRecord } from "../../stand-ins/hubspot/portal.ts";
import { startHubSpot } from "../../stand-ins/hubspot/server.ts";
import { openPortal } from "./client.ts";
import { hubspotHost } from "./host.ts";
import { readPortal } from "./read-portal.ts";

const BEGIN = Date.UTC(2026, 10, 2, 9);
let time = BEGIN + 3_600_000;
const now = () => time;
const [harbour, mills] = [createPortal({ now }), createPortal({ id: 5151, now })];
// Limits are told by a clock that moves with each call as our pace would have it: nobody waits for real.
const vendors = [
	await startHubSpot(harbour, 0, null, { clock: now }),
	await startHubSpot(mills, 0, null, { clock: now }),
] as const;
const app = await testApp({ hosts: [hubspotHost] });
await workOnHosts(app.jobs, app.deps);
const ours = await addWorkspace(app.database, "harbour");
const theirs = await addWorkspace(app.database, "mills");
for (const [{ people }, portal, { base }] of [
	[ours, harbour, vendors[0]],
	[theirs, mills, vendors[1]],
] as const)
	await app.call("PUT", "/connections/hubspot", {
		as: people.admin,
		body: {
			state: "on",
			settings: { apiUrl: base, clientId: portal.app.clientId },
			secrets: { clientSecret: portal.app.clientSecret, refreshToken: portal.app.refreshToken },
		},
	});
const realPorts = (tenantId: number): Ports => app.deps.portsOf("hubspot", tenantId);
/** Ports with cursors of their own, and a limiter that lets the portal's clock pass instead of waiting. */
function portsOf(tenantId: number, cursors: Record<string, string> = {}) {
	const waits: [key: string, ms: number][] = [];
	const ports: Ports = {
		...realPorts(tenantId),
		now,
		cursors: {
			get: async (name) => cursors[name] ?? null,
			set: async (name, value) => void Object.assign(cursors, { [name]: value }),
		},
		limiter: {
			async take(key) {
				time += key === "search" ? 250 : 100;
			},
			async penalize(key, until) {
				waits.push([key, until - time]);
				time = Math.max(time, until);
			},
		},
	};
	return { ports, cursors, waits };
}
async function readContacts(ports: Ports, cursors: Record<string, string>) {
	const seen: string[] = [];
	for await (const page of readPortal(ports, { signal: new AbortController().signal })) {
		Object.assign(cursors, page.cursors);
		if (page.object !== "contacts") continue;
		for (const raw of page.records) seen.push((raw as { record: { id: string } }).record.id);
	}
	return seen;
}

test("two portals share no limit, no token and no row", async () => {
	const [one, other] = [realPorts(ours.tenantId), realPorts(theirs.tenantId)];
	await one.limiter.penalize("api", app.deps.now() + 3000);
	let isHeld = true;
	void one.limiter.take("api").then(() => {
		isHeld = false;
	});
	// Five seconds' worth of calls at once, while the other portal has to wait.
	for (let k = 0; k < 9; k++) await other.limiter.take("api");
	expect(isHeld).toBe(true);
	const calls = await Promise.all(
		[portsOf(ours.tenantId), portsOf(theirs.tenantId)].map(({ ports }) => openPortal(ports)),
	);
	for (const client of calls) await client.call("GET", "/crm/pipelines/2026-09/deals");
	const tokens = await Promise.all([one, other].map(({ secrets }) => secrets.get("tokens")));
	const [mine = "", second = ""] = tokens.map((text) => JSON.parse(text ?? "{}").accessToken as string);
	expect([harbour.tokens.has(mine), harbour.tokens.has(second)]).toEqual([true, false]);
	expect([mills.tokens.has(mine), mills.tokens.has(second)]).toEqual([false, true]);
	// The same id in both portals is two people.
	putRecord(harbour, "contacts", { id: "100000", properties: { firstname: "Ada" }, at: time });
	putRecord(mills, "contacts", { id: "100000", properties: { firstname: "Bea" }, at: time });
	const names = async (tenantId: number) =>
		(await app.database.reader(tenantId).selectFrom("contacts").select("name").execute()).map(({ name }) => name);
	for (const { people } of [ours, theirs])
		await app.call("POST", "/connections/hubspot/sync", { as: people.admin, body: { kind: "backfill" } });
	await expect.poll(() => names(ours.tenantId), { timeout: 30_000 }).toEqual(["Ada"]);
	await expect.poll(() => names(theirs.tenantId), { timeout: 30_000 }).toEqual(["Bea"]);
});

test("more changes than a search shows come through further windows, none left out, without one refusal", async () => {
	const most = 10_450;
	// Thirty at a moment, so that the end of a window falls among them.
	for (let k = 0; k < most; k++)
		putRecord(harbour, "contacts", {
			id: String(200_000 + k),
			properties: { firstname: `Ada ${k}` },
			at: BEGIN + Math.floor(k / 30),
		});
	const { ports, cursors, waits } = portsOf(ours.tenantId, { "contacts.since": new Date(BEGIN).toISOString() });
	const before = harbour.log.length;
	const seen = await readContacts(ports, cursors);
	expect(new Set(seen).size).toBe(most + 1);
	expect(seen.length).toBeLessThanOrEqual(most + 31);
	const searches = harbour.log.slice(before).filter(({ path }) => path.endsWith("/contacts/search"));
	expect(searches.length).toBeGreaterThan(10_000 / 200);
	expect(waits).toEqual([]);
	expect(Date.parse(cursors["contacts.since"] ?? "")).toBeGreaterThanOrEqual(BEGIN + Math.floor((most - 1) / 30));
});

test("a change that the search shows late is found by the next run", async () => {
	const { ports, cursors } = portsOf(ours.tenantId, { "contacts.since": new Date(time).toISOString() });
	const late = putRecord(harbour, "contacts", { properties: { firstname: "Late" }, at: time });
	late.searchableAt = time + 240_000;
	putRecord(harbour, "contacts", { properties: { firstname: "Later, and shown at once" }, at: time + 60_000 });
	time += 61_000;
	expect(await readContacts(ports, cursors)).not.toContain(late.id);
	expect(Date.parse(cursors["contacts.since"] ?? "")).toBeGreaterThan(late.updatedAt);
	time += 240_000;
	expect(await readContacts(ports, cursors)).toContain(late.id);
});

test("each kind of refusal waits as long as it should, under the limit that it is of", async () => {
	const path = "/crm/pipelines/2026-09/deals";
	const search = "/crm/objects/2026-09/deals/search";
	const refused = (policyName: string, more: Partial<PortalTrouble> = {}): PortalTrouble => ({
		...{ path: "2026-09/deals", status: 429, body: { message: "too many", policyName }, ...more },
	});
	const { ports, waits } = portsOf(ours.tenantId);
	const client = await openPortal(ports);
	harbour.troubles.push(refused("TEN_SECONDLY_ROLLING"));
	expect((await client.call("GET", path)).status).toBe(200);
	harbour.troubles.push(refused("SECONDLY"));
	expect((await client.call("POST", search, { limit: 1 })).status).toBe(200);
	harbour.troubles.push(refused("SOMETHING_NEW", { headers: { "retry-after": "7" } }));
	expect((await client.call("GET", path)).status).toBe(200);
	harbour.troubles.push(refused("DAILY"));
	await expect(client.call("GET", path)).rejects.toMatchObject({ code: "unavailable" });
	expect(waits).toEqual([
		["api", 10_000],
		["search", 1000],
		["api", 7000],
		["api", 15 * 60_000],
	]);
	harbour.troubles.push({ path: "2026-09/deals", status: 403, body: { category: "MISSING_SCOPES", message: "no" } });
	await expect(client.call("GET", path)).rejects.toMatchObject({ errors: [{ path: "MISSING_SCOPES" }] });
});

test("a token that ended is renewed ahead of its end; one that is refused all the same once, and the call made again", async () => {
	const client = await openPortal(portsOf(ours.tenantId).ports);
	const renewals = () => harbour.log.filter(({ path }) => path.endsWith("/token")).length;
	const path = "/crm/pipelines/2026-09/deals";
	await client.call("GET", path);
	const before = renewals();
	time += 28 * 60_000;
	await client.call("GET", path);
	expect(renewals()).toBe(before + 1);
	harbour.tokens.clear();
	expect((await client.call("GET", path)).status).toBe(200);
	expect(renewals()).toBe(before + 2);
	await Promise.all(vendors.map((vendor) => vendor.stop()));
});
