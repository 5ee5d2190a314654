import { expect, test } from "vitest";
import { conformanceCases } from "../../core/contract/conformance.ts";
import type { ConnectionDetailJson, ConnectionReportJson } from "../../core/contract/connections.ts";
import type { Ports } from "../../core/contract/host.ts";
import { smallCompany } from "../../core/demo/small-company.ts";
import { workOnHosts } from "../../server/jobs/host-jobs.ts";
import { addWorkspace, testApp } from "../../server/test-app.ts";
import { createPortal, putRecord } from "../../stand-ins/hubspot/portal.ts";
import { seedPortal } from "../../stand-ins/hubspot/seed.ts";
import { startHubSpot } from "../../stand-ins/hubspot/server.ts";
import { openPortal } from "./client.ts";
import { hubspotHost } from "./host.ts";
import { signatureOf, verifySigned } from "./signature.ts";
import { hubspotKit } from "./test-kit.ts";

for (const { name, run } of conformanceCases(hubspotKit)) test(name, run);

test("the vendor's published signatures are ours too; another moment, method or address is refused", () => {
	const key = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";
	const request = {
		method: "POST",
		url: "https://www.example.com/webhook_uri",
		body: "{'example_field':'example_value'}",
	};
	expect(signatureOf(request, "1693657560000", key)).toBe("K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=");
	expect(signatureOf(request, "1700000300000", key)).toBe("RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw=");
	const signed = (timestamp: string, url = request.url) => ({
		...{ ...request, url },
		headers: {
			"x-hubspot-signature-v3": signatureOf(request, timestamp, key),
			"x-hubspot-request-timestamp": timestamp,
		},
	});
	const given = { now: 1_693_657_560_000, keys: [key] };
	expect(verifySigned(signed("1693657560000"), given).ok).toBe(true);
	expect(verifySigned(signed("1693661160000"), given).ok).toBe(false);
	expect(verifySigned(signed("NaN"), given).ok).toBe(false);
	expect(verifySigned(signed("1693657560000", "https://www.example.com/other"), given).ok).toBe(false);
});

const portal = createPortal();
const company = smallCompany(Date.UTC(2026, 8, 15, 8));
seedPortal(portal, company);
const vendor = await startHubSpot(portal);
const app = await testApp({ hosts: [hubspotHost] });
const { database, deps } = app;
const { tenantId, people } = await addWorkspace(database, "harbour");
await workOnHosts(app.jobs, deps);
const ports: Ports = deps.portsOf(hubspotHost.id, tenantId);
const call = async (method: string, path: string, body?: unknown) => {
	const answer = await app.call(method, path, { as: people.admin, body });
	return { status: answer.status, body: await answer.json() };
};
const connect = (settings: Record<string, string | null>, secrets: Record<string, string>) =>
	call("PUT", "/connections/hubspot", { state: "on", settings: { apiUrl: vendor.base, ...settings }, secrets });
const hereOf = (table: "deals" | "leads" | "accounts" | "contacts") =>
	database.reader(tenantId).selectFrom(table).selectAll().orderBy("name").execute();

async function fetched(kind = "incremental"): Promise<ConnectionDetailJson["runs"][number]> {
	const started = await call("POST", "/connections/hubspot/sync", { kind });
	expect(started.status, JSON.stringify(started.body)).toBe(202);
	const path = `/sync-runs/${started.body.id}`;
	await expect
		.poll(async () => (await call("GET", path)).body.state, { timeout: 50_000, interval: 100 })
		.not.toMatch(/waiting|running/);
	return (await call("GET", path)).body;
}

test("a wrong address and a wrong token are said; a private app's token is enough", async () => {
	const tried = async () => (await call("POST", "/connections/hubspot/test", {})).body;
	await connect({}, {});
	expect(await tried()).toMatchObject({ ok: false, fault: expect.stringContaining("accessToken") });
	await connect({ apiUrl: "https://evil.example" }, { accessToken: portal.privateToken });
	expect(await tried()).toMatchObject({ ok: false, fault: expect.stringContaining("not HubSpot's") });
	await connect({}, { accessToken: "wrong" });
	expect(await tried()).toMatchObject({ ok: false, fault: expect.stringContaining("refuses") });
	await connect({}, { accessToken: portal.privateToken });
	expect(await tried()).toMatchObject({ ok: true, fault: null });
});

