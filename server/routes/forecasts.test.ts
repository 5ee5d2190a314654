import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { DealJson } from "../../core/contract/deals.ts";
import type { ForecastJson, ForecastNodeJson, HomeJson, PipelineHealthJson } from "../../core/contract/forecasts.ts";
import type { PerformanceDashboardJson } from "../../core/contract/performance.ts";
import type { Page } from "../../core/contract/scalars.ts";
import { CAST_TEAMS } from "../../core/demo/cast.ts";
import { periodOf } from "../../core/model/period.ts";
import { scoreDeal } from "../../core/scoring/deal-probability.ts";
import { trainDealModel } from "../../core/scoring/train-deal-model.ts";
import { findForecast } from "../db/forecasts.ts";
import { loadDealTimelines } from "../db/timelines.ts";
import { loadWorkspace } from "../db/workspace.ts";
import { modelName } from "../jobs/deal-numbers.ts";
import { forecastAndSave, loadForecastGround, wideningInUse } from "../jobs/forecasting.ts";
import { rebuildNumbers } from "../jobs/rebuild-numbers.ts";
import { computeForecasts, reforecast } from "../jobs/reforecast.ts";
import { addWorkspace, testApp } from "../test-app.ts";
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
	const response = await app.call("GET", path, { as });
	expect(response.status, await response.clone().text()).toBe(200);
	return (await response.json()) as T;
}
const minor = (money: { amountMinor: string } | null) => BigInt(money?.amountMinor ?? "0");
const bookedOf = (node: ForecastNodeJson | undefined) => BigInt(node?.view.value ?? 0);

