import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { AccuracyJson, PastForecastJson, ReplayJson } from "../../core/contract/accuracy.ts";
import { createClient } from "../../core/contract/client.ts";
import type { ForecastJson } from "../../core/contract/forecasts.ts";
import { CAST_TEAMS } from "../../core/demo/cast.ts";
import { smallDealId } from "../../core/demo/small-ground.ts";
import { jsonb, timestamp } from "../db/values.ts";
import { measureAccuracy } from "../jobs/measure-accuracy.ts";
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
async function get<T>(as: Person, path: string): Promise<T> {
	const response = await app.call("GET", `/forecasts${path}`, { as });
	expect(response.status, await response.clone().text()).toBe(200);
	return (await response.json()) as T;
}
const job = () => ({ signal: new AbortController().signal, progress: async () => {} });

describe("accuracy", () => {
	test("says that nobody has measured it, then measures stored forecasts of periods that are over", async () => {
		expect(await get<AccuracyJson>(cast.jennifer, "/accuracy")).toMatchObject({ state: "none", rows: [] });
		// As the page asks: the answer is without a word, and the client takes it for done.
		const token = async () => app.tokenOf(cast.jennifer);
		const client = createClient({ baseUrl: "", token, fetch: (path, init) => app.request(String(path), init) });
		expect(await client.measureAccuracy()).toBeUndefined();
		expect(await get<AccuracyJson>(cast.jennifer, "/accuracy")).toMatchObject({ state: "running" });
		const { nodes } = await get<ForecastJson>(cast.jennifer, "");
		await keepOldForecast(nodes[0]?.nodeId ?? "");
		await measureAccuracy(numberDeps(app), { tenantId }, job());
		const shown = await get<AccuracyJson>(cast.jennifer, "/accuracy?source=made");
		const won = await wonIn("2026-04-01", "2026-07-01");
		const all = shown.rows.find((r) => r.by === "all");
		expect(shown).toMatchObject({ state: "done", made: 1 });
		expect(won).toBeGreaterThan(200n);
		expect(shown.past).toMatchObject([{ period: "FY2026-Q2", actual: { amountMinor: String(won) }, held: false }]);
		expect(all?.mae?.amountMinor).toBe(String(won - 100n));
		expect(all?.coverage).toMatchObject({ value: 0 });
		expect(all?.forecasts).toBe(1);
	});

	test("replays past periods by models that had learnt nothing later, and states on how many it rests", async () => {
		const { rows } = await app.database.inTenant(tenantId, (trx) =>
			sql<{ late: number; n: number }>`select count(*)::int as n,
				count(*) filter (where trained_to > as_of)::int as late
				from forecast_outcomes where source = 'replayed'`.execute(trx),
		);
		expect(rows[0]?.n).toBeGreaterThan(0);
		expect(rows[0]?.late).toBe(0);
		const shown = await get<AccuracyJson>(cast.jennifer, "/accuracy?source=replayed&grain=quarter");
		expect(shown.replayed).toBeGreaterThan(0);
		const all = shown.rows.find((r) => r.by === "all");
		expect(all).toMatchObject({ forecasts: shown.replayed, nominal: 0.8 });
		expect(shown.rows.filter((r) => r.by === "horizon").reduce((s, r) => s + r.forecasts, 0)).toBe(shown.replayed);
		const file = await app.call("GET", "/forecasts/accuracy/download?format=xlsx", { as: cast.jennifer });
		expect(file.status).toBe(200);
		expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(1000);
	});

	test("is only told of whom one may see", async () => {
		const own = await get<AccuracyJson>(cast.maria, "/accuracy");
		expect(own.nodes.map((n) => n.nodeId)).toEqual([cast.maria.userId]);
		const east = await app.call("GET", `/forecasts/accuracy?node=${CAST_TEAMS.east}`, { as: cast.robert });
		expect(east.status).toBe(404);
	});
});