test("a first read brings everything with its history, and counts agree with the portal's", async () => {
	expect(await fetched("backfill")).toMatchObject({ state: "done", failed: 0 });
	const deals = await hereOf("deals");
	expect(deals).toHaveLength(company.deals.length);
	for (const deal of company.deals)
		expect(deals.find(({ name }) => name === deal.name)).toMatchObject({
			amount_minor: deal.amountMinor,
			close_date: deal.closeDate,
			status: deal.status,
		});
	const [first] = company.deals;
	const kept = await database
		.reader(tenantId)
		.selectFrom("field_changes")
		.select("recorded_at")
		.where("entity_id", "=", deals.find(({ name }) => name === first?.name)?.id ?? "")
		.where("field", "=", "stageId")
		.orderBy("recorded_at")
		.execute();
	const moves = company.changes.filter((one) => one.entityId === first?.id && one.field === "stageId");
	expect(kept.map(({ recorded_at }) => recorded_at)).toEqual(moves.map(({ recordedAt }) => recordedAt));
	expect(await hereOf("contacts")).toHaveLength(company.contacts.length + company.leads.length);
	expect((await hereOf("leads")).map(({ name }) => name)).toEqual(company.leads.map(({ name }) => name).sort());
	const report: ConnectionReportJson = (await call("GET", "/connections/hubspot/report")).body;
	expect(
		report.lines.filter(
			({ what, difference }) => what.startsWith("rows:") && difference !== null && difference !== "0",
		),
	).toEqual([]);
	expect(report.history?.since).not.toBeNull();
});

test("from then on only what changed is asked for, and what was thrown away goes", async () => {
	const [id, other] = [...portal.records.deals.keys()];
	const won = portal.pipelines[0]?.stages.find(({ metadata }) => metadata.probability === "1.0")?.id ?? "";
	putRecord(portal, "deals", { id: id ?? "", properties: { dealstage: won, amount: "1234.56" } });
	const thrown = portal.records.deals.get(other ?? "");
	if (thrown) Object.assign(thrown, { archived: true, updatedAt: Date.now() });
	expect(await fetched()).toMatchObject({ state: "done", failed: 0 });
	const deals = await hereOf("deals");
	expect(deals).toHaveLength(company.deals.length - 1);
	expect(deals.filter(({ amount_minor }) => amount_minor === 123_456n)).toMatchObject([{ status: "won" }]);
	expect(await fetched()).toMatchObject({ state: "done", created: 0, changed: 0 });
});

test("many at once renew a spent token once; a lost installation is said", async () => {
	await connect(
		{ clientId: portal.app.clientId },
		{ clientSecret: portal.app.clientSecret, refreshToken: portal.app.refreshToken },
	);
	const before = portal.log.length;
	const client = await openPortal(ports);
	const answers = await Promise.all(
		Array.from({ length: 50 }, () => client.call("GET", "/crm/pipelines/2026-09/deals")),
	);
	expect(answers.every(({ status }) => status === 200)).toBe(true);
	expect(portal.log.slice(before).filter(({ path }) => path.endsWith("/token"))).toHaveLength(1);
	portal.tokens.clear();
	expect((await client.call("GET", "/crm/pipelines/2026-09/deals")).status).toBe(200);
	portal.tokens.clear();
	portal.app.refreshToken = "taken out of the portal";
	await expect(client.call("GET", "/crm/pipelines/2026-09/deals")).rejects.toThrow(/Connect anew/);
	await connect({ clientId: null }, { accessToken: portal.privateToken, clientSecret: portal.app.clientSecret });
});

test("locked, broken and too many: it waits and goes on", async () => {
	const client = await openPortal(ports);
	const limit = { message: "You have reached your secondly limit.", policyName: "SECONDLY" };
	portal.troubles.push(
		{ path: "/pipelines", status: 423, body: {} },
		{ path: "/pipelines", status: 502, body: {} },
		{ path: "/pipelines", status: 429, body: limit },
	);
	expect((await client.call("GET", "/crm/pipelines/2026-09/deals")).status).toBe(200);
	portal.troubles.push({
		path: "/pipelines",
		status: 429,
		body: { ...limit, policyName: "TEN_SECONDLY_ROLLING" },
		headers: { "retry-after": "1" },
	});
	expect((await client.call("GET", "/crm/pipelines/2026-09/deals")).status).toBe(200);
	portal.troubles.push({
		path: "/pipelines",
		status: 400,
		body: { message: "no such thing", category: "VALIDATION_ERROR" },
	});
	await expect(client.call("GET", "/crm/pipelines/2026-09/deals")).rejects.toThrow("HubSpot: no such thing");
});

