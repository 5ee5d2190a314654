import { beforeAll, expect, test } from "vitest";
import type { ReplayJson } from "../../core/contract/accuracy.ts";
import type { ForecastJson } from "../../core/contract/forecasts.ts";
import { liveModel } from "../db/models.ts";
import { timestamp } from "../db/values.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, rebuildNow, type TestCast } from "../test-company.ts";

const app = await testApp();
const NOW = Date.UTC(2026, 8, 15, 9, 30);
let tenantId = 0;
let cast: TestCast;

beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, NOW));
});

test("a forecast asked for before models are kept is made again by its own, though one is learnt within the minute", async () => {
	const asked = await app.call("POST", "/forecasts/revenue/generate", { as: cast.jennifer, body: {} });
	expect(asked.status, await asked.clone().text()).toBe(201);
	const first = (await asked.json()) as ForecastJson;
	const later = { clock_at: timestamp(NOW + 20_000) };
	await app.database.inTenant(tenantId, (trx) =>
		trx.updateTable("tenants").set(later).where("tenant_id", "=", tenantId).execute(),
	);
	await rebuildNow(app, tenantId);
	const kept = await liveModel(app.database.reader(tenantId), "forecast");
	expect(first.modelVersion.endsWith(`/${kept?.version}`)).toBe(false);
	const answer = await app.call("GET", `/forecasts/${first.id}/replay`, { as: cast.jennifer });
	expect((await answer.json()) as ReplayJson).toMatchObject({ verdict: "same", different: 0 });
});
