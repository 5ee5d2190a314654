import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { SourceCostsJson, SourceReportJson } from "../../core/contract/lead-sources.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, type TestCast } from "../test-company.ts";

const app = await testApp();
const NOW = Date.UTC(2026, 8, 15, 9, 30);
let tenantId = 0;
let cast: TestCast;
beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, NOW));
});

type Person = { tenantId: number; userId: string };
async function send<T>(as: Person, method: string, path: string, body?: object, status = 200): Promise<T> {
	const response = await app.call(method, path, { as, ...(body && { body }) });
	expect(response.status, await response.clone().text()).toBe(status);
	return (await response.json()) as T;
}
const report = (as: Person = cast.david, query = "") => send<SourceReportJson>(as, "GET", `/leads/sources${query}`);
const rowOf = (shown: SourceReportJson, label: string) => shown.rows.find((row) => row.label === label);
const COSTS = "/leads/sources/costs";

describe("lead sources", () => {
	test("share what was won in four ways that each add up to it", async () => {
		const shown = await report();
		expect(shown).toMatchObject({ from: "2025-10", to: "2026-09", isWhole: true });
		expect(shown.wonDeals).toBeGreaterThan(0);
		for (const way of ["first", "last", "linear", "data"] as const) {
			const sum = shown.rows.reduce((all, row) => all + BigInt(row.revenue[way].amountMinor), 0n);
			expect(sum.toString()).toBe(shown.total.amountMinor);
		}
		expect(shown.text).toMatch(/^Most revenue came by /);
	});

	test("count every lead of a customer's company until the deal closed, each in its turn", async () => {
		const before = await report();
		await app.database.inTenant(tenantId, async (trx) => {
			const { rows } = await sql<{ name: string; at: Date }>`select a.name, d.created_at as at from deals d
				join accounts a on a.id = d.account_id where d.status = 'won' and d.closed_at >= '2025-10-02'
				order by d.amount_minor desc limit 1`.execute(trx);
			const [won] = rows;
			await sql`insert into leads (tenant_id, name, company, source, extra, created_at, status) values
				(${tenantId}, 'Early Bird', upper(${won?.name}), 'Trade Fair', '{"utm_campaign": "Spring"}',
				${new Date(Number(won?.at))}::timestamptz - interval '1 day', 'working')`.execute(trx);
		});
		const after = await report();
		expect(Number(rowOf(after, "Trade Fair")?.revenue.first.amountMinor)).toBeGreaterThan(0);
		expect(rowOf(after, "Trade Fair")?.revenue.last.amountMinor).toBe("0");
		expect(after.total).toEqual(before.total);
		const byCampaign = await report(cast.david, "?by=campaign");
		expect(rowOf(byCampaign, "Trade Fair · Spring")).toMatchObject({ source: "Trade Fair", campaign: "Spring" });
		expect(byCampaign.total).toEqual(before.total);
	});

	test("have a return once their cost stands, are audited, and lose it with the cost", async () => {
		const costs = [{ source: "trade fair", campaign: null, month: "2026-03", amountMinor: "100000" }];
		const kept = await send<SourceCostsJson>(cast.david, "PUT", COSTS, { costs });
		expect(kept.items).toMatchObject([{ source: "trade fair", month: "2026-03", amount: { amountMinor: "100000" } }]);
		const row = rowOf(await report(), "Trade Fair");
		const revenue = Number(row?.revenue.data.amountMinor);
		expect(row?.costMonths).toBe(1);
		expect((await report()).text).toMatch(/^Trade Fair brings most .* with costs of 1 of 12 months$/);
		expect((await report(cast.david, "?from=2026-03&to=2026-03")).months).toBe(1);
		expect(row?.roi).toBeCloseTo((revenue - 100000) / 100000, 9);
		expect(rowOf(await report(cast.david, "?from=2026-04"), "Trade Fair")?.cost ?? null).toBeNull();
		const { items } = await send<{ items: { action: string }[] }>(cast.david, "GET", "/audit");
		expect(items[0]?.action).toBe("lead-sources.costs");
		const none = await send<SourceCostsJson>(cast.david, "PUT", COSTS, {
			costs: [{ ...costs[0], source: "TRADE FAIR", amountMinor: null }],
		});
		expect(none.items).toEqual([]);
	});

	test("take costs from a pasted table, twice as once; a line that is none refuses all of them by its number", async () => {
		const text = "Source;Month;Cost;Campaign\nTrade Fair;2026-03;1.200,50;Spring\nReferral;2026-04-01;300";
		const once = await send<SourceCostsJson>(cast.david, "POST", `${COSTS}/import`, { text });
		expect(once.items.map((cost) => [cost.source, cost.campaign, cost.month, cost.amount.amountMinor])).toEqual([
			["Referral", null, "2026-04", "30000"],
			["Trade Fair", "Spring", "2026-03", "120050"],
		]);
		expect(await send<SourceCostsJson>(cast.david, "POST", `${COSTS}/import`, { text })).toEqual(once);
		const bad = await app.call("POST", `${COSTS}/import`, {
			as: cast.david,
			body: { text: "Referral,2026-05,12\nReferral,May,12\nReferral,2026-05,-3" },
		});
		expect(bad.status).toBe(400);
		expect(await bad.text()).toMatch(/Line 2.*Line 3/s);
		expect(await send<SourceCostsJson>(cast.david, "GET", COSTS)).toEqual(once);
	});

	test("show a seller what is theirs without costs, which only administrators set", async () => {
		const hers = await report(cast.maria);
		expect(hers.isWhole).toBe(false);
		expect(hers.rows.every((row) => row.cost === null && row.roi === null)).toBe(true);
		const leadsOf = (shown: SourceReportJson) => shown.rows.reduce((sum, row) => sum + row.leads, 0);
		expect(leadsOf(hers)).toBeLessThan(leadsOf(await report()));
		await send(cast.maria, "PUT", COSTS, { costs: [] }, 403);
	});

	test("download as the page shows them; a span the wrong way round is refused", async () => {
		const file = await app.call("GET", "/leads/sources/download?sort=label&columns=label,leads", { as: cast.david });
		expect(file.status).toBe(200);
		expect(await file.text()).toContain("Trade Fair");
		await send(cast.david, "GET", "/leads/sources?from=2026-05&to=2026-04", undefined, 400);
	});
});
