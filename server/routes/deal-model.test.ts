import { beforeAll, describe, expect, test } from "vitest";
import type { DealModelPageJson } from "../../core/contract/deal-model.ts";
import { dealModelInUse } from "../jobs/deal-model-in-use.ts";
import { isLearningDue } from "../jobs/learn-deal-model.ts";
import { learnDeals } from "../jobs/rebuild-numbers.ts";
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

async function read(method = "GET", path = "", body?: unknown, as = cast.david): Promise<DealModelPageJson> {
	const response = await app.call(method, `/deal-model${path}`, { as, ...(body === undefined ? {} : { body }) });
	expect(response.status, await response.clone().text()).toBe(200);
	return (await response.json()) as DealModelPageJson;
}
const inUse = () => app.database.inTenant(tenantId, dealModelInUse);

describe("the deal model's page", () => {
	test("says how much there is to learn from, and what is never looked at", async () => {
		const page = await read("GET", "", undefined, cast.maria);
		expect(page.notice).toContain("Provisional");
		expect(page.versions).toHaveLength(1);
		expect(page.versions[0]).toMatchObject({ isLive: true, keptBy: null, waits: null });
		expect(page.leftOut.map((one) => one.column)).toContain("lostReason");
		expect(page.test).toBeNull();
	});

	test("testing the ways is due once numbers are there, and not again before a week has passed", async () => {
		const deps = numberDeps(app);
		expect(await isLearningDue(deps, tenantId)).toBe(true);
		const job = { signal: new AbortController().signal, progress: async () => {} };
		await learnDeals(deps, { tenantId }, job);
		// Nothing else could be learnt of so few deals: the same model stays, and is marked as tested.
		expect(await isLearningDue(deps, tenantId)).toBe(false);
	});

	test("a version that a person keeps stays in use; newer ones wait until it is released", async () => {
		const before = (await inUse())?.version ?? "";
		const kept = await read("PUT", "/in-use", { version: before });
		expect(kept.versions.find((one) => one.isLive)).toMatchObject({ version: before, keptBy: "David Okafor" });
		// A day later there is another model.
		await app.database.inTenant(tenantId, (trx) =>
			trx
				.updateTable("tenants")
				.set({ clock_at: new Date(NOW + 86_400_000) as never })
				.execute(),
		);
		await rebuildNow(app, tenantId);
		const page = await read();
		expect((await inUse())?.version).toBe(before);
		const waiting = page.versions.find((one) => !one.isLive && one.waits === "kept");
		expect(waiting).toBeDefined();
		const released = await read("PUT", "/in-use", { version: null });
		expect(released.versions.find((one) => one.isLive)).toMatchObject({ version: waiting?.version, keptBy: null });
	});

	test("only those who run the workspace decide, and what they decide is in the audit", async () => {
		const put = (as: (typeof cast)["maria"], path: string, body: object) =>
			app.call("PUT", `/deal-model${path}`, { as, body });
		expect((await put(cast.maria, "/in-use", { version: null })).status).toBe(403);
		expect((await put(cast.david, "/in-use", { version: "never-was@2020" })).status).toBe(404);
		expect((await put(cast.david, "/columns", { column: "status", decision: "left_out" })).status).toBe(422);
		await read("PUT", "/columns", { column: "source", decision: "left_out" });
		const rows = await app.database.inTenant(tenantId, (trx) =>
			trx.selectFrom("audit_entries").select("action").where("action", "like", "deal-model.%").orderBy("seq").execute(),
		);
		expect(rows.map((row) => row.action)).toEqual([
			"deal-model.kept",
			"deal-model.released",
			"deal-model.column_decided",
		]);
	});
});
