import { expect, test } from "vitest";
import { coachingCard, dealCard, leadCard, outlookCard } from "../../core/contract/cards.ts";
import { smallCompany } from "../../core/demo/small-company.ts";
import { workOnHosts } from "../../server/jobs/host-jobs.ts";
import { rebuildNumbers } from "../../server/jobs/rebuild-numbers.ts";
import { addWorkspace, testApp } from "../../server/test-app.ts";
import { createPortal } from "../../stand-ins/hubspot/portal.ts";
import { seedPortal } from "../../stand-ins/hubspot/seed.ts";
import { startHubSpot } from "../../stand-ins/hubspot/server.ts";
import { calledUrl, signedHeaders } from "../../stand-ins/hubspot/sign.ts";
import { hubspotHost } from "./host.ts";

const APP = { clientId: "courtside-for-all", clientSecret: "the-secret-of-the-app" };
const company = smallCompany(Date.UTC(2026, 8, 15, 8));
const portal = createPortal({ app: { ...APP, refreshToken: "unused" } });
const second = createPortal({ id: 5151, app: { ...APP, refreshToken: "unused" } });
seedPortal(portal, company);
const vendors = [await startHubSpot(portal), await startHubSpot(second)] as const;
const app = await testApp({ hosts: [hubspotHost], vendorApps: { hubspot: APP } });
const { database, deps } = app;
const acme = await addWorkspace(database, "acme");
const rival = await addWorkspace(database, "rival");
await workOnHosts(app.jobs, deps);
type Workspace = typeof acme;

async function connect({ people }: Workspace, base: string) {
	await app.call("PUT", "/connections/hubspot", { as: people.admin, body: { settings: { apiUrl: base } } });
	const begun = await app.call("POST", "/connections/hubspot/authorize", { as: people.admin, body: {} });
	const cookie = begun.headers.get("set-cookie")?.split(";")[0] ?? "";
	const agreed = await fetch((await begun.json()).url, { redirect: "manual" });
	const back = new URL(agreed.headers.get("location") ?? "");
	const come = (own: string) => app.request(`${back.pathname}${back.search}`, { headers: { cookie: own } });
	return { cookie, come };
}

interface Called {
	path: string;
	email?: string;
	portalId?: number;
	secret?: string;
	body?: object;
	ago?: number;
	twist?(url: string): string;
}
async function call({ path, email, portalId, secret, body, ago = 0, twist = (url) => url }: Called) {
	const url = twist(
		calledUrl(`http://localhost/cards/hubspot/${path}`, {
			portalId: portalId ?? portal.id,
			userEmail: email ?? "david@acme.example",
		}),
	);
	const request = { method: body ? "POST" : "GET", url, body: body ? JSON.stringify(body) : "" };
	const headers = signedHeaders(request, secret ?? APP.clientSecret, Date.now() - ago);
	const answer = await app.request(url.slice("http://localhost".length), {
		method: request.method,
		headers: { ...headers, ...(body && { "content-type": "application/json" }) },
		...(body && { body: request.body }),
	});
	return { status: answer.status, body: await answer.json() };
}
const idOf = (type: "deals" | "contacts" | "companies", property: string, value: string) =>
	[...portal.records[type].values()].find((one) => one.properties.get(property)?.[0]?.value === value)?.id ?? "";

test("a portal is connected by its own page of consent, once and in the same browser, and everything is fetched", async () => {
	const { cookie, come } = await connect(acme, vendors[0].base);
	expect((await come("courtside_consent=another")).headers.get("location")).toContain("refused=not_signed_in");
	expect((await come(cookie)).headers.get("location")).toContain("refused=not_signed_in");
	const again = await connect(acme, vendors[0].base);
	expect((await again.come(again.cookie)).headers.get("location")).toBe("http://localhost/connections/hubspot");
	await expect
		.poll(
			async () =>
				(await app.call("GET", "/connections/hubspot", { as: acme.people.admin }).then((r) => r.json())).runs[0]?.state,
			{ timeout: 50_000 },
		)
		.toBe("done");
	const stands = await app.call("GET", "/connections/hubspot", { as: acme.people.admin });
	expect(await stands.json()).toMatchObject({ state: "on", account: String(portal.id), byConsent: true });
	const job = { signal: new AbortController().signal, progress: async () => {} };
	await rebuildNumbers(deps, { tenantId: acme.tenantId }, job);
});

