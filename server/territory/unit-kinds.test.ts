import { sql } from "kysely";
import { expect, test } from "vitest";
import type { PlacingJson } from "../../core/contract/territory-placing.ts";
import type { PlanFromFileJson, TerritoryPlanJson } from "../../core/contract/territory-plans.ts";
import type { PlanMapJson, PlanUnitJson } from "../../core/contract/territory-units.ts";
import { CAST } from "../../core/demo/cast.ts";
import { smallCompany } from "../../core/demo/small-company.ts";
import { COLLEAGUES } from "../../core/demo/small-ground.ts";
import { loadCompany } from "../demo/load-demo.ts";
import { designTerritories } from "../jobs/design-territories.ts";
import { testApp } from "../test-app.ts";

const app = await testApp();
const tenantId = (await loadCompany(app.database, smallCompany(Date.now()))) ?? 0;
const david = { tenantId, userId: CAST.david.id };
const [west, east] = [CAST.maria.id, COLLEAGUES.kenji.id];
/** Towns of Kansas from west to east, and capitals. */
const PLACES = [
	...["US Goodland 39.35 -101.71", "US Colby 39.39 -101.05", "US Hays 38.88 -99.33", "US Salina 38.84 -97.61"],
	...["US Manhattan 39.18 -96.57", "US Topeka 39.05 -95.68", "US Lawrence 38.97 -95.24", "US Wichita 37.69 -97.34"],
	...["FR Paris 48.86 2.35", "DE Berlin 52.52 13.4", "PL Warsaw 52.23 21.01", "ES Madrid 40.42 -3.7"],
].map((line) => {
	const [country = "", name = "", lat, lon] = line.split(" ");
	return { country, name, lat: Number(lat), lon: Number(lon) };
});
await app.database.inTenant(tenantId, async (trx) => {
	await sql`delete from account_places`.execute(trx);
	await sql`update accounts set owner_id = null`.execute(trx);
	for (const [k, { country, name, lat, lon }] of PLACES.entries()) {
		const { rows } = await sql<{ id: string }>`insert into accounts (tenant_id, name, country, region, owner_id, extra)
			values (${tenantId}, ${`Shop ${name}`}, ${country}, ${name}, ${k % 2 === 0 ? west : east}::uuid,
				${JSON.stringify({ "Postal Code": `6700${k % 4}` })}::jsonb) returning id`.execute(trx);
		await sql`insert into account_places (tenant_id, account_id, lat, lon)
			values (${tenantId}, ${rows[0]?.id}::uuid, ${lat}, ${lon})`.execute(trx);
	}
});

const team = await app.database.inTenant(tenantId, (trx) =>
	trx.selectFrom("users").select("team_id").where("id", "=", west).executeTakeFirstOrThrow(),
);

async function ask<T>(method: string, path: string, body?: object, status = 200): Promise<T> {
	const answer = await app.call(method, path, { as: david, ...(body && { body }) });
	const text = await answer.text();
	expect(answer.status, text).toBe(status);
	return JSON.parse(text) as T;
}

async function planned(unitKind: string, more: object = {}) {
	const asked = {
		name: unitKind,
		unitKind,
		teamId: team.team_id,
		people: [west, east],
		mostMoved: null,
		seconds: 1,
		...more,
	};
	const body = { measures: [{ name: "accounts", tolerance: 0.4 }], ...asked };
	const made = await ask<TerritoryPlanJson>("POST", "/territories/plans", body, 202);
	const job = { signal: new AbortController().signal, progress: async () => {} };
	await designTerritories({ ...app.deps, wakeRelay: () => {} }, { tenantId, runId: made.run?.id ?? "" }, job);
	const at = `/territories/plans/${made.id}`;
	const plan = await ask<TerritoryPlanJson>("GET", at);
	const { items } = await ask<{ items: PlanUnitJson[] }>("GET", `${at}/units`);
	return { at, plan, items, map: await ask<PlanMapJson>("GET", `${at}/map`) };
}

