import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type {
	CallCycleJson,
	CallDeskJson,
	CallGapJson,
	ForecastCallJson,
	ForecastDealsJson,
	ForecastOverrideJson,
} from "../../core/contract/forecast-calls.ts";
import { CAST_TEAMS } from "../../core/demo/cast.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import { remindCalls } from "../calls/remind-calls.ts";
import { addWorkspace, testApp } from "../test-app.ts";
import { loadSmallCompany, rebuildNow, type TestCast } from "../test-company.ts";

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
const deskOf = (as: Person, node?: string) =>
	get<CallDeskJson>(as, `/forecasts/calls?period=${QUARTER}${node ? `&node=${node}` : ""}`);
const minor = (money: { amountMinor: string }) => BigInt(money.amountMinor);

function submit(as: Person, given: object, key?: string) {
	const body = { period: QUARTER, currency: "EUR", ...given };
	return app.call("POST", "/forecasts/calls", { as, body, ...(key && { headers: { "idempotency-key": key } }) });
}

describe("a call", () => {
	test("of a rep is kept beside the model's number of that moment, audited, once for each key", async () => {
		const desk = await deskOf(cast.maria);
		expect(desk).toMatchObject({ mayCall: true, mayOverride: false, version: 0, own: null });
		expect(minor(desk.categories.closed)).toBeLessThanOrEqual(minor(desk.categories.commit));
		const commitMinor = (minor(desk.categories.closed) + 1_000_000n).toString();
		const bestCaseMinor = (minor(desk.categories.closed) + 3_000_000n).toString();
		const given = { nodeId: cast.maria.userId, commitMinor, bestCaseMinor, note: "two tenders", version: 0 };
		const first = await submit(cast.maria, given, "call-1");
		expect(first.status, await first.clone().text()).toBe(201);
		const call = (await first.json()) as ForecastCallJson;
		expect(call.model).toEqual(desk.model);
		expect(call).toMatchObject({ note: "two tenders", version: 1, amounts: { commit: { amountMinor: commitMinor } } });
		expect(((await (await submit(cast.maria, given, "call-1")).json()) as ForecastCallJson).id).toBe(call.id);
		expect((await deskOf(cast.maria)).own?.id).toBe(call.id);
		const audits = await app.database
			.reader(tenantId)
			.selectFrom("audit_entries")
			.select("entity_id")
			.where("action", "=", "forecast.called")
			.execute();
		expect(audits.map((a) => a.entity_id)).toEqual([call.id]);
	});

	test("made on an older one than the newest is refused, so that none is passed over", async () => {
		const given = { nodeId: cast.maria.userId, commitMinor: "900000000", bestCaseMinor: "900000000" };
		expect((await submit(cast.maria, { ...given, version: 0 })).status).toBe(409);
		const both = await Promise.all([1, 1].map((version) => submit(cast.maria, { ...given, version })));
		expect(both.map((r) => r.status).sort()).toEqual([201, 409]);
		expect((await deskOf(cast.maria)).calls).toHaveLength(2);
	});

	test("whose best case is smaller than its commit is refused in words", async () => {
		const answer = await submit(cast.maria, {
			nodeId: cast.maria.userId,
			commitMinor: "900000000",
			bestCaseMinor: "1",
			version: 2,
		});
		expect(answer.status).toBe(422);
		expect(await answer.text()).toContain("Best case holds the commit");
	});

	test("is one's own or that of a team one leads: nobody calls for somebody else, nobody sees beyond their own", async () => {
		const given = { commitMinor: "900000000", bestCaseMinor: "900000000", version: 0 };
		expect((await submit(cast.robert, { ...given, nodeId: cast.maria.userId })).status).toBe(403);
		expect((await submit(cast.maria, { ...given, nodeId: CAST_TEAMS.west })).status).toBe(404);
		expect((await submit(cast.robert, { ...given, nodeId: CAST_TEAMS.west })).status).toBe(201);
		expect((await deskOf(cast.robert, cast.maria.userId)).calls).toHaveLength(2);
		expect((await deskOf(cast.robert, cast.maria.userId)).mayCall).toBe(false);
		const out = await app.call("GET", `/forecasts/calls?period=${QUARTER}&node=${CAST_TEAMS.west}`, { as: cast.maria });
		expect(out.status).toBe(404);
	});

	test("outlives every change of targets and of the fiscal calendar", async () => {
		const before = (await deskOf(cast.maria)).calls;
		await app.database.inTenant(tenantId, async (trx) => {
			await trx.deleteFrom("quotas").execute();
			await sql`update tenants set fiscal = jsonb_set(fiscal, '{startMonth}', '2')`.execute(trx);
		});
		const kept = await app.database
			.reader(tenantId)
			.selectFrom("forecast_calls")
			.select(["id", "period_start"])
			.execute();
		for (const call of before) {
			expect(kept).toContainEqual({ id: call.id, period_start: call.period.start });
		}
		await app.database.inTenant(tenantId, (trx) =>
			sql`update tenants set fiscal = jsonb_set(fiscal, '{startMonth}', '1')`.execute(trx),
		);
		expect((await deskOf(cast.maria)).calls).toEqual(before);
	});
});