describe("a forecast", () => {
	test("of every current period adds up exactly: base and reasons, closed and open and uncreated, children to parents", async () => {
		for (const period of ["FY2026-Q3", "FY2026-M09", "FY2026", "FY2026-Q4"]) {
			const { nodes } = await get<ForecastJson>(cast.jennifer, `/forecasts?period=${period}`);
			expect(nodes[0]?.kind).toBe("company");
			for (const node of nodes) {
				const { view } = node;
				expect(minor(node.closed) + minor(node.open) + minor(node.uncreated)).toBe(bookedOf(node));
				const parts = view.parts.reduce((sum, p) => sum + BigInt(p.value), BigInt(view.base?.value ?? 0));
				expect(parts).toBe(bookedOf(node));
				const children = nodes.filter((n) => n.parentId === node.nodeId);
				if (children.length === 0) continue;
				expect(
					children.reduce((sum, n) => sum + bookedOf(n), 0n),
					`${period} ${node.name}`,
				).toBe(bookedOf(node));
				if (view.interval) {
					expect(BigInt(view.interval.low)).toBeLessThanOrEqual(bookedOf(node));
					expect(BigInt(view.interval.high)).toBeGreaterThanOrEqual(bookedOf(node));
				}
			}
		}
	});

	test("shows each their own: the company to Jennifer, his team to Robert, herself to Maria", async () => {
		const all = await get<ForecastJson>(cast.jennifer, "/forecasts");
		expect(all.period.name).toBe("FY2026-Q3");
		const team = await get<ForecastJson>(cast.robert, "/forecasts");
		const own = await get<ForecastJson>(cast.maria, "/forecasts");
		expect(all.nodes.length).toBeGreaterThan(team.nodes.length);
		expect(team.nodes[0]).toMatchObject({ nodeId: CAST_TEAMS.west, parentId: null });
		expect(team.nodes.map((n) => n.nodeId)).toContain(cast.maria.userId);
		expect(team.nodes.map((n) => n.nodeId)).not.toContain(CAST_TEAMS.east);
		expect(own.nodes.map((n) => n.nodeId)).toEqual([cast.maria.userId]);
		expect(own.nodes[0]?.view.value).toBe(all.nodes.find((n) => n.nodeId === cast.maria.userId)?.view.value);
		expect(own.trend.at(-1)?.value.amountMinor).toBe(own.nodes[0]?.view.value);
		expect(own.nodes[0]?.quota).toEqual({ amountMinor: "25000000", currency: "EUR" });
	});

	test("counts what is won in the period as closed, in the reporting currency", async () => {
		const won = await get<Page<DealJson>>(cast.jennifer, "/opportunities?status=won&limit=200");
		const inQuarter = won.items.filter(
			(d) => d.closedAt && d.closedAt >= "2026-06-30T22:00" && d.closedAt < "2026-09-30T22:00",
		);
		const sum = inQuarter.reduce((total, d) => total + minor(d.amountReporting), 0n);
		const { nodes } = await get<ForecastJson>(cast.jennifer, "/forecasts?period=FY2026-Q3");
		expect(sum).toBeGreaterThan(0n);
		expect(minor(nodes[0]?.closed ?? null)).toBe(sum);
	});

	test("that nobody has computed is computed when it is asked for, and can be read again by its id", async () => {
		const first = await get<ForecastJson>(cast.jennifer, "/forecasts?period=FY2027-Q1");
		expect((await get<ForecastJson>(cast.jennifer, "/forecasts?period=FY2027-Q1")).id).toBe(first.id);
		expect(await get<ForecastJson>(cast.jennifer, `/forecasts/${first.id}`)).toEqual(first);
		const none = await app.call("GET", `/forecasts/${crypto.randomUUID()}`, { as: cast.jennifer });
		expect(none.status).toBe(404);
		expect((await app.call("GET", "/forecasts?period=Q3", { as: cast.jennifer })).status).toBe(400);
		expect((await app.call("GET", "/forecasts?period=FY2090-M01", { as: cast.jennifer })).status).toBe(422);
		expect((await app.call("GET", "/forecasts?period=FY1990", { as: cast.jennifer })).status).toBe(422);
	});

	test("asked for by a manager is kept, once for each key; a rep may not ask", async () => {
		const ask = (as: Person) =>
			app.call("POST", "/forecasts", { as, body: { grain: "month" }, headers: { "idempotency-key": "m-1" } });
		expect((await ask(cast.maria)).status).toBe(403);
		const made = await ask(cast.robert);
		expect(made.status, await made.clone().text()).toBe(201);
		const body = (await made.json()) as ForecastJson;
		expect(body.period.name).toBe("FY2026-M09");
		expect(((await (await ask(cast.robert)).json()) as ForecastJson).id).toBe(body.id);
		await reforecast(numberDeps(app), { tenantId }, { signal: new AbortController().signal });
		expect((await get<ForecastJson>(cast.robert, `/forecasts/${body.id}`)).id).toBe(body.id);
	});

	test("computed again from the same deals at the same moment comes to the same, in one row a day", async () => {
		const before = await get<ForecastJson>(cast.jennifer, "/forecasts?period=FY2026-Q4");
		await reforecast(numberDeps(app), { tenantId }, { signal: new AbortController().signal });
		const after = await get<ForecastJson>(cast.jennifer, "/forecasts?period=FY2026-Q4");
		expect(after.nodes.map((n) => n.view.text)).toEqual(before.nodes.map((n) => n.view.text));
		expect(after.trend.length).toBe(1);
		// A page that holds the replaced one is answered with what replaced it.
		expect(after.id).not.toBe(before.id);
		expect((await get<ForecastJson>(cast.jennifer, `/forecasts/${before.id}`)).id).toBe(after.id);
	});

	test("on demand are kept up to two hundred a period", async () => {
		const kept = await app.database.inTenant(tenantId, async (trx) => {
			await sql`insert into forecasts
				(tenant_id, period, period_start, period_end, as_of, currency, model_version, seed, created_by, created_at)
				select ${tenantId}, 'FY2026-M08', '2026-08-01', '2026-09-01', now(), 'USD', 'test', 1, ${cast.robert.userId}::uuid,
					${new Date(NOW)}::timestamptz - make_interval(days => n) from generate_series(1, 205) n`.execute(trx);
			const { fiscal } = await loadWorkspace(trx, NOW);
			const given = { periods: [periodOf(fiscal, "month", "2026-08-15")], createdBy: cast.robert.userId, realNow: NOW };
			const [id = ""] = await computeForecasts(trx, tenantId, given);
			const { rows } = await sql<{
				n: number;
				has: boolean;
			}>`select count(*)::int as n, bool_or(id = ${id}::uuid) as has
				from forecasts where period = 'FY2026-M08' and created_by is not null`.execute(trx);
			return rows[0];
		});
		expect(kept).toEqual({ n: 200, has: true });
	});
});