test("a portal that is another workspace's is refused, and its tokens are not kept", async () => {
	const { cookie, come } = await connect(rival, vendors[0].base);
	expect((await come(cookie)).headers.get("location")).toContain("refused=unprocessable");
	expect(await deps.portsOf("hubspot", rival.tenantId).secrets.get("tokens")).toBeNull();
});

test("cards show the stored score, chance, next step and outlook with the words of the views", async () => {
	const open = company.leads.find(({ status }) => status === "new" || status === "working");
	const lead = await call({ path: `lead?record=contact&recordId=${idOf("contacts", "email", open?.email ?? "")}` });
	expect(lead.status, JSON.stringify(lead.body)).toBe(200);
	const shown = leadCard.parse(lead.body);
	expect(shown.subject?.name).toBe(open?.name);
	expect(shown.score?.parts.length).toBeGreaterThan(0);
	const running = company.deals.find(({ status }) => status === "open");
	const dealId = idOf("deals", "dealname", running?.name ?? "");
	const german = dealCard.parse((await call({ path: `deal?record=deal&recordId=${dealId}&locale=de` })).body);
	expect(german.chance?.text.value).toMatch(/\d+\s%$/);
	expect(german.subject?.url).toMatch(/^http:\/\/localhost\/deals\//);
	const ours = german.subject?.id ?? "";
	await database.inTenant(acme.tenantId, async (trx) => {
		const { id: meeting_id } = await trx
			.insertInto("meetings")
			.values({
				tenant_id: acme.tenantId,
				title: "Price talk",
				kind: "negotiation",
				state: "ready",
				source: "manual",
				deal_id: ours,
				starts_at: new Date(Date.UTC(2026, 8, 14)),
			})
			.returning("id")
			.executeTakeFirstOrThrow();
		const action = { tenant_id: acme.tenantId, meeting_id, owner: "rep" as const, confidence: 1 };
		await trx
			.insertInto("meeting_actions")
			.values([
				{ ...action, text: "Send the offer" },
				{ ...action, text: "Old", status: "done" as const },
			])
			.execute();
	});
	const next = coachingCard.parse((await call({ path: `coaching?record=deal&recordId=${dealId}` })).body);
	expect(next.subject?.name).toBe(running?.name);
	expect([next.meeting?.title, next.actions.map(({ text }) => text)]).toEqual(["Price talk", ["Send the offer"]]);
	expect(outlookCard.parse((await call({ path: "outlook" })).body).rows.length).toBeGreaterThan(0);
	const anew = await call({ path: "score", body: { record: "deal", recordId: dealId } });
	expect(anew.body.deal.chance.value).toBeCloseTo(german.chance?.value as number, 1);
});

test("a card is answered from stored values well within a second", async () => {
	const contact = idOf("contacts", "email", company.leads[0]?.email ?? "");
	const deal = idOf("deals", "dealname", company.deals.find(({ status }) => status === "open")?.name ?? "");
	for (const path of [
		`lead?record=contact&recordId=${contact}`,
		`deal?record=deal&recordId=${deal}`,
		`coaching?record=deal&recordId=${deal}`,
		"outlook",
	]) {
		const took: number[] = [];
		for (let k = 0; k < 3; k++) {
			const begun = performance.now();
			expect((await call({ path })).status).toBe(200);
			took.push(performance.now() - begun);
		}
		// The best of three: a busy machine is not what is tried here.
		expect(Math.min(...took), path).toBeLessThan(1000);
	}
});

test("a record that is not here is nothing, and who is not here may see nothing", async () => {
	expect((await call({ path: "lead?record=contact&recordId=99999999" })).body).toMatchObject({ subject: null });
	expect((await call({ path: "outlook", email: "nobody@acme.example" })).status).toBe(403);
});

test("only the signed account counts: another portal, secret, moment or a second name is refused", async () => {
	const path = "lead?record=contact&recordId=1";
	expect((await call({ path, portalId: 999 })).status).toBe(401);
	expect((await call({ path, secret: "another secret" })).status).toBe(401);
	expect((await call({ path, ago: 6 * 60_000 })).status).toBe(401);
	expect((await call({ path, twist: (url) => `${url}&portalId=5151` })).status).toBe(401);
	expect((await call({ path: "api/connections/hubspot", email: "maria@acme.example" })).status).toBe(403);
	expect((await call({ path: "api/audit" })).status).toBe(403);
	expect((await call({ path: "api/connections/testcrm" })).status).toBe(403);
	const settings = await call({ path: "api/connections/hubspot", email: "astrid@acme.example" });
	expect(settings.body).toMatchObject({ host: "hubspot", account: String(portal.id) });
});

test("a workflow scores a record and says what it found; a lead is routed once", async () => {
	const open = company.leads.find(({ status }) => status === "new");
	const objectId = idOf("contacts", "email", open?.email ?? "");
	const asked = {
		callbackId: "c-1",
		origin: { portalId: portal.id },
		object: { objectId: Number(objectId), objectType: "CONTACT" },
	};
	const workflow = async (action: string, portalId: number) => {
		const url = `http://localhost/cards/hubspot/workflow/${action}`;
		const body = JSON.stringify({ ...asked, origin: { portalId } });
		const headers = {
			...signedHeaders({ method: "POST", url, body }, APP.clientSecret, Date.now()),
			"content-type": "application/json",
		};
		const answer = await app.request(`/cards/hubspot/workflow/${action}`, { method: "POST", headers, body });
		return { status: answer.status, body: await answer.json() };
	};
	const scored = await workflow("score", portal.id);
	expect(scored.body.outputFields, JSON.stringify(scored.body)).toMatchObject({
		hs_execution_state: "SUCCESS",
		courtside_score: expect.any(Number),
	});
	expect((await workflow("route", portal.id)).body.outputFields).toMatchObject({
		hs_execution_state: expect.any(String),
	});
	expect((await workflow("score", 999)).status).toBe(401);
});

test("one address hears the news of all portals; each workspace keeps its own", async () => {
	const { cookie, come } = await connect(rival, vendors[1].base);
	expect((await come(cookie)).headers.get("location")).toBe("http://localhost/connections/hubspot");
	const [gone] = portal.records.deals.values();
	const name = gone?.properties.get("dealname")?.[0]?.value ?? "";
	const told = (portalId: number, eventId: number) => ({
		...{ eventId, portalId, subscriptionType: "object.deletion", objectTypeId: "0-3", occurredAt: Date.now() },
		...{ objectId: Number(gone?.id), attemptNumber: 0 },
	});
	const url = "http://localhost/hooks/hubspot";
	const body = JSON.stringify([told(portal.id, 1), told(second.id, 2), told(999, 3)]);
	const send = async (secret: string) => {
		const headers = {
			...signedHeaders({ method: "POST", url, body }, secret, Date.now()),
			"content-type": "application/json",
		};
		return app.request("/hooks/hubspot", { method: "POST", headers, body });
	};
	expect((await send("another secret")).status).toBe(401);
	expect(await (await send(APP.clientSecret)).json()).toEqual({ workspaces: 2 });
	const inbox = async (tenantId: number) =>
		(await database.reader(tenantId).selectFrom("inbox").select("body").where("source", "=", "hubspot").execute()).map(
			({ body }) => JSON.parse(body.toString()).map(({ portalId }: { portalId: number }) => portalId),
		);
	expect([await inbox(acme.tenantId), await inbox(rival.tenantId)]).toEqual([[[portal.id]], [[second.id]]]);
	const names = async () =>
		(await database.reader(acme.tenantId).selectFrom("deals").select("name").execute()).map((d) => d.name);
	await expect.poll(names, { timeout: 8000 }).not.toContain(name);
	await Promise.all(vendors.map((vendor) => vendor.stop()));
});
