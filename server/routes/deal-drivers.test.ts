import { beforeAll, describe, expect, test } from "vitest";
import type { DealDriversPageJson } from "../../core/contract/deal-drivers.ts";
import { keyOf, uniformAt } from "../../core/stats/keyed-random.ts";
import { loadDealTimelines } from "../db/timelines.ts";
import { loadWorkspace } from "../db/workspace.ts";
import { loadForecastGround } from "../jobs/forecasting.ts";
import { keepDrivers } from "../jobs/keep-drivers.ts";
import { learnDeals } from "../jobs/rebuild-numbers.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, numberDeps, type TestCast } from "../test-company.ts";

const app = await testApp();
const NOW = Date.UTC(2026, 8, 15, 9, 30);
const DAY = 86_400_000;
let tenantId = 0;
let cast: TestCast;
beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, NOW));
});

async function read(as = cast.robert, locale = "en"): Promise<DealDriversPageJson> {
	const response = await app.call("GET", "/deals/drivers", { as, headers: { "accept-language": locale } });
	expect(response.status).toBe(200);
	return (await response.json()) as DealDriversPageJson;
}

describe("what separates won from lost", () => {
	test("is not said before somebody has looked, nor of too few deals", async () => {
		expect(await read()).toMatchObject({ state: "notYet", drivers: [], asOf: null });
		await learnDeals(numberDeps(app), { tenantId }, { signal: new AbortController().signal, progress: async () => {} });
		const page = await read();
		expect(page).toMatchObject({ state: "tooFew", asOf: null });
		expect(page.answer).toMatch(/^Too few deals have ended: from 20 won/);
	});

	test("is named with figures, ranges and how it is known, in the viewer's words", async () => {
		await app.database.inTenant(tenantId, async (trx) => {
			const workspace = await loadWorkspace(trx, NOW);
			const ground = await loadForecastGround(trx, tenantId, workspace);
			const [known] = await loadDealTimelines(trx, workspace.now, { around: "recent" });
			if (!known) throw new Error("no deal");
			const stage = ground.stages[0]?.id ?? "";
			const timelines = Array.from({ length: 400 }, (_, k) => {
				const born = NOW - (200 + k) * DAY;
				const isPushed = k % 2 === 0;
				const isWon = uniformAt(keyOf(3, `deal-${k}`), 0) < (isPushed ? 0.2 : 0.6);
				const day = (after: number) => new Date(born + after * DAY).toISOString().slice(0, 10);
				const line = { ...known, dealId: `deal-${k}`, createdAt: born, stages: [{ at: born, value: stage }] };
				const closeDates = [{ at: born, value: day(60) }];
				if (isPushed) closeDates.push({ at: born + 5 * DAY, value: day(90) });
				const ended = isWon ? ("won" as const) : ("lost" as const);
				const status = [
					{ at: born, value: "open" as const },
					{ at: born + 100 * DAY, value: ended },
				];
				return { ...line, closeDates, status, amounts: [], owners: [], around: known.around ?? null };
			});
			const lines = timelines.flatMap(({ around, ...line }) => (around ? [{ ...line, around }] : []));
			expect(lines).toHaveLength(400);
			await keepDrivers({ database: app.database }, ground, lines, ["nextStep"]);
		});
		const page = await read();
		expect(page.state).toBe("found");
		const pushes = page.drivers.find((d) => d.column === "pushes");
		expect(pushes).toMatchObject({ isSure: true, text: "Moves of the close date" });
		expect(pushes?.groups.map((g) => g.n)).toEqual([200, 200]);
		for (const { rate, low, high } of pushes?.groups ?? []) {
			expect(low).toBeLessThan(rate);
			expect(high).toBeGreaterThan(rate);
		}
		expect(page.answer).toMatch(/ won \(.*200 deals\), where all deals make /);
		expect(page.how).toContain("Left out, as they give the end away: Next step written down.");
		expect(JSON.stringify(page)).not.toMatch(/drivers\.|dealModel\.|undefined|NaN/);
		expect((await read(cast.robert, "de")).answer).toContain("gewonnen");
	});
});
