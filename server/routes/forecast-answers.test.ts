import { beforeAll, describe, expect, test } from "vitest";
import type {
	CallScoresJson,
	ForecastChangesJson,
	ForecastCoverageJson,
	SecondOpinionJson,
	WithoutDealJson,
} from "../../core/contract/forecast-answers.ts";
import type { ForecastDealsJson } from "../../core/contract/forecast-calls.ts";
import type { ForecastJson } from "../../core/contract/forecasts.ts";
import { CAST, CAST_TEAMS } from "../../core/demo/cast.ts";
import { dateIn } from "../../core/model/instant.ts";
import { managersOf } from "../calls/scores.ts";
import { insertCall } from "../db/forecast-calls.ts";
import { reforecast } from "../jobs/reforecast.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, numberDeps, rebuildNow, type TestCast } from "../test-company.ts";

const app = await testApp();
const NOW = Date.UTC(2026, 8, 15, 9, 30);
const QUARTER = "FY2026-Q3";
let tenantId = 0;
let cast: TestCast;

beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, NOW));
	await rebuildNow(app, tenantId);
});

type Person = { tenantId: number; userId: string };
async function get<T>(as: Person, path: string): Promise<T> {
	const response = await app.call("GET", path, { as });
	expect(response.status, await response.clone().text()).toBe(200);
	return (await response.json()) as T;
}
const minor = (money: { amountMinor: string } | null | undefined) => BigInt(money?.amountMinor ?? "0");

describe("what changed since a day", () => {
	test("adds up exactly from the number then to the number now, with the deals by name", async () => {
		const path = `/forecasts/changes?period=${QUARTER}&since=2026-09-01`;
		for (const [as, node] of [
			[cast.jennifer, ""],
			[cast.robert, `&node=${CAST_TEAMS.west}`],
			[cast.maria, ""],
		] as const) {
			const change = await get<ForecastChangesJson>(as, path + node);
			const sum = change.parts.reduce((total, p) => total + BigInt(p.value), BigInt(change.base.value));
			expect(sum).toBe(minor(change.after.value));
			expect(BigInt(change.base.value)).toBe(minor(change.before.value));
			expect(minor(change.difference)).toBe(minor(change.after.value) - minor(change.before.value));
			for (const part of change.parts) if (part.about?.entity === "deal") expect(part.name).toBeTruthy();
		}
		const shown = await get<ForecastJson>(cast.jennifer, `/forecasts?period=${QUARTER}`);
		const company = await get<ForecastChangesJson>(cast.jennifer, path);
		expect(company.after.value.amountMinor).toBe(shown.nodes[0]?.view.value);
	});

	test("begins with the number that was answered that day, where one was", async () => {
		const { trend } = await get<ForecastJson>(cast.jennifer, `/forecasts?period=${QUARTER}`);
		const point = trend.at(-3);
		const day = dateIn("Europe/Berlin", Date.parse(point?.asOf ?? ""));
		const change = await get<ForecastChangesJson>(cast.jennifer, `/forecasts/changes?period=${QUARTER}&since=${day}`);
		expect(change).toMatchObject({ isReplayed: false, before: { value: point?.value } });
	});

	test("asks for a day that has passed", async () => {
		const path = `/forecasts/changes?period=${QUARTER}&since=2026-09-15`;
		expect((await app.call("GET", path, { as: cast.jennifer })).status).toBe(422);
	});
});

describe("without a deal", () => {
	test("a number is less by what the deal brings, and nobody asks of a deal out of sight", async () => {
		const { items } = await get<ForecastDealsJson>(cast.jennifer, `/forecasts/deals?period=${QUARTER}`);
		const deal = items.find((d) => d.place === "open");
		const path = `/forecasts/without?period=${QUARTER}&deal=${deal?.deal.id}`;
		const found = await get<WithoutDealJson>(cast.jennifer, path);
		expect(minor(found.difference)).toBe(-minor(deal?.expected));
		expect(minor(found.without.value)).toBe(minor(found.with.value) + minor(found.difference));
		const others = items.find((d) => d.owner !== CAST.maria.name && d.owner !== null);
		const hidden = `/forecasts/without?period=${QUARTER}&deal=${others?.deal.id}`;
		expect((await app.call("GET", hidden, { as: cast.maria })).status).toBe(404);
	});
});