describe("the trend of a quarter that was never forecast", () => {
	test("is made from what was known each week, and from nothing later", async () => {
		const { trend, nodes } = await get<ForecastJson>(cast.jennifer, "/forecasts?period=FY2026-Q3");
		expect(trend.length).toBeGreaterThan(4);
		expect(nodes[0]?.view.text.direction).toMatch(/ since /);
		const point = trend[2];
		const then = Date.parse(point?.asOf ?? "");
		const replayed = app.database.inTenant(tenantId, async (trx) => {
			const workspace = { ...(await loadWorkspace(trx, NOW)), now: then };
			const ground = await loadForecastGround(trx, tenantId, workspace);
			const timelines = await loadDealTimelines(trx, then);
			const model = trainDealModel({ timelines, stages: ground.stages, origin: then });
			const quarter = periodOf(workspace.fiscal, "quarter", workspace.today);
			const given = { widening: await wideningInUse(trx), createdBy: cast.david.userId, realNow: NOW };
			const id = await forecastAndSave(trx, ground, { model, version: "replayed" }, timelines, quarter, given);
			const value = (await findForecast(trx, id))?.nodes[0]?.valueMinor.toString();
			throw new Error(`replayed to ${value}`);
		});
		await expect(replayed).rejects.toThrow(`replayed to ${point?.value.amountMinor}`);
	});
});

describe("a rebuild", () => {
	test("tells how far it is, leaves one audit entry with a digest, and run twice comes to the same", async () => {
		const db = app.database.reader(tenantId);
		const scores = () =>
			db
				.selectFrom("scores")
				.select(["entity_id", "value", "low", "high", "before_value"])
				.orderBy("entity_id")
				.execute();
		const points = async () => (await db.selectFrom("score_history").select("as_of").execute()).length;
		const [before, trend] = [await scores(), await points()];
		const told = await rebuildNow(app, tenantId);
		expect(await scores()).toEqual(before);
		expect(await points()).toBe(trend);
		expect(told).toContainEqual({ step: "deals", done: 0, total: before.length - (await leadScores()) });
		const audits = await db
			.selectFrom("audit_entries")
			.select("detail")
			.where("action", "=", "numbers.rebuilt")
			.orderBy("seq")
			.execute();
		const digests = audits.map((a) => (a.detail as { sha256: string }).sha256);
		expect(digests.length).toBeGreaterThan(1);
		expect(new Set(digests).size).toBe(1);
	});

	async function leadScores(): Promise<number> {
		const db = app.database.reader(tenantId);
		return (await db.selectFrom("scores").select("entity_id").where("entity", "=", "lead").execute()).length;
	}

	test("stops between batches when the server stops", async () => {
		const stop = new AbortController();
		stop.abort(new Error("stopping"));
		const job = { signal: stop.signal, progress: async () => {} };
		await expect(rebuildNumbers(numberDeps(app), { tenantId }, job)).rejects.toThrow("stopping");
	});

	test("gives new deals a trend of the weeks before, each as of then", async () => {
		const db = app.database.reader(tenantId);
		const rows = await db
			.selectFrom("score_history as h")
			.innerJoin("deals as d", "d.id", "h.entity_id")
			.select(["h.as_of", "d.created_at", "h.entity_id", "h.value", "h.model_version"])
			.where("h.entity", "=", "deal")
			.orderBy("h.as_of")
			.execute();
		expect(rows.length).toBeGreaterThan(20);
		expect(rows.every((r) => r.as_of > r.created_at && r.as_of <= NOW)).toBe(true);
		const point = rows[0];
		const at = point?.as_of ?? 0;
		const known = await app.database.inTenant(tenantId, (trx) => loadDealTimelines(trx, at));
		const model = trainDealModel({ timelines: known, stages: [], origin: at });
		const line = known.find(({ dealId }) => dealId === point?.entity_id);
		expect(line && scoreDeal(model, line, at).value).toBe(point?.value);
		expect(point?.model_version).toBe(modelName(model.version, at));
	});
});

