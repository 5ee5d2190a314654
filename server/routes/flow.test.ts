import { beforeAll, describe, expect, test } from "vitest";
import type { PipelineFlowJson } from "../../core/contract/flow.ts";
import { CAST_TEAMS } from "../../core/demo/cast.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, rebuildNow, type TestCast } from "../test-company.ts";

const app = await testApp();
const NOW = Date.UTC(2026, 8, 15, 9, 30);
let cast: TestCast;
let tenantId = 0;
beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, NOW));
	await rebuildNow(app, tenantId);
});

async function flowOf(as: { tenantId: number; userId: string }, query = ""): Promise<PipelineFlowJson> {
	const response = await app.call("GET", `/pipeline/flow${query}`, { as });
	expect(response.status, await response.clone().text()).toBe(200);
	return (await response.json()) as PipelineFlowJson;
}

describe("flow", () => {
	test("counts each deal created in the period in which it was", async () => {
		const { creation } = await flowOf(cast.jennifer);
		const db = app.database.reader(tenantId);
		const deals = await db.selectFrom("deals").select("created_at").execute();
		for (const { start, end, count } of creation) {
			// Copenhagen is two hours ahead in summer, and nothing was created at night.
			const own = deals.filter((d) => {
				const day = new Date(d.created_at + 2 * 3_600_000).toISOString().slice(0, 10);
				return start <= day && day < end;
			});
			expect(count, start).toBe(own.length);
		}
		expect(creation.reduce((s, c) => s + c.count, 0)).toBeGreaterThan(4);
	});

	test("tells of each stage where deals go, and of each person what is open, in their sight only", async () => {
		const whole = await flowOf(cast.jennifer);
		const db = app.database.reader(tenantId);
		const open = await db.selectFrom("deals").select("owner_id").where("status", "=", "open").execute();
		expect(whole.capacity.reduce((s, c) => s + c.open, 0)).toBe(open.length);
		expect(whole.stages.some((s) => s.onward.value !== null && s.onward.range !== "")).toBe(true);
		const own = await flowOf(cast.maria);
		expect(own.capacity.map((c) => c.userId)).toEqual([cast.maria.userId]);
		const east = await app.call("GET", `/pipeline/flow?node=${CAST_TEAMS.east}`, { as: cast.robert });
		expect(east.status).toBe(404);
	});

	test("says what the quarter still needs where there is a quota, and gaps are quota less forecast", async () => {
		const { needed } = await flowOf(cast.jennifer);
		expect(needed).not.toBeNull();
		const gap = BigInt(needed?.quota.amountMinor ?? 0) - BigInt(needed?.forecast.amountMinor ?? 0);
		expect(needed?.gap.amountMinor).toBe(String(gap > 0n ? gap : 0n));
		if (needed?.value) expect(BigInt(needed.value.amountMinor)).toBeGreaterThanOrEqual(gap);
	});

	test("writes every sentence out in every language", async () => {
		for (const locale of ["en", "es", "fr", "de", "he", "ja"]) {
			const headers = { "accept-language": locale };
			const answer = await app.call("GET", "/pipeline/flow", { as: cast.jennifer, headers });
			expect(await answer.text(), locale).not.toMatch(/NaN|\{[a-zA-Z]+\}/);
		}
	});

	test("downloads stages and loads", async () => {
		for (const [part, n] of [
			["stages", (await flowOf(cast.jennifer)).stages.length],
			["capacity", (await flowOf(cast.jennifer)).capacity.length],
		] as const) {
			const file = await app.call("GET", `/pipeline/flow/${part}/download`, { as: cast.jennifer });
			expect((await file.text()).trim().split("\r\n")).toHaveLength(n + 1);
		}
	});
});