describe("a stored forecast made again", () => {
	test("is the same, whoever made it and whenever: number, parts and range of every node", async () => {
		const { items } = await get<{ items: PastForecastJson[] }>(cast.jennifer, "/past");
		const whole = items.filter((f) => f.modelVersion !== "test");
		expect(whole.length).toBeGreaterThan(4);
		for (const { id, period, asOf } of whole) {
			const replayed = await get<ReplayJson>(cast.jennifer, `/${id}/replay`);
			expect(replayed, `${period.name} ${asOf}`).toMatchObject({ verdict: "same", different: 0, reasons: [] });
			expect(replayed.again).toEqual(replayed.was);
			expect(replayed.compared).toBeGreaterThan(1);
		}
	});

	test("is still the same when older changes arrive late, and says what they would have changed", async () => {
		const { id } = await get<ForecastJson>(cast.jennifer, "");
		await app.database.inTenant(tenantId, (trx) =>
			trx
				.insertInto("field_changes")
				.values({
					tenant_id: tenantId,
					recorded_at: timestamp(NOW - 3_600_000),
					valid_at: timestamp(NOW - 3_600_000),
					entity: "deal",
					entity_id: smallDealId("overdue"),
					field: "amountMinor",
					value: jsonb("9900000000"),
					source: "crm",
					ingested_at: timestamp(app.deps.now() + 86_400_000),
				})
				.execute(),
		);
		const replayed = await get<ReplayJson>(cast.jennifer, `/${id}/replay`);
		expect(replayed).toMatchObject({ verdict: "same", lateChanges: 1 });
		expect(replayed.reasons.map((r) => r.code)).toEqual(["late"]);
		expect(replayed.withLate?.amountMinor).not.toBe(replayed.again?.amountMinor);
	});

	test("cannot be made where its model is no longer kept, and says so", async () => {
		const { items } = await get<{ items: PastForecastJson[] }>(cast.jennifer, "/past?period=FY2026-Q2");
		const old = items.find((f) => f.modelVersion === "test");
		const replayed = await get<ReplayJson>(cast.jennifer, `/${old?.id}/replay`);
		expect(replayed).toMatchObject({ verdict: "impossible", again: null });
		expect(replayed.reasons[0]?.code).toBe("modelGone");
	});
});

/** A forecast of a quarter that is over, with a range of 0 to 200. */
async function keepOldForecast(nodeId: string): Promise<void> {
	await app.database.inTenant(tenantId, async (trx) => {
		const { id } = await trx
			.insertInto("forecasts")
			.values({
				tenant_id: tenantId,
				period: "FY2026-Q2",
				period_start: "2026-04-01",
				period_end: "2026-07-01",
				as_of: timestamp(Date.UTC(2026, 4, 1)),
				currency: "EUR",
				model_version: "test",
				seed: 1,
				created_by: null,
				created_at: timestamp(Date.UTC(2026, 4, 1)),
			})
			.returning("id")
			.executeTakeFirstOrThrow();
		await trx
			.insertInto("forecast_nodes")
			.values({
				tenant_id: tenantId,
				forecast_id: id,
				node_kind: "company",
				node_id: nodeId,
				parent_id: null,
				name: "Fjordlight",
				value_minor: 100n,
				low_minor: 0n,
				high_minor: 200n,
				level: 0.8,
				closed_minor: 0n,
				open_minor: 100n,
				uncreated_minor: 0n,
				quota_minor: null,
				n: 3,
				state: "ok",
				explanation: jsonb({
					base: { code: "forecast_closed", params: {}, value: "0" },
					parts: [{ code: "forecast_uncreated", params: {}, value: "100" }],
					total: "100",
				}),
			})
			.execute();
	});
}

/** What was won between two days, in euros, by the deals' own rows. */
async function wonIn(from: string, to: string): Promise<bigint> {
	const { rows } = await app.database.inTenant(tenantId, (trx) =>
		sql<{
			minor: string | null;
		}>`select sum(round(d.amount_minor * case d.currency when 'EUR' then 1 when 'USD' then 0.92
			when 'GBP' then 1.16 end))::text as minor from deals d
			where d.status = 'won' and d.currency <> 'CHF' and d.closed_at >= ${from}::timestamptz and d.closed_at < ${to}::timestamptz`.execute(
			trx,
		),
	);
	return BigInt(rows[0]?.minor ?? "0");
}
