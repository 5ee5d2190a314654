import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { LeadModelTrialJson, LeadScoreJson, LeadScoringJson } from "../../core/contract/lead-score.ts";
import type { LeadJson, LeadModelJson } from "../../core/contract/leads.ts";
import type { Page } from "../../core/contract/scalars.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, rebuildNow, type TestCast } from "../test-company.ts";

const app = await testApp();
const NOW = Date.UTC(2026, 8, 15, 9, 30);
let tenantId = 0;
let cast: TestCast;
beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, NOW));
	await rebuildNow(app, tenantId);
});

type Person = { tenantId: number; userId: string };
async function send<T>(as: Person, method: string, path: string, body?: object): Promise<T> {
	const response = await app.call(method, path, { as, ...(body && { body }) });
	expect(response.status, await response.clone().text()).toBe(200);
	return (await response.json()) as T;
}

/** 700 ended leads: those of big companies mostly became deals. */
function addPast() {
	return app.database.inTenant(tenantId, (trx) =>
		sql`insert into leads (tenant_id, name, company, employees, status, created_at, closed_at, extra)
			select ${tenantId}, 'Past ' || k, 'c', case when k % 2 = 0 then 800 else 10 end,
				case when k % 2 = 0 and k % 10 < 6 or k % 20 = 1 then 'converted' else 'disqualified' end,
				t.clock_at - (40 + k) * interval '1 day', t.clock_at - (30 + k) * interval '1 day',
				jsonb_build_object('Gender', case when k % 3 = 0 then 'f' else 'm' end)
			from generate_series(1, 700) k, tenants t`.execute(trx),
	);
}

describe("the scoring of leads", () => {
	test("is points by rules until enough leads became deals; rules are tried without being kept", async () => {
		const before = await send<LeadScoringJson>(cast.maria, "GET", "/lead-score");
		expect(before).toMatchObject({ wanted: "learnt", inUse: "points", learnt: null, needed: 120 });
		const model = await send<LeadModelJson>(cast.david, "GET", "/lead-model");
		const body = { base: 90, rules: [] };
		const tried = await send<LeadModelTrialJson>(cast.david, "POST", "/lead-model/preview", { body });
		expect(tried.moved).toBe(tried.open);
		expect((await send<LeadModelJson>(cast.david, "GET", "/lead-model")).version).toBe(model.version);
		expect((await app.call("POST", "/lead-model/preview", { as: cast.maria, body: { body } })).status).toBe(403);
	});

	test("is learnt once there are, says how good it was on newer leads, and every open lead has its parts", async () => {
		await addPast();
		await rebuildNow(app, tenantId);
		const { inUse, learnt, versions } = await send<LeadScoringJson>(cast.maria, "GET", "/lead-score");
		expect(inUse).toBe("learnt");
		expect(learnt?.converted).toBeGreaterThanOrEqual(120);
		expect(learnt?.sensitive).toEqual([{ column: "extra.Gender", kind: "sex" }]);
		expect(learnt?.reliability.length).toBeGreaterThan(2);
		expect(versions).toMatchObject([{ isLive: true }]);
		const { items } = await send<Page<LeadJson>>(cast.jennifer, "GET", "/leads?open=true");
		for (const { score, grade } of items) {
			expect(score?.modelVersion).toMatch(/^lead-score/);
			expect(score?.parts.map((p) => p.text).join(" ")).not.toMatch(/[{}]|undefined|reason\./);
			expect(grade?.grade).not.toBeNull();
		}
	});

	test("is answered alone, for one that is scored now and for many in the order asked for", async () => {
		const { items } = await send<Page<LeadJson>>(cast.maria, "GET", "/leads?open=true");
		const ids = items.map((lead) => lead.id);
		const one = await send<LeadScoreJson>(cast.maria, "POST", `/leads/${ids[0]}/score`);
		expect(one).toMatchObject({ leadId: ids[0], score: { value: items[0]?.score?.value } });
		const asked = [...ids].reverse();
		const many = await send<{ items: LeadScoreJson[] }>(cast.maria, "GET", `/leads/scores/batch?ids=${asked}`);
		expect(many.items.map((item) => item.leadId)).toEqual(asked);
		expect((await app.call("GET", "/leads/scores/batch?ids=x", { as: cast.maria })).status).toBe(400);
	});

	test("goes back to points, and allows a sensitive column, by the version that was read", async () => {
		const { version } = await send<LeadScoringJson>(cast.david, "GET", "/lead-score");
		const change = { wanted: "points", allowed: ["extra.Gender"], version };
		expect((await app.call("PUT", "/lead-score", { as: cast.robert, body: change })).status).toBe(403);
		const shown = await send<LeadScoringJson>(cast.david, "PUT", "/lead-score", change);
		expect(shown).toMatchObject({ wanted: "points", inUse: "points", allowed: ["extra.Gender"] });
		expect((await app.call("PUT", "/lead-score", { as: cast.david, body: change })).status).toBe(409);
		await send(cast.david, "PUT", "/lead-score", { ...change, wanted: "learnt", version: shown.version });
		await rebuildNow(app, tenantId);
		const { learnt } = await send<LeadScoringJson>(cast.david, "GET", "/lead-score");
		expect(learnt?.sensitive).toEqual([]);
	});
});