describe("coverage", () => {
	test("is what is missing over the node's own yield, with its range and its deals", async () => {
		const quota = { tenant_id: tenantId, user_id: cast.maria.userId, period: "FY2026-M12", currency: "EUR" };
		await app.database.inTenant(tenantId, (trx) =>
			trx
				.insertInto("quotas")
				.values({ ...quota, amount_minor: 900_000_000n })
				.execute(),
		);
		const found = await get<ForecastCoverageJson>(cast.jennifer, "/forecasts/coverage?period=FY2026-M12");
		const { value, interval, n } = found.yield;
		expect(n).toBeGreaterThan(0);
		expect(interval?.low).toBeLessThan(value ?? 0);
		const missing = Number(minor(found.missing));
		expect(Number(minor(found.needed?.value))).toBe(Math.round(missing / (value ?? 1)));
		expect(found.text).toMatch(new RegExp(`\\b${n} deals?\\b`));
	});
});

describe("a second opinion", () => {
	test("comes from bookings of finished periods alone, says on how many it rests, and sums up what lies beneath", async () => {
		const of = (node: string) =>
			get<SecondOpinionJson>(cast.jennifer, `/forecasts/second-opinion?period=FY2026-M09&node=${node}`);
		const shown = await get<ForecastJson>(cast.jennifer, "/forecasts?period=FY2026-M09");
		const top = shown.nodes.find((n) => n.parentId === null);
		const whole = await of(top?.nodeId ?? "");
		expect(whole).toMatchObject({ until: "2026-09-01", how: expect.any(String) });
		expect(whole.periods).toBeGreaterThan(3);
		expect(whole.text).toContain(`${whole.periods} finished months`);
		expect(minor(whole.low)).toBeLessThanOrEqual(minor(whole.value));
		expect(minor(whole.high)).toBeGreaterThanOrEqual(minor(whole.value));
		const parts = shown.nodes.filter((n) => n.parentId === top?.nodeId);
		let sum = 0n;
		for (const { nodeId } of parts) sum += minor((await of(nodeId)).value);
		expect(Math.abs(Number(sum - minor(whole.value)))).toBeLessThanOrEqual(parts.length);
	});

	test("says why there is none: a period that is over, or too few finished ones", async () => {
		const over = await get<SecondOpinionJson>(cast.jennifer, "/forecasts/second-opinion?period=FY2026-M01");
		expect(over).toMatchObject({ value: null, how: null });
		const year = await get<SecondOpinionJson>(cast.jennifer, "/forecasts/second-opinion?period=FY2026");
		expect(year).toMatchObject({ value: null, periods: 0 });
		expect(year.text).not.toBe(over.text);
	});
});