describe("the gap between a commit and the model", () => {
	test("is made of named deals and adds up to the commit; a deal put into commit counts whole", async () => {
		const { items, expected } = await get<ForecastDealsJson>(cast.maria, `/forecasts/deals?period=${QUARTER}`);
		const open = items.filter((d) => d.place === "open");
		expect(items.reduce((sum, d) => sum + minor(d.expected), 0n)).toBe(minor(expected));
		const deal = open[0];
		const put = (version: number) =>
			app.call("PUT", `/opportunities/${deal?.deal.id}/forecast-category`, {
				as: cast.maria,
				body: { category: "commit", version },
			});
		expect((await put(0)).status).toBe(200);
		expect((await put(0)).status).toBe(409);
		const gap = await get<CallGapJson>(cast.maria, `/forecasts/calls/gap?period=${QUARTER}&commitMinor=50000000`);
		expect(gap.isNamed).toBe(true);
		const named = gap.parts.find((p) => p.about?.id === deal?.deal.id);
		expect(named).toMatchObject({ code: "gap_called", name: deal?.deal.name });
		const sum = gap.parts.reduce((total, p) => total + BigInt(p.value), BigInt(gap.base.value));
		expect(sum).toBe(50_000_000n);
		expect((await deskOf(cast.maria)).categories.deals.commit).toBe(1);
	});
});

describe("the category of a deal", () => {
	const HOUR = 3_600_000;
	const told = (id: string, at: number, category: string | null) =>
		app.database.inTenant(tenantId, async (trx) => {
			await sql`update deals set forecast_category = ${category} where id = ${id}::uuid`.execute(trx);
			const moment = new Date(at).toISOString();
			await sql`insert into field_changes
				(tenant_id, recorded_at, valid_at, id, entity, entity_id, field, value, source, inferred)
				values (${tenantId}, ${moment}::timestamptz, ${moment}::timestamptz, courtside_uuidv7(), 'deal', ${id}::uuid,
					'forecastCategory', ${JSON.stringify(category)}::jsonb, 'salesforce', false)`.execute(trx);
		});

	test("is its source's until somebody chooses here, and again once the source changes it", async () => {
		const listed = async () =>
			(await get<ForecastDealsJson>(cast.maria, `/forecasts/deals?period=${QUARTER}`)).items.filter(
				(d) => d.place === "open",
			);
		const id = (await listed())[1]?.deal.id ?? "";
		const shown = async () => {
			const row = (await listed()).find((d) => d.deal.id === id);
			return [row?.category, row?.categoryFrom, row?.sourceCategory];
		};
		expect(await shown()).toEqual([null, null, null]);
		const before = (await deskOf(cast.maria)).categories.deals;
		await told(id, NOW - HOUR, "best_case");
		expect(await shown()).toEqual(["best_case", "source", "best_case"]);
		expect((await deskOf(cast.maria)).categories.deals).toEqual({
			...before,
			bestCase: before.bestCase + 1,
			uncategorised: before.uncategorised - 1,
		});
		const chosen = await app.call("PUT", `/opportunities/${id}/forecast-category`, {
			as: cast.maria,
			body: { category: "commit", version: 0 },
		});
		expect(chosen.status).toBe(200);
		expect(await shown()).toEqual(["commit", "person", "best_case"]);
		// What the source said before, though it comes later, is no change of mind.
		await told(id, NOW - HOUR / 2, "pipeline");
		expect(await shown()).toEqual(["commit", "person", "pipeline"]);
		await told(id, NOW + HOUR, "omitted");
		expect(await shown()).toEqual(["omitted", "source", "omitted"]);
		expect((await deskOf(cast.maria)).categories.deals.commit).toBe(before.commit);
		const history = await app.database
			.reader(tenantId)
			.selectFrom("field_changes")
			.select(["value", "changed_by"])
			.where("entity_id", "=", id)
			.where("field", "=", "chosenCategory")
			.execute();
		expect(history).toEqual([{ value: "commit", changed_by: cast.maria.userId }]);
	});
});