test("counties of the states with accounts are units, empty ones too, touch each other and lie on the map as outlines", async () => {
	const { plan, items, map } = await planned("counties", { hangTogether: true });
	expect(plan.units).toBe(105); // the counties of Kansas
	expect(items.find(({ name }) => name === "Sedgwick, Kansas")?.measures["accounts"]).toBe(1);
	expect(items.filter((unit) => unit.measures["accounts"] === 0).length).toBe(105 - 8);
	expect(map.units.every(({ path }) => path !== null)).toBe(true);
	expect(plan.territories.map(({ parts }) => parts)).toEqual([1, 1]);
	expect(plan.report?.faults).toEqual([]);
});

test("countries are units with outlines", async () => {
	const { items, map, plan } = await planned("countries");
	expect(items.map(({ name }) => name).sort()).toEqual([
		...["France", "Germany", "Poland", "Spain", "United States of America"],
	]);
	expect(map.units.every(({ path }) => path !== null)).toBe(true);
	expect(plan.territories.reduce((sum, { accounts }) => sum + accounts, 0)).toBe(12);
});

test("cells are made of coordinates, larger or smaller, and take what lies in them", async () => {
	const wide = await planned("cells", { cellSize: 3 });
	const fine = await planned("cells", { cellSize: 6 });
	expect(fine.plan.units).toBeGreaterThan(wide.plan.units - 1);
	expect(fine.plan.units).toBe(12);
	for (const { items, map } of [wide, fine]) {
		expect(items.reduce((sum, unit) => sum + (unit.measures["accounts"] ?? 0), 0)).toBe(12);
		expect(map.units.every(({ path }) => path?.startsWith("M"))).toBe(true);
		expect(new Set(items.map(({ name }) => name)).size).toBe(items.length);
	}
});

test("regions are what accounts say they are in", async () => {
	const { items } = await planned("regions");
	expect(items.map(({ name }) => name)).toContain("US · Wichita");
	expect(items).toHaveLength(12);
});

test("postcodes are units, each country's by itself, and what arrives with one lands in its territory", async () => {
	const { items, plan } = await planned("postcodes");
	expect(items.map(({ name }) => name)).toContain("67000 · US");
	expect(items).toHaveLength(8);
	expect(items.find(({ name }) => name === "67000 · US")?.measures["accounts"]).toBe(2);
	const at = `/territories/plans/${plan.id}`;
	const effectiveOn = new Date().toISOString().slice(0, 10);
	await ask("POST", `${at}/submit`, { effectiveOn, version: plan.version });
	const jennifer = { tenantId, userId: CAST.jennifer.id };
	await app.call("POST", `${at}/decide`, { as: jennifer, body: { approve: true } });
	await ask("POST", `${at}/apply`, {});
	const placed = await ask<PlacingJson>("POST", "/territories/place", { postcode: "67001" });
	expect(placed.territory).not.toBeNull();
	expect(placed.text).toContain("67001");
	await ask("POST", `${at}/undo`, {});
});

test("a plan goes out as a workbook, and a workbook comes in as one", async () => {
	const { at, items } = await planned("accounts");
	const out = await app.call("GET", `${at}/units/download?format=xlsx`, { as: david });
	expect(out.status).toBe(200);
	const bytes = await out.arrayBuffer();
	const form = new FormData();
	form.append("files", new File([bytes], "plan.xlsx"));
	const sent = await app.request("/api/v1/territories/plans/file?name=Again&territories=2&seconds=1", {
		method: "POST",
		body: form,
		headers: { authorization: `Bearer ${await app.tokenOf(david)}` },
	});
	const text = await sent.text();
	expect(sent.status, text).toBe(202);
	const { plan, leftOutCount } = JSON.parse(text) as PlanFromFileJson;
	expect({ units: plan.units, leftOutCount }).toEqual({ units: items.length, leftOutCount: 0 });
	const again = await ask<{ items: PlanUnitJson[] }>("GET", `/territories/plans/${plan.id}/units`);
	expect(again.items.map(({ name }) => name).sort()).toEqual(items.map(({ name }) => name).sort());
});
