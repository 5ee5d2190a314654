import { describe, expect, test } from "vitest";
import type { ForecastJson } from "../../core/contract/forecasts.ts";
import type { QuotaPlanComparisonJson, QuotaPlanJson, QuotaPlanListJson } from "../../core/contract/quota-plans.ts";
import type { QuotaStandingsJson } from "../../core/contract/quotas.ts";
import { parsePeriod } from "../../core/model/period.ts";
import { computeForecasts } from "../jobs/reforecast.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, rebuildNow } from "../test-company.ts";

const NOW = Date.UTC(2026, 9, 20);
const PERIOD = "FY2026-Q4";
const app = await testApp();
const { tenantId, cast } = await loadSmallCompany(app, NOW);
app.passTime(NOW - Date.now());
await rebuildNow(app, tenantId);

async function ask<T>(
	method: string,
	path: string,
	body?: unknown,
	as = cast.david,
): Promise<{ status: number; body: T }> {
	const response = await app.call(method, path, { as, ...(body !== undefined && { body }) });
	return { status: response.status, body: response.status === 204 ? (null as T) : ((await response.json()) as T) };
}
const makePlan = async (given: object = {}) => {
	const plan = { name: "Fourth quarter", period: PERIOD, target: "100000000", ...given };
	const made = await ask<QuotaPlanJson>("POST", "/quota-plans", plan);
	expect(made.status).toBe(201);
	return made.body;
};
const change = (plan: QuotaPlanJson, body: object) =>
	ask<QuotaPlanJson>("PUT", `/quota-plans/${plan.id}`, { version: plan.version, ...body });
const sumBeneath = (plan: QuotaPlanJson, parent: string) =>
	plan.nodes.filter((n) => n.parentId === parent).reduce((sum, n) => sum + BigInt(n.amount ?? 0), 0n);
const people = (plan: QuotaPlanJson) => plan.nodes.filter((n) => n.kind === "user");
/** What the forecast sees for the company: neither out of reach nor sure. */
const expected = async () => {
	const { body } = await ask<ForecastJson>("GET", `/forecasts?period=${PERIOD}`);
	return String(body.nodes[0]?.view.value);
};
const quotasNow = async () => (await ask<QuotaStandingsJson>("GET", `/quotas?period=${PERIOD}`)).body.nodes;

