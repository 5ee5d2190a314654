import { expect, test } from "vitest";
import { workOnHosts } from "../../server/jobs/host-jobs.ts";
import { addWorkspace, testApp } from "../../server/test-app.ts";
import { createPortal, putRecord } from "../../stand-ins/hubspot/portal.ts";
import { startHubSpot } from "../../stand-ins/hubspot/server.ts";
import { hubspotHost } from "./host.ts";

const portal = createPortal();
const person = (id: string, more: object = {}) => ({
	...{ id, email: `p${id}@harbour.example`, firstName: "P", lastName: id, archived: false },
	...more,
});
const north = { id: "71", name: "North", primary: true };
portal.owners.push(
	person("1", { teams: [{ id: "9", name: "Side", primary: false }, north] }),
	person("2", { teams: [north] }),
	person("3"),
);
portal.rates.push(
	{
		id: "1",
		fromCurrencyCode: "USD",
		toCurrencyCode: "EUR",
		conversionRate: 0.91,
		effectiveAt: "2026-09-01T00:00:00Z",
	},
	{
		id: "2",
		fromCurrencyCode: "JPY",
		toCurrencyCode: "GBP",
		conversionRate: 0.005,
		effectiveAt: "2026-09-01T00:00:00Z",
	},
);
const contact = putRecord(portal, "contacts", {
	properties: {
		...{ firstname: "Ada", email: "ada@hafen.example", lifecyclestage: "lead" },
		...{ first_conversion_date: "2026-09-01T08:00:00Z", first_conversion_event_name: "Ask for a demo" },
		...{ recent_conversion_date: "2026-09-01T08:00:00Z", recent_conversion_event_name: "Ask for a demo" },
		...{ hs_analytics_last_timestamp: "1788336000000", hs_analytics_last_url: "https://harbour.example/prices" },
	},
});
const vendor = await startHubSpot(portal);
const app = await testApp({ hosts: [hubspotHost] });
const { tenantId, teamId, people } = await addWorkspace(app.database, "harbour");
await workOnHosts(app.jobs, app.deps);
const reader = app.database.reader(tenantId);
const call = async (method: string, path: string, body?: object) =>
	(await app.call(method, path, { as: people.admin, ...(body && { body }) })).json();
await call("PUT", "/connections/hubspot", {
	state: "on",
	settings: { apiUrl: vendor.base },
	secrets: { accessToken: portal.privateToken },
});
async function fetched(): Promise<void> {
	const { id } = await call("POST", "/connections/hubspot/sync", { kind: "backfill" });
	await expect.poll(async () => (await call("GET", `/sync-runs/${id}`)).state, { timeout: 20_000 }).toBe("done");
}
const lacks = async () => JSON.stringify(await call("GET", "/connections/hubspot/lacks"));

test("people who are in no team come into the portal's; who is in one stays, and nothing is read twice", async () => {
	await app.database.inTenant(tenantId, (trx) =>
		trx.updateTable("users").set({ email: "p2@harbour.example" }).where("id", "=", people.rep.userId).execute(),
	);
	await fetched();
	await fetched();
	const teams = await reader.selectFrom("teams").select(["id", "name"]).orderBy("name").execute();
	expect(teams.map(({ name }) => name)).toEqual(["Crew", "North"]);
	const members = await reader
		.selectFrom("users")
		.select(["email", "team_id"])
		.where("email", "like", "p%@harbour.example")
		.orderBy("email")
		.execute();
	expect(members.map((one) => one.team_id)).toEqual([teams[1]?.id, teamId, null]);
});

test("a portal that keeps its rates to itself is told so and read all the same; given, they price deals in its currency", async () => {
	expect(await reader.selectFrom("exchange_rates").selectAll().execute()).toEqual([]);
	expect(await lacks()).toContain("exchange rates");
	portal.scopes.add("multi-currency-read");
	expect(await lacks()).not.toContain("exchange rates");
	const { currency } = await app.database.asSystem((trx) =>
		trx
			.selectFrom("tenants")
			.select("reporting_currency as currency")
			.where("tenant_id", "=", tenantId)
			.executeTakeFirstOrThrow(),
	);
	portal.rates[0] = {
		...(portal.rates[0] as (typeof portal.rates)[number]),
		fromCurrencyCode: "CHF",
		toCurrencyCode: currency,
	};
	await fetched();
	await fetched();
	expect(
		await reader.selectFrom("exchange_rates").select(["from_currency", "to_currency", "valid_from", "rate"]).execute(),
	).toMatchObject([{ from_currency: "CHF", to_currency: currency, valid_from: "2026-09-01" }]);
});

test("a contact's form and visit are things that were heard from its lead, each once", async () => {
	const heard = () =>
		reader
			.selectFrom("activities")
			.select(["kind", "direction", "subject", "lead_id"])
			.orderBy("occurred_at")
			.execute();
	expect(await heard()).toMatchObject([
		{ kind: "web", direction: "in", subject: "Ask for a demo", lead_id: expect.any(String) },
		{ kind: "web", direction: "in", subject: "https://harbour.example/prices" },
	]);
	putRecord(portal, "contacts", { id: contact.id, properties: { hs_analytics_last_timestamp: "1788422400000" } });
	await fetched();
	expect(await heard()).toHaveLength(3);
	await vendor.stop();
});
