import { beforeAll, describe, expect, test } from "vitest";
import type { WaterfallDealsJson, WaterfallJson } from "../../core/contract/waterfall.ts";
import { CAST_TEAMS } from "../../core/demo/cast.ts";
import { smallDealId } from "../../core/demo/small-ground.ts";
import { findDeals } from "../db/deals.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, type TestCast } from "../test-company.ts";

const app = await testApp();
const NOW = Date.UTC(2026, 8, 15, 9, 30);
let cast: TestCast;
let tenantId = 0;
beforeAll(async () => {
	({ cast, tenantId } = await loadSmallCompany(app, NOW));
});

type Person = { tenantId: number; userId: string };
async function get<T>(as: Person, path: string): Promise<T> {
	const response = await app.call("GET", path, { as });
	expect(response.status, await response.clone().text()).toBe(200);
	return (await response.json()) as T;
}
const minor = (money: { amountMinor: string } | null) => BigInt(money?.amountMinor ?? "0");
const ASK = "grain=year&from=2026-06-15";

describe("a waterfall", () => {
	test("of amounts in four currencies reconciles to the cent, and each bar to its deals", async () => {
		const shown = await get<WaterfallJson>(cast.jennifer, `/forecasts/waterfall?${ASK}`);
		expect(shown.bars.length).toBeGreaterThanOrEqual(3);
		let level = minor(shown.opening.value);
		for (const bar of shown.bars) {
			level += minor(bar.value);
			expect(minor(bar.after), bar.kind).toBe(level);
			const behind = await get<WaterfallDealsJson>(cast.jennifer, `/forecasts/waterfall/deals?${ASK}&kind=${bar.kind}`);
			expect(behind.total).toBe(bar.deals);
			expect(behind.items.reduce((s, d) => s + minor(d.value), 0n)).toBe(minor(bar.value));
			expect(behind.items.filter((d) => d.value === null)).toHaveLength(bar.unpriced);
			expect(behind.items.every((d) => d.name !== null)).toBe(true);
		}
		expect(level).toBe(minor(shown.closing.value));
	});

	test("ends where the list of open deals due in the period does", async () => {
		const shown = await get<WaterfallJson>(cast.jennifer, `/forecasts/waterfall?${ASK}`);
		const db = app.database.reader(tenantId);
		const all = await db.selectFrom("deals").select("id").where("status", "=", "open").execute();
		const rows = await findDeals(
			db,
			all.map((d) => d.id),
			"all",
			NOW,
		);
		const { start, end } = shown.period;
		const due = rows.filter((d) => d.closeDate !== null && start <= d.closeDate && d.closeDate < end);
		expect(shown.closing.deals).toBe(due.length);
		expect(minor(shown.closing.value)).toBe(due.reduce((s, d) => s + (d.amountReporting?.amountMinor ?? 0n), 0n));
		expect(shown.closing.unpriced).toBe(due.filter((d) => d.amountReporting === null).length);
		expect(shown.closing.unpriced).toBeGreaterThan(0);
	});

	test("tells a deal that changed hands as taken over by one and handed over by the other", async () => {
		const handed = smallDealId("handedOver");
		const kinds = async (node: string) => {
			const ask = `grain=year&from=2026-08-31&node=${node}`;
			const { bars } = await get<WaterfallJson>(cast.jennifer, `/forecasts/waterfall?${ask}`);
			const found: string[] = [];
			for (const { kind } of bars) {
				const path = `/forecasts/waterfall/deals?${ask}&kind=${kind}`;
				const { items } = await get<WaterfallDealsJson>(cast.jennifer, path);
				if (items.some((d) => d.id === handed)) found.push(kind);
			}
			return found;
		};
		const { nodes } = await get<WaterfallJson>(cast.jennifer, "/forecasts/waterfall");
		const kenji = nodes.find((n) => n.name === "Kenji Sato")?.nodeId ?? "";
		expect(await kinds(cast.maria.userId)).toEqual(["owner_in"]);
		expect(await kinds(kenji)).toEqual(["owner_out"]);
		expect(await kinds(CAST_TEAMS.west)).toEqual([]);
	});

	test("shows a person only what is theirs to see", async () => {
		const own = await get<WaterfallJson>(cast.maria, `/forecasts/waterfall?${ASK}`);
		expect(own.nodes.map((n) => n.nodeId)).toEqual([cast.maria.userId]);
		expect(own.node.nodeId).toBe(cast.maria.userId);
		const east = await app.call("GET", `/forecasts/waterfall?node=${CAST_TEAMS.east}`, { as: cast.robert });
		expect(east.status).toBe(404);
		const there = await get<WaterfallJson>(cast.robert, "/forecasts/waterfall");
		expect(there.nodes.some((n) => n.nodeId === CAST_TEAMS.east)).toBe(false);
	});

	test("refuses days out of order, and takes a day ahead for today", async () => {
		const bad = await app.call("GET", "/forecasts/waterfall?from=2026-09-10&to=2026-09-01", { as: cast.jennifer });
		expect(bad.status).toBe(400);
		const ahead = await get<WaterfallJson>(cast.jennifer, "/forecasts/waterfall?to=2027-01-01");
		expect(ahead.closing.day).toBe("2026-09-15");
		const same = await get<WaterfallJson>(cast.jennifer, "/forecasts/waterfall?from=2026-09-15&to=2026-09-15");
		expect(minor(same.closing.value) - minor(same.opening.value)).toBe(
			same.bars.reduce((s, b) => s + minor(b.value), 0n),
		);
	});

	test("downloads the deals of a bar", async () => {
		const { bars } = await get<WaterfallJson>(cast.jennifer, `/forecasts/waterfall?${ASK}`);
		const bar = bars[0];
		const path = `/forecasts/waterfall/deals/download?${ASK}&kind=${bar?.kind}`;
		const file = await app.call("GET", path, { as: cast.jennifer });
		const lines = (await file.text()).trim().split("\r\n");
		expect(lines).toHaveLength((bar?.deals ?? 0) + 1);
	});
});
