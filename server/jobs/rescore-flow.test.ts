import { afterAll, expect, test } from "vitest";
import type { DealJson, DealPage } from "../../core/contract/deals.ts";
import type { Page } from "../../core/contract/scalars.ts";
import { startRelay } from "../events/relay.ts";
import { toJobs } from "../events/sinks.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, numberDeps, rebuildNow } from "../test-company.ts";
import { workOnNumbers } from "./number-jobs.ts";

const app = await testApp();
const { tenantId, cast } = await loadSmallCompany(app, Date.UTC(2026, 8, 15, 9, 30));
await rebuildNow(app, tenantId);
const relay = startRelay(app.database, [toJobs(app.jobs)], app.deps.log);
afterAll(() => relay.stop());
await workOnNumbers(app.jobs, { ...numberDeps(app), wakeRelay: () => relay.wake() });

async function get<T>(path: string): Promise<T> {
	return (await app.call("GET", path, { as: cast.maria })).json() as Promise<T>;
}

test("a changed deal gets its new number by itself, and then the forecasts it stands in", async () => {
	const { items } = await get<Page<DealJson>>("/opportunities?status=open&sort=-amount");
	const [deal] = items;
	const db = app.database.reader(tenantId);
	const forecasts = () => db.selectFrom("forecasts").select("id").where("period", "=", "FY2026-Q4").execute();
	const before = await forecasts();
	const body = { amountMinor: "99900000", closeDate: "2026-12-24", version: deal?.version };
	expect((await app.call("PUT", `/opportunities/${deal?.id}`, { as: cast.maria, body })).status).toBe(200);
	relay.wake();
	const state = async () => (await get<DealPage>(`/opportunities/${deal?.id}`)).deal.probability?.state;
	await expect.poll(state, { timeout: 20_000 }).not.toBe("stale");
	await expect.poll(forecasts, { timeout: 20_000 }).not.toEqual(before);
});