describe("an override", () => {
	const make = (as: Person, given: object) =>
		app.call("POST", "/forecasts/overrides", {
			as,
			body: { period: QUARTER, currency: "EUR", reason: "the tender is ours", ...given },
		});

	test("stands beside the model's number with who and why, and goes up to the company", async () => {
		const before = await deskOf(cast.robert, cast.maria.userId);
		expect((await make(cast.maria, { nodeId: cast.maria.userId, valueMinor: "1", version: 0 })).status).toBe(403);
		expect(
			(await make(cast.robert, { nodeId: cast.maria.userId, valueMinor: "1", reason: " ", version: 0 })).status,
		).toBe(400);
		const valueMinor = (minor(before.model.value) + 7_000_000n).toString();
		const made = await make(cast.robert, { nodeId: cast.maria.userId, valueMinor, version: 0 });
		expect(made.status, await made.clone().text()).toBe(201);
		expect((await make(cast.robert, { nodeId: cast.maria.userId, valueMinor, version: 0 })).status).toBe(409);
		const after = await deskOf(cast.robert, cast.maria.userId);
		expect(after.model).toEqual(before.model);
		expect(after.adjusted?.value.amountMinor).toBe(valueMinor);
		expect(after.adjusted?.parts[0]?.text).toContain("the tender is ours");
		const top = await deskOf(cast.jennifer);
		expect(minor(top.adjusted?.value ?? { amountMinor: "0" })).toBe(minor(top.model.value) + 7_000_000n);
		expect((await deskOf(cast.maria)).overrides[0]).toMatchObject({ state: "holds", isUsed: true });
	});

	test("taken back stays to be seen and moves nothing", async () => {
		const [override] = (await deskOf(cast.robert, cast.maria.userId)).overrides;
		const path = `/forecasts/overrides/${override?.id}/withdraw`;
		expect((await app.call("POST", path, { as: cast.robert })).status).toBe(200);
		expect((await app.call("POST", path, { as: cast.robert })).status).toBe(409);
		const after = await deskOf(cast.robert, cast.maria.userId);
		expect(after.adjusted).toBeNull();
		expect(after.overrides[0]).toMatchObject({ state: "withdrawn", withdrawn: { by: { id: cast.robert.userId } } });
	});

	test("of a deal asks again when the deal's stage has changed, and after thirty days", async () => {
		const { items } = await get<ForecastDealsJson>(
			cast.robert,
			`/forecasts/deals?period=${QUARTER}&node=${cast.maria.userId}`,
		);
		const deal = items.find((d) => d.place === "open");
		const made = await make(cast.robert, { dealId: deal?.deal.id, valueMinor: "4000000", version: 0 });
		expect(made.status, await made.clone().text()).toBe(201);
		const { id } = (await made.json()) as ForecastOverrideJson;
		const stateNow = async () => (await deskOf(cast.robert)).overrides.find((o) => o.id === id)?.state;
		expect(await stateNow()).toBe("holds");
		const set = (values: { stage_id?: string; made_at?: Date }) =>
			app.database.inTenant(tenantId, (trx) =>
				trx.updateTable("forecast_overrides").set(values).where("id", "=", id).execute(),
			);
		await set({ made_at: new Date(NOW - 30 * DAY_MS) });
		expect(await stateNow()).toBe("ask_age");
		await set({ made_at: new Date(NOW - DAY_MS), stage_id: crypto.randomUUID() });
		expect(await stateNow()).toBe("ask_stage");
	});
});

describe("the cycle", () => {
	const weekday = 4;

	test("is set by who runs the workspace, and says whose call is in and whose is not", async () => {
		const cycle = await get<CallCycleJson>(cast.david, "/forecasts/cycle");
		const set = (as: Person) =>
			app.call("PUT", "/forecasts/cycle", { as, body: { ...cycle, isOn: true, weekday, remindDaysBefore: 6 } });
		expect((await set(cast.maria)).status).toBe(403);
		expect((await set(cast.david)).status).toBe(200);
		expect((await set(cast.david)).status).toBe(409);
		const desk = await deskOf(cast.robert);
		expect(desk.round?.dueOn).toBe("2026-09-17");
		const state = (id: string) => desk.standings.find((s) => s.author.id === id && s.nodeId === id)?.state;
		expect(state(cast.maria.userId)).toBe("in");
		expect(desk.standings.some((s) => s.state === "remind")).toBe(true);
		expect((await deskOf(cast.maria)).standings.map((s) => s.author.id)).toEqual([cast.maria.userId]);
	});

	test("reminds by mail each whose call is not in, once a round", async () => {
		const ours = await addWorkspace(app.database, "reminded");
		const body = { isOn: true, grain: "quarter", weekday, dueMinute: 1440, remindDaysBefore: 6, version: 0 };
		expect((await app.call("PUT", "/forecasts/cycle", { as: ours.people.admin, body })).status).toBe(200);
		const deps = { database: app.database, jobs: app.jobs, vault: app.deps.vault, now: app.deps.now };
		// A rep, and the manager of the team.
		expect(await remindCalls(deps)).toBe(2);
		expect(await remindCalls(deps)).toBe(0);
		const mails = await app.database.reader(ours.tenantId).selectFrom("mails").select("kind").execute();
		expect(mails.map((m) => m.kind)).toEqual(["forecast-due", "forecast-due"]);
	});
});
