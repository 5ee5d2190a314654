import { beforeAll, describe, expect, test } from "vitest";
import type { ScenarioJson, ScenarioListJson } from "../../core/contract/scenarios.ts";
import { CAST_TEAMS } from "../../core/demo/cast.ts";
import { smallDealId } from "../../core/demo/small-ground.ts";
import { modelScenario } from "../jobs/model-scenario.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, numberDeps, rebuildNow, type TestCast } from "../test-company.ts";

const app = await testApp();
const NOW = Date.UTC(2026, 8, 15, 9, 30);
let tenantId = 0;
let cast: TestCast;
beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, NOW));
	await rebuildNow(app, tenantId);
});

type Person = { tenantId: number; userId: string };
async function send(as: Person, method: string, path: string, body?: unknown, headers?: Record<string, string>) {
	return app.call(method, `/forecasts/scenarios${path}`, { as, body, ...(headers ? { headers } : {}) });
}
async function made(as: Person, body: object): Promise<ScenarioJson> {
	const response = await send(as, "POST", "/model", { name: "What if", grain: "year", ...body });
	expect(response.status, await response.clone().text()).toBe(202);
	return (await response.json()) as ScenarioJson;
}
/** As its job would. */
async function computed(as: Person, scenarioId: string): Promise<ScenarioJson> {
	const job = { signal: new AbortController().signal, progress: async () => {} };
	await modelScenario(numberDeps(app), { tenantId, scenarioId }, job);
	const response = await send(as, "GET", `/${scenarioId}`);
	expect(response.status).toBe(200);
	return (await response.json()) as ScenarioJson;
}
const minor = (money: { amountMinor: string } | null) => BigInt(money?.amountMinor ?? "0");
const ownColumn = ({ report }: ScenarioJson) => {
	const column = report?.columns.find((c) => c.kind === "custom");
	if (!column) throw new Error("no report");
	return column;
};

describe("a scenario", () => {
	test("in which nothing changes is the forecast: number, range and chance, and so is every node beneath", async () => {
		const waiting = await made(cast.jennifer, { changes: [] });
		expect(waiting).toMatchObject({ state: "waiting", report: null, createdBy: "Jennifer Park" });
		const done = await computed(cast.jennifer, waiting.id);
		expect(done.state).toBe("done");
		const same = [
			{ kind: "win_rate", times: 1 },
			{ kind: "creation", times: 1 },
			{ kind: "cycle", times: 1 },
			{ kind: "market", index: 1 },
		];
		const ones = await computed(cast.jennifer, (await made(cast.jennifer, { changes: same })).id);
		for (const { report } of [done, ones]) {
			const realistic = report?.columns.find((c) => c.kind === "realistic");
			const own = report?.columns.find((c) => c.kind === "custom");
			for (const column of [realistic, own]) {
				expect(column?.difference.amountMinor).toBe("0");
				expect(column?.view.value).toBe(report?.baseline.value);
				expect(column?.view.interval).toEqual(report?.baseline.interval);
				expect(column?.drivers).toEqual([]);
			}
			expect(own?.quotaChance).toBe(realistic?.quotaChance);
			for (const { baseline, values } of report?.below ?? []) expect(values.at(-1)).toBe(baseline);
			expect(report?.below.length).toBeGreaterThan(0);
		}
		const kinds = done.report?.columns.map((c) => c.kind);
		expect(kinds).toEqual(["pessimistic", "realistic", "optimistic", "custom"]);
	});

	test("says what drives the difference, to the cent, by name, and what could not be applied", async () => {
		const changes = [
			{ kind: "deal_won", dealId: smallDealId("overdue") },
			{ kind: "win_rate", times: 1.15, nodeId: CAST_TEAMS.west },
			{ kind: "deal_won", dealId: smallDealId("wonThisWeek") },
			{ kind: "quota", nodeId: CAST_TEAMS.west, amountMinor: "100000000" },
		];
		const scenario = await computed(cast.jennifer, (await made(cast.jennifer, { changes })).id);
		const own = ownColumn(scenario);
		expect(minor(own.difference)).toBeGreaterThan(0n);
		expect(own.drivers.reduce((s, d) => s + minor(d.value), 0n)).toBe(minor(own.difference));
		expect(own.drivers.map((d) => d.text).join("\n")).toMatch(/Cedar & Vale Hotels.*: this deal is won/);
		expect(scenario.says[1]).toMatch(/West: 1\.15 × as many deals won/);
		expect(own.problems).toMatchObject([{ change: 2, text: "The deal is no longer open." }]);
		const { recommendations = [], risks = [] } = scenario.report ?? {};
		expect(recommendations.length + risks.length).toBeGreaterThan(0);
		expect(recommendations.some((r) => r.deal !== null)).toBe(true);
	});

	test("is changed only by who read it last, and computed again then", async () => {
		const first = await made(cast.jennifer, { changes: [] });
		await computed(cast.jennifer, first.id);
		const change = { changes: [{ kind: "creation", times: 0 }] };
		expect((await send(cast.jennifer, "PUT", `/${first.id}`, change)).status).toBe(428);
		const second = await send(cast.jennifer, "PUT", `/${first.id}`, { ...change, version: 1 });
		expect(second.status).toBe(202);
		expect(await second.json()).toMatchObject({ state: "waiting", version: 2 });
		expect((await send(cast.jennifer, "PUT", `/${first.id}`, { ...change, version: 1 })).status).toBe(409);
		const again = await computed(cast.jennifer, first.id);
		expect(again).toMatchObject({ state: "done", version: 2 });
		expect(minor(ownColumn(again).difference)).toBeLessThanOrEqual(0n);
		expect((await send(cast.jennifer, "DELETE", `/${first.id}`)).status).toBe(204);
		expect((await send(cast.jennifer, "GET", `/${first.id}`)).status).toBe(404);
	});

	test("is made once for one key, however often it is sent", async () => {
		const body = { name: "Once", grain: "year", changes: [] };
		const key = { "idempotency-key": crypto.randomUUID() };
		const ids = new Set<string>();
		for (let k = 0; k < 2; k++) {
			const response = await send(cast.jennifer, "POST", "/model", body, key);
			ids.add(((await response.json()) as ScenarioJson).id);
		}
		expect(ids.size).toBe(1);
	});

	test("of what one may not see is refused, and not shown", async () => {
		const wide = await made(cast.jennifer, { changes: [] });
		expect((await send(cast.robert, "GET", `/${wide.id}`)).status).toBe(404);
		const { items, nodes } = (await (await send(cast.robert, "GET", "")).json()) as ScenarioListJson;
		expect(items.some((s) => s.id === wide.id)).toBe(false);
		expect(nodes.some((n) => n.nodeId === CAST_TEAMS.east)).toBe(false);
		const east = { name: "East", changes: [{ kind: "creation", times: 2, nodeId: CAST_TEAMS.east }] };
		expect((await send(cast.robert, "POST", "/model", east)).status).toBe(422);
		expect(
			(await send(cast.robert, "POST", "/model", { name: "x", nodeId: CAST_TEAMS.east, changes: [] })).status,
		).toBe(422);
		expect((await send(cast.maria, "POST", "/model", { name: "x", changes: [] })).status).toBe(403);
	});
});