describe("a quota plan", () => {
	test("adds up to the cent at every level, with what is given out beneath each", async () => {
		const plan = await makePlan({ over: { company: 0, region: 0.05, team: 0.1 } });
		expect(plan.nodes[0]?.amount).toBe("100000000");
		for (const node of plan.nodes.filter((n) => n.kind !== "user")) {
			expect(sumBeneath(plan, node.nodeId).toString()).toBe(node.givenOut);
		}
		expect(people(plan).every((n) => (n.potential?.accounts ?? 0) >= 0 && n.capacity && n.ramp && n.history)).toBe(
			true,
		);
	});

	test("has the ranges of the forecast pages, and the chance falls as the number grows", async () => {
		const { body: forecast } = await ask<ForecastJson>("GET", `/forecasts?period=${PERIOD}`);
		const target = await expected();
		const plan = await makePlan({ target });
		const top = plan.nodes[0];
		const interval = forecast.nodes[0]?.view.interval;
		expect(Math.abs(Number(interval?.low) - (top?.chance?.p10 ?? 0) * Number(target))).toBeLessThanOrEqual(2);
		expect(Math.abs(Number(interval?.high) - (top?.chance?.p90 ?? 0) * Number(target))).toBeLessThanOrEqual(2);
		expect(plan.forecast?.modelVersion).toBe(forecast.modelVersion);
		const more = (await change(plan, { target: "900000000000" })).body;
		expect(more.nodes[0]?.chance?.chance).toBeLessThan(top?.chance?.chance ?? 0);
	});

	test("holds a number typed for somebody and shares what is left; rules that conflict are named", async () => {
		const plan = await makePlan();
		const maria = cast.maria.userId;
		const held = (await change(plan, { nodes: [{ nodeId: maria, floor: "5000000", cap: "5000000" }] })).body;
		expect(held.nodes.find((n) => n.nodeId === maria)?.amount).toBe("5000000");
		expect(held.nodes[0]?.amount).toBe("100000000");
		for (const node of held.nodes.filter((n) => n.kind !== "user")) {
			expect(sumBeneath(held, node.nodeId).toString()).toBe(node.givenOut);
		}
		const broken = (await change(held, { nodes: [{ nodeId: maria, floor: "200000000", cap: null }] })).body;
		expect(broken.conflicts).toMatchObject([{ code: "floorsAboveQuota", rules: [{ nodeId: maria, kind: "floor" }] }]);
		expect(broken.conflicts[0]?.text).toContain("Maria");
		expect(broken.nodes[0]?.amount).toBeNull();
		expect((await ask("POST", `/quota-plans/${plan.id}/submit`, { version: broken.version })).status).toBe(422);
		expect((await change(plan, { name: "Stale" })).status).toBe(409);
	});

	test("is built from below out of bids, and in between leans on both", async () => {
		const plan = await makePlan({ target: null });
		const bids = people(plan).map((n, k) => ({ nodeId: n.nodeId, bid: String((k + 1) * 1_000_000) }));
		const bottomUp = (await change(plan, { nodes: bids })).body;
		const total = bids.reduce((sum, b) => sum + BigInt(b.bid), 0n);
		expect(bottomUp.nodes[0]?.amount).toBe(total.toString());
		const between = (await change(bottomUp, { target: total.toString(), bidWeight: 0.5 })).body;
		expect(between.nodes[0]?.amount).toBe(total.toString());
		const moved = between.nodes.filter((n) => n.bid !== null && n.bid !== n.amount);
		expect(moved.length).toBeGreaterThan(0);
	});

	test("is made even: the same chance instead of the same number, still exact", async () => {
		const target = (BigInt(await expected()) / 2n).toString();
		const plan = await makePlan({ target });
		const suggested = people(plan).map((n) => n.even?.amount);
		expect(suggested.reduce((sum, text) => sum + BigInt(text ?? 0), 0n).toString()).toBe(target);
		const even = (await change(plan, { basis: "chance" })).body;
		expect(people(even).map((n) => n.amount)).toEqual(suggested);
		expect(people(plan).map((n) => n.amount)).not.toEqual(suggested);
		expect(even.nodes[0]?.amount).toBe(target);
		for (const node of even.nodes.filter((n) => n.kind !== "user")) {
			expect(sumBeneath(even, node.nodeId).toString()).toBe(node.givenOut);
		}
	});

	test("is handed in, sent back with a reason, agreed to by somebody else, and only then published to forecasts", async () => {
		const plan = await makePlan({ target: "123456789" });
		const step = (name: string, version: number, as = cast.david, more: object = {}) =>
			ask<QuotaPlanJson>("POST", `/quota-plans/${plan.id}/${name}`, { version, ...more }, as);
		expect((await step("publish", plan.version)).status).toBe(422);
		const handed = (await step("submit", plan.version, cast.david, { comment: "As agreed" })).body;
		expect(handed.state).toBe("submitted");
		expect((await change(handed, { target: "1" })).status).toBe(422);
		expect((await step("decide", handed.version, cast.david, { decision: "approved" })).status).toBe(403);
		expect((await step("decide", handed.version, cast.maria, { decision: "approved" })).status).toBe(403);
		expect((await step("decide", handed.version, cast.jennifer, { decision: "returned" })).status).toBe(400);
		const back = { decision: "returned", comment: "Too much in the north" };
		const returned = (await step("decide", handed.version, cast.jennifer, back)).body;
		const again = (await step("submit", returned.version)).body;
		const agreed = (await step("decide", again.version, cast.jennifer, { decision: "approved" })).body;
		const done = (await step("publish", agreed.version)).body;
		expect(done.state).toBe("published");
		expect(done.steps.map((s) => s.action)).toEqual(["published", "approved", "submitted", "returned", "submitted"]);
		const standing = await quotasNow();
		expect(standing[0]?.quota).toBe("123456789");
		const mine = done.nodes.find((n) => n.nodeId === cast.maria.userId)?.amount;
		expect(standing.find((n) => n.nodeId === cast.maria.userId)?.quota).toBe(mine);
		await app.database.inTenant(tenantId, async (trx) => {
			const period = parsePeriod({ pattern: "months", startMonth: 1, weekStart: 1 }, PERIOD);
			await computeForecasts(trx, tenantId, { periods: period && [period], createdBy: null, realNow: NOW });
		});
		const { body: forecast } = await ask<ForecastJson>("GET", `/forecasts?period=${PERIOD}`);
		expect(forecast.nodes.find((n) => n.nodeId === cast.maria.userId)?.quota?.amountMinor).toBe(mine);
		const { rows } = await app.call("GET", "/audit?limit=50", { as: cast.david }).then(async (r) => ({
			rows: ((await r.json()) as { items: { action: string }[] }).items.map((entry) => entry.action),
		}));
		expect(rows).toEqual(
			expect.arrayContaining(["quota-plan.published", "quota-plan.approved", "quota-plan.returned"]),
		);
	});

	test("is compared with a version that was kept, and downloaded", async () => {
		const plan = await makePlan();
		const kept = (await ask<QuotaPlanJson>("POST", `/quota-plans/${plan.id}/versions`, { version: plan.version })).body;
		const more = (await change(kept, { target: "110000000" })).body;
		const from = kept.steps[0]?.id ?? "";
		const { body } = await ask<QuotaPlanComparisonJson>("GET", `/quota-plans/${plan.id}/compare?from=${from}`);
		expect(body.rows[0]).toMatchObject({ from: "100000000", to: "110000000" });
		const file = await app.call("GET", `/quota-plans/${more.id}/download?format=csv`, { as: cast.david });
		expect(await file.text()).toContain("1100000");
	});

	test("is nobody's but the planners' until it is published, and then shows people their own", async () => {
		const plan = await makePlan();
		expect((await ask("GET", `/quota-plans/${plan.id}`, undefined, cast.maria)).status).toBe(404);
		const { body: list } = await ask<QuotaPlanListJson>("GET", "/quota-plans", undefined, cast.maria);
		expect(list.items.every((item) => item.state === "published")).toBe(true);
		const published = list.items[0]?.id ?? "";
		const { body: mine } = await ask<QuotaPlanJson>("GET", `/quota-plans/${published}`, undefined, cast.maria);
		expect(mine.nodes.map((n) => n.nodeId)).toEqual([cast.maria.userId]);
		expect((await ask("DELETE", `/quota-plans/${published}`)).status).toBe(422);
		expect((await ask("DELETE", `/quota-plans/${plan.id}`)).status).toBe(204);
	});

	test("counts calls and meetings as well as money", async () => {
		const plan = await makePlan({ measure: "activities", target: "4000" });
		expect(plan.currency).toBeNull();
		expect(plan.nodes[0]?.amount).toBe("4000");
		const handed = (await ask<QuotaPlanJson>("POST", `/quota-plans/${plan.id}/submit`, { version: plan.version })).body;
		const agreed = (
			await ask<QuotaPlanJson>(
				"POST",
				`/quota-plans/${plan.id}/decide`,
				{ version: handed.version, decision: "approved" },
				cast.jennifer,
			)
		).body;
		await ask("POST", `/quota-plans/${plan.id}/publish`, { version: agreed.version });
		const { body } = await ask<QuotaStandingsJson>("GET", `/quotas?period=${PERIOD}&measure=activities`);
		expect(body.nodes[0]?.quota).toBe("4000");
		expect(Number(body.nodes[0]?.done)).toBeGreaterThan(0);
	});

	test("a year's plan is divided into quarters or months as past years were, exact both ways, and published so", async () => {
		const split = { into: "month" };
		const plan = await makePlan({ name: "Next year", period: "FY2027", target: "1000000007", split });
		expect(plan.division?.parts.map(({ period }) => period.name)).toHaveLength(12);
		expect(plan.division?.parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
		const part = (node: { parts: string[] } | undefined, k: number) => BigInt(node?.parts[k] ?? 0);
		for (const node of plan.nodes) {
			expect(node.parts.reduce((sum, one) => sum + BigInt(one), 0n).toString()).toBe(node.amount);
			const children = plan.nodes.filter((n) => n.parentId === node.nodeId);
			if (children.length === 0) continue;
			for (const k of node.parts.keys())
				expect(children.reduce((sum, child) => sum + part(child, k), 0n)).toBe(part(node, k));
		}
		await ask("POST", `/quota-plans/${plan.id}/submit`, { version: plan.version });
		const body = { version: plan.version + 1, decision: "approved" };
		await ask("POST", `/quota-plans/${plan.id}/decide`, body, cast.jennifer);
		const published = await ask("POST", `/quota-plans/${plan.id}/publish`, { version: plan.version + 2 });
		expect(published.status).toBe(200);
		const standing = async (period: string) =>
			(await ask<QuotaStandingsJson>("GET", `/quotas?period=${period}`)).body.nodes;
		const maria = plan.nodes.find((n) => n.nodeId === cast.maria.userId);
		const inPeriod = async (period: string) =>
			(await standing(period)).find((n) => n.nodeId === cast.maria.userId)?.quota;
		expect(await inPeriod("FY2027")).toBe(maria?.amount);
		expect(await inPeriod("FY2027-M02")).toBe(maria?.parts[1]);
		const inQuarter = (node: typeof maria) => [3, 4, 5].reduce((sum, k) => sum + part(node, k), 0n).toString();
		expect(await inPeriod("FY2027-Q2")).toBe(inQuarter(maria));
		expect((await standing("FY2027-Q2"))[0]?.quota).toBe(inQuarter(plan.nodes[0]));
	});

	test("shares may be set, one for each part; a month has none", async () => {
		const plan = await makePlan({ period: "FY2027", split: { into: "quarter", weights: [10, 20, 30, 40] } });
		// Everybody's parts are whole, so the company's are off by less than one for each.
		for (const [k, share] of [0.1, 0.2, 0.3, 0.4].entries()) {
			expect(Math.abs(Number(plan.nodes[0]?.parts[k]) - share * 1e8)).toBeLessThan(people(plan).length);
		}
		expect((await change(plan, { split: { into: "quarter", weights: [1, 2, 3] } })).status).toBe(422);
		const none = await change(plan, { split: null });
		expect(none.body.division).toBeNull();
		const month = { name: "M", period: "FY2027-M01", target: "100", split: { into: "month" } };
		expect((await ask("POST", "/quota-plans", month)).status).toBe(422);
	});

	test("people asked say what they can bring, for themselves and whom they lead; the plan shows both numbers", async () => {
		const plan = await makePlan();
		const maria = cast.maria.userId;
		const at = `/quota-plans/${plan.id}`;
		const bid = (nodeId: string, amount: string | null, as = cast.maria) =>
			ask<QuotaPlanJson>("PUT", `${at}/bids`, { bids: [{ nodeId, amount, reason: "Two renewals" }] }, as);
		expect((await ask("GET", at, undefined, cast.maria)).status).toBe(404);
		expect((await bid(maria, "4200000")).status).toBe(404);
		const open = (await change(plan, { bidsOpen: true })).body;
		const asked = await ask<QuotaPlanJson>("GET", at, undefined, cast.maria);
		expect(asked.body.nodes.map((n) => [n.nodeId, n.mayBid])).toEqual([[maria, true]]);
		const mine = await bid(maria, "4200000");
		expect(mine.body.nodes).toMatchObject([
			{ bid: "4200000", bidNote: { by: "Maria Alvarez", reason: "Two renewals" }, amount: expect.any(String) },
		]);
		const other = people(open).find((n) => n.nodeId !== maria)?.nodeId ?? "";
		expect((await bid(other, "1", cast.maria)).status).toBe(403);
		const { body: led } = await ask<QuotaPlanJson>("GET", at, undefined, cast.robert);
		const team = led.nodes.find((n) => n.kind !== "user");
		expect((await bid(team?.nodeId ?? "", "90000000", cast.robert)).status).toBe(200);
		const { body: both } = await ask<QuotaPlanJson>("GET", at);
		expect(both.nodes.find((n) => n.nodeId === team?.nodeId)?.bidNote?.by).toMatch(/Robert/);
		// Settled: what she said holds, and the rest is shared out anew.
		const settled = (await change(both, { nodes: [{ nodeId: maria, floor: "4200000", cap: "4200000" }] })).body;
		expect(settled.nodes.find((n) => n.nodeId === maria)).toMatchObject({ amount: "4200000", bid: "4200000" });
		expect(settled.nodes[0]?.amount).toBe("100000000");
		expect((await bid(maria, null)).body.nodes).toMatchObject([{ bid: null, bidNote: null }]);
		await ask("POST", `${at}/submit`, { version: settled.version });
		expect((await bid(maria, "1")).status).toBe(409);
	});
});
