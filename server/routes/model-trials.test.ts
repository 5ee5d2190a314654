import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import type { DealModelPageJson } from "../../core/contract/deal-model.ts";
import type { ForecastJson } from "../../core/contract/forecasts.ts";
import type { ModelTrialsJson } from "../../core/contract/model-trials.ts";
import { stages } from "../../core/demo/small-ground.ts";
import { DAY_MS, type Instant } from "../../core/model/instant.ts";
import { keyOf, uniformAt } from "../../core/stats/keyed-random.ts";
import { listModels } from "../db/models.ts";
import { ensurePartitions } from "../db/partitions.ts";
import { jsonb, timestamp } from "../db/values.ts";
import { learnDeals } from "../jobs/rebuild-numbers.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, numberDeps, rebuildNow, type TestCast } from "../test-company.ts";

const app = await testApp();
const NOW = Date.UTC(2026, 8, 15, 9, 30);
const DEALS = 150;
let tenantId = 0;
let cast: TestCast;
beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, NOW));
});

async function get<T>(path: string, as = cast.david): Promise<T> {
	const response = await app.call("GET", path, { as });
	expect(response.status, await response.clone().text()).toBe(200);
	return (await response.json()) as T;
}
const trials = () => get<ModelTrialsJson>("/forecasts/accuracy/trials");
const versions = () => app.database.inTenant(tenantId, (trx) => listModels(trx, "forecast"));
const learn = () =>
	learnDeals(numberDeps(app), { tenantId }, { signal: new AbortController().signal, progress: async () => {} });

test("nothing has been tried at first, and only those who run the workspace may have one tried", async () => {
	expect(await trials()).toEqual({ inUse: null, items: [], learning: null });
	expect((await app.call("POST", "/deal-model/learn", { as: cast.maria })).status).toBe(403);
	expect((await app.call("POST", "/deal-model/learn", { as: cast.david })).status).toBe(202);
	expect((await trials()).learning).not.toBeNull();
});

test("a model that tells chances better but would not have forecast the money better is not taken, and both are kept", async () => {
	// Where a deal comes from tells how the small ones end; nearly all money is in the others, of which it tells nothing.
	await tellPast((k) => (k % 3 === 0 ? { source: "event", chance: 0.4, minor: 50_000_000 } : fromWhere(k, 100)));
	await rebuildNow(app, tenantId);
	const [before] = await versions();
	await learn();
	const [trial] = (await trials()).items;
	expect(trial).toMatchObject({ isTaken: false, candidate: { way: "Stage, age and all other signs" } });
	expect(trial?.code).toMatch(/^promotion_not_(better|sure)$/);
	expect(trial?.origins).toBeGreaterThan(8);
	expect(trial?.inUse.figures?.wape).toBeGreaterThan(0);
	expect(trial?.text).toMatch(/would have missed by \d.* instead of \d.*: not taken/);
	const after = await versions();
	expect(after.find((v) => v.isLive)?.version).toBe(before?.version);
	expect(after.find((v) => v.version === trial?.candidate.version)).toMatchObject({ isLive: false });
	// Deals' own chances are told by what tells them better.
	const chances = (await get<DealModelPageJson>("/deal-model")).versions.find((v) => v.isLive);
	expect(chances?.version).toMatch(/^deal-signs/);
	const shown = await get<ForecastJson>("/forecasts");
	expect(shown.nodes[0]?.view.modelVersion).toContain(before?.version);
});

test("whoever runs the workspace has forecasts rest on it all the same, keeps it, and lets it go again", async () => {
	const [trial] = (await trials()).items;
	expect(trial?.offer).toEqual({ act: "use", version: trial?.candidate.version });
	const put = (version: string | undefined | null, as = cast.david) =>
		app.call("PUT", "/forecasts/model-in-use", { as, body: { version } });
	expect((await put(trial?.offer?.version, cast.maria)).status).toBe(403);
	expect((await put("gone")).status).toBe(404);
	expect((await put(trial?.offer?.version)).status).toBe(200);
	expect((await versions()).find((v) => v.isLive)).toMatchObject({
		version: trial?.candidate.version,
		keptBy: "David Okafor",
	});
	const held = await trials();
	expect(held.items[0]?.offer).toEqual({ act: "back", version: trial?.inUse.version });
	expect(held.inUse?.text).toContain("Stage, age and all other signs · kept by David");
	expect((await put(null)).status).toBe(200);
	expect((await trials()).inUse?.keptBy).toBeNull();
	const audit = await app.database.inTenant(tenantId, (trx) =>
		trx
			.selectFrom("audit_entries")
			.select("action")
			.where("action", "like", "forecast-model.%")
			.orderBy("seq")
			.execute(),
	);
	expect(audit.map((row) => row.action)).toEqual([
		"forecast-model.not_taken",
		"forecast-model.kept",
		"forecast-model.released",
	]);
});

interface Told {
	source: string;
	chance: number;
	minor: number;
}

/** Nearly all that come from partners are won, nearly none from the web; half a year brings mostly the ones, then the others. */
function fromWhere(k: number, minor: number): Told {
	const isPartner = uniformAt(keyOf(5, String(k)), 0) < (Math.floor(k / 25) % 2 === 0 ? 0.9 : 0.1);
	return isPartner ? { source: "partner", chance: 0.85, minor } : { source: "web", chance: 0.1, minor };
}

/** Writes a past of three years in place of the one before: a deal a week, open for fourteen weeks. */
async function tellPast(of: (k: number) => Told): Promise<void> {
	const rows = Array.from({ length: DEALS }, (_, k) => {
		const { source, chance, minor } = of(k);
		const born = NOW - (5 + k * 7) * DAY_MS;
		const closed = born + (90 + 16 * uniformAt(keyOf(6, String(k)), 0)) * DAY_MS;
		const won = uniformAt(keyOf(7, String(k)), 0) < chance;
		const whole = {
			name: `Past ${k}`,
			stageId: stages[0]?.id ?? "",
			status: "open",
			amountMinor: String(minor),
			currency: "EUR",
			ownerId: cast.maria.userId,
			source,
		};
		const change = (field: string, value: string | object, at: Instant) => ({
			tenant_id: tenantId,
			recorded_at: timestamp(at),
			valid_at: timestamp(at),
			entity: "deal" as const,
			entity_id: `01856a00-0000-7000-8000-0000ff${String(k).padStart(6, "0")}`,
			field,
			value: jsonb(value as never),
			source: "crm",
		});
		return [change("*", whole, born), ...(closed < NOW ? [change("status", won ? "won" : "lost", closed)] : [])];
	}).flat();
	await app.database.inTenant(tenantId, async (trx) => {
		await ensurePartitions(trx, "field_changes", NOW - 1200 * DAY_MS, NOW);
		await sql`delete from field_changes where entity_id::text like '01856a00-0000-7000-8000-0000ff%'`.execute(trx);
		await sql`delete from models where kind in ('deal', 'forecast', 'forecast-range')`.execute(trx);
		await trx.insertInto("field_changes").values(rows).execute();
	});
}
