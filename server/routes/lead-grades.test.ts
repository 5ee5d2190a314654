import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { GradeReportJson, GradeTrialJson } from "../../core/contract/lead-grades.ts";
import type { LeadJson } from "../../core/contract/leads.ts";
import type { Page } from "../../core/contract/scalars.ts";
import { gradeLeads } from "../jobs/grade-leads.ts";
import { rescoreLead } from "../jobs/rescore-lead.ts";
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

type Person = { tenantId: number; userId: string };
async function send<T>(as: Person, method: string, path: string, body?: object, status = 200): Promise<T> {
	const response = await app.call(method, path, { as, ...(body && { body }) });
	expect(response.status, await response.clone().text()).toBe(status);
	return (await response.json()) as T;
}
const report = (as: Person) => send<GradeReportJson>(as, "GET", "/leads/qualification");
const settle = () =>
	gradeLeads(numberDeps(app), { tenantId }, { signal: new AbortController().signal, progress: async () => {} });
async function change(settings: object) {
	const { settings: before } = await report(cast.david);
	await send(cast.david, "PUT", "/leads/qualification", { ...before, ...settings });
	await settle();
}
const open = async (as = cast.jennifer) =>
	(await send<Page<LeadJson>>(as, "GET", "/leads?open=true&sort=-score")).items;

describe("hot, warm and cold", () => {
	test("say nothing where too few leads of the past tell, and say so", async () => {
		const { counts, text, ofAll } = await report(cast.jennifer);
		expect(ofAll).toBeNull();
		expect(counts).toMatchObject({ hot: 0, none: counts.open });
		expect(text).toMatch(/^0\s% of \d+ open leads are hot$/);
		expect((await open())[0]?.grade).toMatchObject({
			grade: null,
			text: expect.stringContaining("Too few past leads"),
		});
	});

	test("by capacity are the best so many, and the share is shown", async () => {
		await change({ by: "capacity", hotLeads: 1, warmLeads: 1, margin: 0 });
		const leads = await open();
		expect(leads.map((l) => l.grade?.grade)).toEqual(["hot", "warm", ...leads.slice(2).map(() => "cold")]);
		const { counts, text } = await report(cast.jennifer);
		expect(counts).toMatchObject({ open: leads.length, hot: 1, warm: 1, none: 0 });
		expect(text).toBe(`${Math.round(100 / leads.length)}\u00a0% of ${leads.length} open leads are hot`);
		const hers = await report(cast.maria);
		expect(hers.counts.open).toBe((await open(cast.maria)).length);
		const hot = await send<Page<LeadJson>>(cast.jennifer, "GET", "/leads?grade=hot");
		expect(hot.items.map((l) => l.id)).toEqual([leads[0]?.id]);
	});

	test("obey rules of the workspace, also on columns that only its source knows; faults name the rule", async () => {
		const [, , third] = await open();
		await app.database.inTenant(tenantId, (trx) =>
			sql`update leads set extra = '{"Budget": "25000"}' where id = ${third?.id}::uuid`.execute(trx),
		);
		const when = [{ field: "extra.Budget", is: "between", from: 20_000 }];
		await change({ rules: [{ id: "b", label: "Has a budget", grade: "hot", when }] });
		expect((await report(cast.david)).settings.rules).toHaveLength(1);
		expect((await report(cast.david)).extraFields).toEqual(["Budget"]);
		const after = (await open()).find((l) => l.id === third?.id);
		expect(after?.grade).toMatchObject({ grade: "hot", foundBy: "rule" });
		expect(after?.grade?.text).toContain("Has a budget");
		const { settings } = await report(cast.david);
		const bad = { ...settings, rules: [{ id: "x", label: "x", grade: "hot", when: [{ field: "shoe", is: "known" }] }] };
		const refused = await app.call("PUT", "/leads/qualification", { as: cast.david, body: bad });
		expect(refused.status).toBe(400);
		expect(await refused.text()).toContain("shoe");
	});

	test("can be tried without keeping anything, changed by operations only, by the version that was read", async () => {
		const { settings } = await report(cast.david);
		const { version: _, ...given } = settings;
		const tried = await send<GradeTrialJson>(cast.david, "POST", "/leads/qualification/preview", {
			...given,
			hotLeads: 0,
			warmLeads: 0,
		});
		expect(tried.counts).toMatchObject({ hot: 1, warm: 0 });
		expect(tried.changed).toBeGreaterThan(0);
		expect((await report(cast.david)).settings).toEqual(settings);
		expect((await app.call("PUT", "/leads/qualification", { as: cast.maria, body: settings })).status).toBe(403);
		const stale = { ...settings, version: "older" };
		expect((await app.call("PUT", "/leads/qualification", { as: cast.david, body: stale })).status).toBe(409);
	});

	test("a person's word stands before what was found, with its reason in the audit, and asks again once the lead moves on", async () => {
		const [best] = await open(cast.maria);
		const path = `/leads/${best?.id}`;
		expect(
			(await app.call("PUT", `${path}/qualify`, { as: cast.maria, body: { grade: "cold", reason: "" } })).status,
		).toBe(400);
		const reason = "Told me they have no budget";
		const said = await send<LeadJson>(cast.maria, "PUT", `${path}/qualify`, { grade: "cold", reason });
		expect(said.grade).toMatchObject({ grade: "cold", found: best?.grade?.found, said: { reason, asksAgain: false } });
		await rescoreLead(numberDeps(app), { tenantId, leadId: said.id });
		const kept = await send<LeadJson>(cast.maria, "GET", path);
		expect(kept.grade).toMatchObject({ grade: "cold", said: { reason } });
		const status = kept.status === "working" ? "qualified" : "working";
		const moved = await send<LeadJson>(cast.maria, "PUT", path, { status, version: kept.version });
		expect(moved.grade?.said?.asksAgain).toBe(true);
		const freed = await send<LeadJson>(cast.maria, "PUT", `${path}/qualify`, {
			grade: null,
			reason: "They have one now",
		});
		expect(freed.grade).toMatchObject({ grade: best?.grade?.found, said: null });
		const { rows } = await app.database.inTenant(tenantId, (trx) =>
			sql<{ action: string }>`select action from audit_entries where entity_id = ${said.id} order by seq`.execute(trx),
		);
		expect(rows.map((row) => row.action).filter((action) => action.startsWith("lead.grade"))).toEqual([
			"lead.graded",
			"lead.grade-freed",
		]);
	});

	test("weeks show how the grades went, and ended leads what they came to", async () => {
		const { weeks, outcomes } = await report(cast.jennifer);
		expect(weeks.at(-1)).toMatchObject({ isReplayed: false });
		expect(outcomes.map((o) => o.grade)).toEqual(["hot", "warm", "cold"]);
		for (const { ended, converted } of outcomes) expect(converted).toBeLessThanOrEqual(ended);
	});
});