describe("who was right", () => {
	test("is shown of oneself and to whom leads one, to nobody else", async () => {
		const before = await get<CallScoresJson>(cast.maria, "/forecasts/scores");
		expect(before.people).toEqual([]);
		for (const [quarter, start, end] of [
			["FY2026-Q1", "2026-01-01", "2026-04-01"],
			["FY2026-Q2", "2026-04-01", "2026-07-01"],
		] as const) {
			await app.database.inTenant(tenantId, (trx) =>
				insertCall(trx, tenantId, {
					authorId: cast.maria.userId,
					nodeId: cast.maria.userId,
					period: { name: quarter, start, end },
					version: 1,
					currency: "EUR",
					amounts: { closedMinor: 0n, commitMinor: 1n, bestCaseMinor: 1n, pipelineMinor: 1n },
					note: null,
					submittedAt: Date.parse(`${start}T12:00:00Z`),
					dueOn: start,
					model: {
						valueMinor: 30_000_000n,
						lowMinor: null,
						highMinor: null,
						level: null,
						modelVersion: "then",
						asOf: Date.parse(`${start}T12:00:00Z`),
					},
				}),
			);
		}
		const own = await get<CallScoresJson>(cast.maria, "/forecasts/scores");
		expect(own.people).toHaveLength(1);
		expect(own.people[0]).toMatchObject({ person: { id: cast.maria.userId }, calls: 2, periods: 2 });
		expect(own.people[0]?.bias.value).toBeLessThan(0);
		expect(own.verdicts).toHaveLength(2);
		expect(own.verdicts[0]?.actual.amountMinor).not.toBe("0");
		const robert = await get<CallScoresJson>(cast.robert, "/forecasts/scores");
		expect(robert.people.map((p) => p.person.id)).toEqual([cast.maria.userId]);
		for (const as of [cast.jennifer, cast.david]) {
			expect((await get<CallScoresJson>(as, "/forecasts/scores")).people).toEqual([]);
		}
	});

	test("of who leads a team is for whom leads the one above", () => {
		const user = (id: string, teamId: string | null) =>
			({ id, teamId, name: id, email: null, role: "rep", isActive: true }) as const;
		const team = (id: string, managerId: string | null, parentId: string | null) =>
			({ id, managerId, parentId, name: id, kind: "team" }) as const;
		const managers = managersOf(
			[user("maria", "west"), user("robert", "west"), user("ada", "all"), user("new", null)],
			[team("west", "robert", "all"), team("all", "ada", null)],
		);
		expect(Object.fromEntries(managers)).toEqual({ maria: "robert", robert: "ada", ada: null, new: null });
	});
});

describe("the integration interface", () => {
	test("makes, reads and adjusts a forecast; the model's number stays", async () => {
		const made = await app.call("POST", "/forecasts/revenue/generate", { as: cast.robert, body: { period: QUARTER } });
		expect(made.status, await made.clone().text()).toBe(201);
		const forecast = (await made.json()) as ForecastJson;
		expect((await get<ForecastJson>(cast.robert, `/forecasts/revenue/${forecast.id}`)).id).toBe(forecast.id);
		const body = { nodeId: cast.maria.userId, valueMinor: "123", currency: "EUR", reason: "on leave", version: 0 };
		const adjust = (path: string, given: object) =>
			app.call("PUT", `${path}/${forecast.id}/adjust`, { as: cast.robert, body: given });
		const adjusted = await adjust("/forecasts/revenue", body);
		expect(adjusted.status, await adjusted.clone().text()).toBe(200);
		const after = (await adjusted.json()) as ForecastJson;
		const nodeOf = (f: ForecastJson, id: string) => f.nodes.find((n) => n.nodeId === id);
		const maria = nodeOf(after, cast.maria.userId);
		expect(maria?.adjusted).toEqual({ amountMinor: "123", currency: "EUR" });
		expect(maria?.view).toEqual(nodeOf(forecast, cast.maria.userId)?.view);
		const west = nodeOf(after, CAST_TEAMS.west);
		expect(minor(west?.adjusted)).toBe(BigInt(west?.view.value ?? 0) + 123n - BigInt(maria?.view.value ?? 0));
		expect((await adjust("/forecasts", body)).status).toBe(409);
		expect((await adjust("/forecasts", { ...body, version: 1 })).status).toBe(200);
	});

	test("keeps what deals bring with the newest forecast of a period only", async () => {
		await reforecast(numberDeps(app), { tenantId }, { signal: new AbortController().signal });
		const rows = await app.database
			.reader(tenantId)
			.selectFrom("forecast_deals as d")
			.innerJoin("forecasts as f", "f.id", "d.forecast_id")
			.select(["f.period", "d.forecast_id"])
			.distinct()
			.execute();
		expect(new Set(rows.map((r) => r.period)).size).toBe(rows.length);
		const { items } = await get<ForecastDealsJson>(cast.maria, `/forecasts/deals?period=${QUARTER}`);
		expect(items.length).toBeGreaterThan(0);
	});
});