test("scores go into properties made for them; each refusal is of its own record; what stands is not written again", async () => {
	const door = hubspotHost.writeBack;
	if (!door) throw new Error("it has a door");
	const [id = "", other = "", third = ""] = [...portal.records.deals.values()]
		.filter(({ archived }) => !archived)
		.map((one) => one.id);
	const given = { names: door.names, ports };
	const write = (
		externalId: string,
		fields: Record<string, string | number | null>,
		expected?: Record<string, string | null>,
	) => ({
		dedupKey: `k-${externalId}`,
		entity: "deal" as const,
		externalId,
		fields,
		...(expected && { expected }),
	});
	await door.prepare?.(
		{ deal: ["courtsideProbability", "courtsideAsOf"], lead: ["courtsideScore"], account: [], task: [] },
		ports,
	);
	await door.prepare?.({ deal: ["courtsideProbability"], lead: [], account: ["ownerExternalId"], task: [] }, ports);
	const both = await door.write(
		[
			write(id, { courtsideProbability: 62, courtsideAsOf: "2026-09-15T09:00:00.000Z" }),
			write(other, { courtsideProbability: 20, courtsideReason: "no such property" }),
			write("99999999", { courtsideProbability: 1 }),
		],
		given,
	);
	expect(both).toMatchObject([
		{ ok: true, before: { courtsideProbability: null } },
		{ ok: false, retry: false, reason: expect.stringContaining("does not exist") },
		{ ok: false, retry: false, reason: expect.stringContaining("has no") },
	]);
	expect(portal.records.deals.get(id)?.properties.get("courtside_probability")?.[0]?.value).toBe("62");
	const before = portal.log.length;
	expect(await door.write([write(id, { courtsideProbability: 62 })], given)).toMatchObject([{ ok: true }]);
	expect(portal.log.slice(before).some(({ path }) => path.endsWith("/update"))).toBe(false);
	putRecord(portal, "deals", { id: third, properties: { hs_next_step: "Meet on Monday" } });
	expect(
		await door.write([write(third, { nextStep: "Call", amountMinor: "250050" }, { nextStep: null })], given),
	).toMatchObject([{ ok: true, left: { nextStep: { changed: true, now: "Meet on Monday" } } }]);
	expect(portal.records.deals.get(third)?.properties.get("amount")?.[0]?.value).toBe("2500.50");
	const [company] = [...portal.records.companies.values()].filter(({ archived }) => !archived);
	const [owner = { id: "" }, next = { id: "" }] = portal.owners;
	const ownedBy = (ownerExternalId: string, expected: string) => [
		{
			...write(company?.id ?? "", { ownerExternalId }, { ownerExternalId: expected }),
			entity: "account" as const,
		},
	];
	putRecord(portal, "companies", { id: company?.id ?? "", properties: { hubspot_owner_id: owner.id } });
	expect(await door.write(ownedBy(next.id, owner.id), given)).toMatchObject([
		{ ok: true, before: { ownerExternalId: owner.id }, left: {} },
	]);
	expect(company?.properties.get("hubspot_owner_id")?.[0]?.value).toBe(next.id);
	expect(await door.write(ownedBy("404", owner.id), given)).toMatchObject([
		{ ok: true, left: { ownerExternalId: { changed: true, now: next.id } } },
	]);
	expect((await call("POST", "/connections/hubspot/remove-fields", {})).body).toEqual({ records: 1, failed: [] });
	expect(portal.made.get("deals")?.size).toBe(0);
});

test("a webhook is let in by its signature alone, counts once, and takes away what it says is gone", async () => {
	const record = [...portal.records.deals.values()].find(({ archived }) => !archived);
	const name = record?.properties.get("dealname")?.[0]?.value;
	const body = JSON.stringify([
		{
			eventId: 9,
			subscriptionType: "object.deletion",
			objectTypeId: "0-3",
			objectId: Number(record?.id),
			portalId: portal.id,
			occurredAt: Date.now(),
			attemptNumber: 0,
		},
	]);
	const url = `${deps.settings.publicUrl}/hooks/hubspot/harbour`;
	const send = (text: string, key: string) => {
		const timestamp = String(Date.now());
		const headers = {
			"x-hubspot-signature-v3": signatureOf({ method: "POST", url, body: text }, timestamp, key),
			"x-hubspot-request-timestamp": timestamp,
			"content-type": "application/json",
		};
		return app.request("/hooks/hubspot/harbour", { method: "POST", headers, body: text });
	};
	expect((await send(body, "another secret")).status).toBe(401);
	const foreign = await send(body.replace(`"portalId":${portal.id}`, '"portalId":1'), portal.app.clientSecret);
	expect(await foreign.json()).toMatchObject({ accepted: 0 });
	expect((await hereOf("deals")).some((deal) => deal.name === name)).toBe(true);
	expect(await (await send(body, portal.app.clientSecret)).json()).toMatchObject({ accepted: 1 });
	const again = await send(body.replace('"attemptNumber":0', '"attemptNumber":3'), portal.app.clientSecret);
	expect(await again.json()).toMatchObject({ seenBefore: true });
	await expect
		.poll(async () => (await hereOf("deals")).some((deal) => deal.name === name), { timeout: 8000 })
		.toBe(false);
	await vendor.stop();
});
