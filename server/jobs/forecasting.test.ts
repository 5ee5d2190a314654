import { sql } from "kysely";
import { expect, test } from "vitest";
import type { ForecastDealsJson } from "../../core/contract/forecast-calls.ts";
import type { ForecastJson } from "../../core/contract/forecasts.ts";
import { importTexts } from "../intake/test-workspace.ts";
import { addWorkspace, testApp } from "../test-app.ts";
import { numberDeps, rebuildNow } from "../test-company.ts";
import { reforecast } from "./reforecast.ts";

const app = await testApp();
const { tenantId, people } = await addWorkspace(app.database, "harbour");
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-/;

function day(offset: number): string {
	return new Date(app.deps.now() + offset * 86_400_000).toISOString().slice(0, 10);
}

const first = [
	"Deal ID,Deal name,Account,Owner,Stage,Amount,Created,Close date",
	...Array.from({ length: 24 }, (_, i) => {
		const stage = ["New", "Won", "Lost"][i % 3] ?? "";
		return `A${i},Deal ${i},Acme,Ann Lee,${stage},${100 + i}.50,${day(-200 - i)},${day(i % 3 ? -100 - i : 20)}`;
	}),
].join("\n");

const later = [
	"opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
	...Array.from({ length: 60 }, (_, i) => {
		const stage = ["Prospecting", "Engaging", "Won", "Lost"][i % 4] ?? "";
		const isOpen = i % 4 < 2;
		const engaged = stage === "Prospecting" ? "" : day(-90 - i);
		return `M${i},Moses Frase,GTXPro,Cancity,${stage},${engaged},${isOpen ? "" : day(-10 - i)},${1000 + i}`;
	}),
].join("\n");

async function reasons(): Promise<string[]> {
	const answer = await app.call("GET", "/forecasts", { as: people.admin });
	const { nodes } = (await answer.json()) as ForecastJson;
	return nodes.flatMap(({ view }) => [view.text.label, ...view.parts.map(({ text }) => text)]);
}

test("stages that came with an import are named, by a model that never saw them and by the next one", async () => {
	await importTexts(app.deps, tenantId, { "deals.csv": first });
	await rebuildNow(app, tenantId);
	await importTexts(app.deps, tenantId, { "sales_pipeline.csv": later });
	await reforecast(numberDeps(app), { tenantId }, { signal: new AbortController().signal });
	for (const round of ["before", "after"]) {
		const said = await reasons();
		expect(said.join("\n"), round).not.toMatch(ID);
		expect(said.join("\n"), round).toMatch(/Engaging/);
		await rebuildNow(app, tenantId);
	}
});

test("a forecast that began earlier and ends later still has its deals", async () => {
	await rebuildNow(app, tenantId);
	const deps = numberDeps(app);
	const slow = { ...deps, now: () => deps.now() - 60_000 };
	await reforecast(slow, { tenantId }, { signal: new AbortController().signal });
	const answer = await app.call("GET", "/forecasts/deals", { as: people.admin });
	const { items } = (await answer.json()) as ForecastDealsJson;
	expect(items.length).toBeGreaterThan(0);
});

const trade = [
	"Deal ID,Deal name,Account,Owner,Stage,Amount,Currency,Created,Close date",
	"W1,Won at the new rate,Acme,Ann Lee,Won,100.00,USD,2026-05-01,2026-09-10",
	"W2,Won at the old rate,Acme,Ann Lee,Won,100.00,USD,2026-05-01,2026-08-28",
	"W3,Won on the second day of the fiscal year,Acme,Bo Lind,Won,10.00,EUR,2025-12-01,2026-02-03",
	"W4,Won on its eve,Acme,Bo Lind,Won,1000.00,EUR,2025-12-01,2026-02-01",
	"W5,Won in a currency without a rate,Acme,Bo Lind,Won,500.00,SEK,2026-05-01,2026-09-09",
	...Array.from(
		{ length: 12 },
		(_, k) => `L${k},Lost ${k},Acme,Bo Lind,Lost,70.00,EUR,2026-0${1 + (k % 6)}-03,2026-08-1${k % 9}`,
	),
	...Array.from(
		{ length: 12 },
		(_, k) =>
			`O${k},Open ${k},Acme,${k % 2 ? "Ann Lee" : "Bo Lind"},New,${33 + k}.33,USD,2026-08-0${1 + (k % 9)},2026-10-01`,
	),
].join("\n");

test("a month, a quarter and a year of 4, 4 and 5 weeks count what was won in them at the rate of its day, and add up", async () => {
	const { tenantId: id, people: crew } = await addWorkspace(app.database, "lagoon");
	await importTexts(app.deps, id, { "deals.csv": trade });
	await app.database.inTenant(id, async (trx) => {
		const fiscal = JSON.stringify({ pattern: "445", startMonth: 2, weekStart: 1 });
		await sql`update tenants set fiscal = ${fiscal}::jsonb, zone = 'Europe/Berlin', reporting_currency = 'EUR',
			clock_at = '2026-09-15T12:00:00Z' where tenant_id = ${id}`.execute(trx);
		const rate = { tenant_id: id, from_currency: "USD", to_currency: "EUR" };
		await trx
			.insertInto("exchange_rates")
			.values([
				{ ...rate, valid_from: "2020-01-01", rate: "0.5" },
				{ ...rate, valid_from: "2026-09-01", rate: "0.8" },
			])
			.execute();
	});
	await rebuildNow(app, id);
	for (const [grain, start, end, closed] of [
		["month", "2026-08-31", "2026-09-28", 8_000n],
		["quarter", "2026-08-03", "2026-11-02", 13_000n],
		["year", "2026-02-02", "2027-02-01", 14_000n],
	] as const) {
		const answer = await app.call("GET", `/forecasts?grain=${grain}`, { as: crew.admin });
		const { period, nodes } = (await answer.json()) as ForecastJson;
		expect(period).toMatchObject({ grain, start, end });
		expect(nodes[0]?.closed).toEqual({ amountMinor: String(closed), currency: "EUR" });
		expect(nodes[0]?.unpriced, grain).toBe(1);
		for (const { nodeId, view } of nodes) {
			const children = nodes.filter((n) => n.parentId === nodeId);
			const sum = children.reduce((s, n) => s + BigInt(n.view.value ?? 0), 0n);
			if (children.length > 0) expect(sum, `${grain} ${nodeId}`).toBe(BigInt(view.value ?? 0));
		}
	}
});

test("where no deal has a price there is no number, and it is said why", async () => {
	const { tenantId: id, people: crew } = await addWorkspace(app.database, "atoll");
	const rows = [1, 2, 3].map((k) => `S${k},Deal ${k},Acme,Ann Lee,New,500.00,SEK,${day(-20 - k)},${day(30)}`);
	const head = "Deal ID,Deal name,Account,Owner,Stage,Amount,Currency,Created,Close date";
	await importTexts(app.deps, id, { "deals.csv": [head, ...rows].join("\n") });
	await app.database.inTenant(id, (trx) =>
		sql`update tenants set reporting_currency = 'EUR' where tenant_id = ${id}`.execute(trx),
	);
	await rebuildNow(app, id);
	const answer = await app.call("GET", "/forecasts", { as: crew.admin });
	const { view, unpriced } = ((await answer.json()) as ForecastJson).nodes[0] ?? {};
	expect(unpriced).toBe(3);
	expect(view).toMatchObject({ value: null, state: "empty", interval: null });
	expect(view?.text.value).toBe("–");
	expect(view?.text.state).toMatch(/^None of the 3 deals here has an amount/);
});