describe("the pipeline", () => {
	test("is judged for those in sight, with reasons for what stands still", async () => {
		const all = await get<PipelineHealthJson>(cast.jennifer, "/pipeline/health");
		const own = await get<PipelineHealthJson>(cast.maria, "/pipeline/health");
		const openOf = (p: PipelineHealthJson) => p.stages.reduce((n, s) => n + s.open, 0);
		expect(openOf(all)).toBe((await get<Page<DealJson>>(cast.jennifer, "/opportunities?status=open")).total);
		expect(openOf(own)).toBe((await get<Page<DealJson>>(cast.maria, "/opportunities?status=open")).total);
		expect(all.stalledTotal).toBeGreaterThan(own.stalledTotal);
		for (const { reasons } of all.stalled) {
			expect(reasons.length).toBeGreaterThan(0);
			for (const { text } of reasons) expect(text).not.toMatch(/[{}]|another reason/);
		}
		const west = await get<PipelineHealthJson>(cast.jennifer, `/pipeline/health?teamId=${CAST_TEAMS.west}`);
		expect(openOf(west)).toBeLessThan(openOf(all));
	});

	test("stands with the forecast and the attainment in what a person or a team does", async () => {
		const own = await get<PerformanceDashboardJson>(cast.maria, `/performance/dashboard/${cast.maria.userId}`);
		const forecast = await get<ForecastJson>(cast.maria, "/forecasts");
		expect(own.forecast).toEqual(forecast.nodes.find((node) => node.nodeId === cast.maria.userId));
		expect(own).toMatchObject({ period: forecast.period.name, entityId: cast.maria.userId });
		const { closed, quota } = own.forecast;
		expect(own.attainment).toBe(quota ? Number(closed.amountMinor) / Number(quota.amountMinor) : null);
		expect(own.pipeline).toEqual(await get<PipelineHealthJson>(cast.maria, "/pipeline/health"));
		for (const nobody of [cast.robert.userId, "nobody"]) {
			expect((await app.call("GET", `/performance/dashboard/${nobody}`, { as: cast.maria })).status).toBe(404);
		}
	});

	test("is answered by the id of a person or a team too, with its velocity alone", async () => {
		const west = await get<PipelineHealthJson>(cast.jennifer, `/pipeline/health?teamId=${CAST_TEAMS.west}`);
		expect(await get(cast.jennifer, `/pipeline/health/${CAST_TEAMS.west}`)).toEqual(west);
		const { velocity, winRate, cycle, stages } = await get<PipelineHealthJson>(cast.maria, "/pipeline/health");
		const own = await get(cast.maria, `/pipeline/velocity/${cast.maria.userId}`);
		expect(own).toEqual({ velocity, winRate, cycle, stages });
		for (const nobody of [cast.robert.userId, CAST_TEAMS.west, "unassigned", "nobody"]) {
			expect((await app.call("GET", `/pipeline/health/${nobody}`, { as: cast.maria })).status).toBe(404);
		}
	});

	test("shows every number with what it rests on, or says what is missing", async () => {
		const health = await get<PipelineHealthJson>(cast.jennifer, "/pipeline/health");
		for (const view of [
			health.velocity,
			health.coverage,
			health.winRate,
			health.cycle,
			...health.stages.map((s) => s.conversion),
		]) {
			if (view.state === "empty") expect(view.text.state).not.toBe("");
			else {
				expect(view.n).toBeGreaterThan(0);
				const parts = view.parts.reduce((sum, p) => sum + Number(p.value), Number(view.base?.value));
				expect(parts).toBeCloseTo(Number(view.value), 6);
			}
			expect(Object.values(view.text).join(" ")).not.toMatch(/[{}]|undefined/);
		}
	});
});

describe("home", () => {
	test("answers first, tells what changed, and names at most three things to do with why", async () => {
		const page = await get<HomeJson>(cast.maria, "/home");
		expect(page.answer).toMatch(/^You are at €[\d.,KM]+ .*expect €.*, in 80.% of cases €.* to €/);
		expect(page.forecast?.nodeId).toBe(cast.maria.userId);
		expect(page.next.length).toBeGreaterThan(0);
		expect(page.next.length).toBeLessThanOrEqual(3);
		for (const { text, why } of page.next) expect(`${text} ${why}`).not.toMatch(/[{}]|undefined/);
		const mine = new Set((await get<Page<DealJson>>(cast.maria, "/opportunities?limit=200")).items.map((d) => d.id));
		for (const { about, text } of page.changes) {
			expect(mine.has(about?.id ?? "")).toBe(true);
			expect(text).not.toMatch(/[{}]/);
		}
	});

	test("of somebody without deals says so, in a company that has some", async () => {
		await app.database.inTenant(tenantId, (trx) =>
			trx.updateTable("users").set({ role: "manager" }).where("id", "=", cast.admin.userId).execute(),
		);
		app.deps.standings.forget(tenantId);
		const page = await get<HomeJson>(cast.admin, "/home");
		expect(page.answer).toContain("You have no deals");
		expect(page.forecast).toBeNull();
	});

	test("of an empty workspace says what will be here", async () => {
		const { people } = await addWorkspace(app.database, "empty");
		const page = await get<HomeJson>(people.executive, "/home");
		expect(page).toMatchObject({ forecast: null, changes: [], next: [] });
		expect(page.answer).toContain("Import your deals");
		const forecast = await get<ForecastJson>(people.executive, "/forecasts");
		expect(forecast.nodes[0]?.view).toMatchObject({ state: "empty", value: null });
		await get<PipelineHealthJson>(people.executive, "/pipeline/health");
	});
});
