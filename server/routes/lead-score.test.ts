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

function addLead(isConverted: boolean) {
	return app.database.inTenant(tenantId, (trx) =>
		sql`insert into leads (tenant_id, name, company, employees, status, created_at, closed_at)
			select ${tenantId}, 'One more', 'c', 300, ${isConverted ? "converted" : "disqualified"},
				t.clock_at - interval '35 day', t.clock_at - interval '31 day' from tenants t`.execute(trx),
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

	test("is rolled back to an older version and held there; what is learnt meanwhile waits until it is released", async () => {
		const first = await send<LeadScoringJson>(cast.david, "GET", "/lead-score");
		expect(first.versions).toMatchObject([{ isLive: true, keptBy: null, waits: null }]);
		expect(first.versions[0]?.text).toMatch(/became deals · of two newer leads/);
		const old = first.versions[0]?.version ?? "";
		const kept = await send<LeadScoringJson>(cast.david, "PUT", "/lead-score/in-use", { version: old });
		expect(kept.versions[0]).toMatchObject({ isLive: true, keptBy: "David Okafor" });
		await addLead(false);
		await rebuildNow(app, tenantId);
		const later = await send<LeadScoringJson>(cast.david, "GET", "/lead-score");
		expect(later.versions).toMatchObject([
			{ isLive: false, waits: "kept" },
			{ version: old, isLive: true },
		]);
		expect(later.learnt?.version).toBe(old);
		const released = await send<LeadScoringJson>(cast.david, "PUT", "/lead-score/in-use", { version: null });
		expect(released.versions[0]).toMatchObject({ isLive: true, keptBy: null });
		const body = { version: old };
		expect((await app.call("PUT", "/lead-score/in-use", { as: cast.maria, body })).status).toBe(403);
		const never = { version: "never" };
		expect((await app.call("PUT", "/lead-score/in-use", { as: cast.david, body: never })).status).toBe(404);
	});

	test("waits where a field of leads gives the ending away, and names it, until somebody decides", async () => {
		const before = await send<LeadScoringJson>(cast.david, "GET", "/lead-score");
		await app.database.inTenant(tenantId, (trx) =>
			sql`update leads set phone = case when status = 'converted' then '1' end where name like 'Past %'`.execute(trx),
		);
		await rebuildNow(app, tenantId);
		const waiting = await send<LeadScoringJson>(cast.david, "GET", "/lead-score");
		expect(waiting.versions[0]).toMatchObject({ isLive: false, waits: "leak" });
		expect(waiting.learnt?.version).toBe(before.learnt?.version);
		expect(waiting.leaks).toMatchObject([{ column: "phoneKnown", kind: "too_good", blocks: true, decision: null }]);
		expect(waiting.leaks[0]?.text).toMatch(/^Phone known alone/);
		const decision = { column: "phoneKnown", decision: "left_out" };
		expect((await app.call("PUT", "/lead-score/columns", { as: cast.maria, body: decision })).status).toBe(403);
		const unknown = { ...decision, column: "shoe" };
		expect((await app.call("PUT", "/lead-score/columns", { as: cast.david, body: unknown })).status).toBe(422);
		await send(cast.david, "PUT", "/lead-score/columns", decision);
		await rebuildNow(app, tenantId);
		const after = await send<LeadScoringJson>(cast.david, "GET", "/lead-score");
		expect(after.versions[0]).toMatchObject({ isLive: true, waits: null });
		expect(after.leftOut).toMatchObject([{ column: "phoneKnown", text: "Phone known: left out by decision" }]);
	});

	test("says how far it has come while it is learnt", async () => {
		await addLead(true);
		const told = (await rebuildNow(app, tenantId)) as { step: string; done: number; total: number }[];
		const steps = told.filter(({ step }) => step === "learning-leads");
		expect(steps.length).toBeGreaterThan(2);
		expect(steps.every(({ done, total }) => done <= total)).toBe(true);
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
