import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { LeadJson } from "../../core/contract/leads.ts";
import type { TerritoryJson } from "../../core/contract/planning.ts";
import type { Page } from "../../core/contract/scalars.ts";
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
async function get<T>(as: Person, path: string): Promise<T> {
	const response = await app.call("GET", path, { as });
	expect(response.status, await response.clone().text()).toBe(200);
	return (await response.json()) as T;
}
const list = (as: Person, query = "") => get<Page<LeadJson>>(as, `/leads${query}`);

describe("leads", () => {
	test("are seen by their owner, their owner's manager, and who sees all", async () => {
		const [hers, teams, all] = [await list(cast.maria), await list(cast.robert), await list(cast.jennifer)];
		expect(all.total).toBe(8);
		expect(teams.total).toBeLessThanOrEqual(all.total);
		expect(hers.total).toBeLessThan(all.total);
		expect(hers.items.every((l) => l.owner?.id === cast.maria.userId)).toBe(true);
	});

	test.each(["score", "-score", "createdAt", "-name", "company"])(
		"sorted by %s come in pages, each once",
		async (sort) => {
			const whole = await list(cast.jennifer, `?sort=${sort}&limit=200`);
			const paged: string[] = [];
			let cursor: string | null = null;
			do {
				const page: Page<LeadJson> = await list(
					cast.jennifer,
					`?sort=${sort}&limit=3${cursor ? `&cursor=${cursor}` : ""}`,
				);
				paged.push(...page.items.map((l) => l.id));
				cursor = page.nextCursor;
			} while (cursor);
			expect(paged).toEqual(whole.items.map((l) => l.id));
			expect(new Set(paged).size).toBe(8);
		},
	);

	test("still to be worked have points that add up; the others have none", async () => {
		const { items } = await list(cast.jennifer, "?limit=200");
		const read = (text: string) => Number(text.replace("−", "-").replace(/[^\d-]/g, ""));
		for (const { status, score } of items) {
			if (status === "converted" || status === "disqualified") {
				expect(score).toBeNull();
				continue;
			}
			expect(score?.state).toBe("ok");
			const shown = (score?.parts ?? []).reduce((sum, p) => sum + read(p.amount), read(score?.base?.amount ?? ""));
			expect(shown).toBe(Number(score?.text.value));
			expect(score?.parts.map((p) => p.text).join(" ")).not.toMatch(/[{}]|undefined/);
		}
		const open = await list(cast.jennifer, "?open=true");
		expect(open.items.every((l) => ["new", "working", "qualified"].includes(l.status))).toBe(true);
	});

	test("say in a list what their points were worth, where enough leads of the past tell", async () => {
		const briefs = async () => (await list(cast.jennifer, "?limit=200")).items.map(({ score }) => score?.text.brief);
		expect((await briefs()).filter(Boolean)).toEqual([]);
		const worth = JSON.stringify({
			worth: { n: 143, share: 0.14, low: 0.1, high: 0.18, ofAll: 0.1 },
		});
		await app.database.inTenant(tenantId, (trx) =>
			sql`update scores set explanation = explanation || ${worth}::jsonb where entity = 'lead'`.execute(trx),
		);
		expect(await briefs()).toContain("14\u00a0% became deals");
	});

	test("are made once for each key, changed by version, and rescored", async () => {
		const body = {
			name: "Ada Okoye",
			title: "Chief executive",
			company: "Lakeside",
			employees: 300,
			source: "demo request",
		};
		const headers = { "idempotency-key": "ada" };
		const first = await app.call("POST", "/leads", { as: cast.maria, body, headers });
		expect(first.status, await first.clone().text()).toBe(201);
		const made = (await first.json()) as LeadJson;
		expect(made).toMatchObject({ owner: { id: cast.maria.userId }, status: "new", score: { state: "empty" } });
		expect(await (await app.call("POST", "/leads", { as: cast.maria, body, headers })).json()).toEqual(made);
		await rescoreLead(numberDeps(app), { tenantId, leadId: made.id });
		const scored = await get<LeadJson>(cast.maria, `/leads/${made.id}`);
		expect(scored.score?.value).toBeGreaterThan(30);
		expect(scored.score?.action).toMatchObject({ code: "take_up_lead", text: "Get in touch with Ada Okoye" });

		const put = (change: object) => app.call("PUT", `/leads/${made.id}`, { as: cast.maria, body: change });
		expect((await put({ title: "Student" })).status).toBe(428);
		const less = await put({ title: "Student", version: made.version });
		expect(less.status).toBe(200);
		expect((await put({ title: "Owner", version: made.version })).status).toBe(409);
		await rescoreLead(numberDeps(app), { tenantId, leadId: made.id });
		const after = await get<LeadJson>(cast.maria, `/leads/${made.id}`);
		expect(Number(after.score?.value)).toBeLessThan(Number(scored.score?.value));
		const gone = await put({ status: "disqualified", version: after.version });
		expect(await gone.json()).toMatchObject({ status: "disqualified", score: null });
	});
});

describe("the points model", () => {
	test("can be edited by operations, by version, and is checked rule by rule", async () => {
		const read = await get<{ version: string; body: { base: number; rules: object[] } }>(cast.maria, "/lead-model");
		expect(read.version).toBe("lead-points-1");
		const put = (as: Person, body: object) => app.call("PUT", "/lead-model", { as, body });
		expect((await put(cast.maria, read)).status).toBe(403);
		const bad = { id: "x", part: "luck", points: "many", when: { field: "shoe size", is: "known" } };
		const wrong = await put(cast.david, { version: read.version, body: { base: 10, rules: [bad] } });
		expect(wrong.status).toBe(400);
		expect(((await wrong.json()) as { errors: unknown[] }).errors.length).toBeGreaterThanOrEqual(3);

		const rules = [
			{ id: "everyone", part: "fit", points: 33, label: "Everyone is welcome", when: { field: "name", is: "known" } },
		];
		const done = await put(cast.david, { version: read.version, body: { base: 5, rules } });
		expect(done.status, await done.clone().text()).toBe(200);
		expect((await put(cast.david, { version: read.version, body: { base: 5, rules } })).status).toBe(409);
		const db = app.database.reader(tenantId);
		const events = await db.selectFrom("events").select("type").where("type", "=", "workspace.changed").execute();
		expect(events.length).toBe(1);

		await rebuildNow(app, tenantId);
		const { items } = await list(cast.jennifer, "?open=true");
		for (const { score } of items) {
			expect(score?.text.value).toBe("38");
			expect(score?.parts).toMatchObject([{ amount: "+33", text: "Everyone is welcome" }]);
		}
	});
});

describe("territories", () => {
	test("are read by sellers and changed by planners, with accounts counted by their rules", async () => {
		const page = await get<Page<TerritoryJson>>(cast.maria, "/territories");
		expect(page.items.map((t) => t.name)).toEqual(["East", "West"]);
		const db = app.database.reader(tenantId);
		const accounts = await db.selectFrom("accounts").select("country").execute();
		const west = page.items.find((t) => t.name === "West");
		expect(west?.accounts).toBe(accounts.filter((a) => ["US", "JP", "CA"].includes(a.country ?? "")).length);

		const body = { name: "Large", rules: [{ minEmployees: 500 }, { countries: ["no"] }] };
		expect((await app.call("POST", "/territories", { as: cast.maria, body })).status).toBe(403);
		const made = await app.call("POST", "/territories", { as: cast.david, body });
		expect(made.status, await made.clone().text()).toBe(201);
		const large = (await made.json()) as TerritoryJson;
		expect((await app.call("POST", "/territories", { as: cast.david, body })).status).toBe(409);

		const inside = { parentId: large.id, version: west?.version };
		expect((await app.call("PUT", `/territories/${west?.id}`, { as: cast.david, body: inside })).status).toBe(200);
		const circle = { parentId: west?.id, version: large.version };
		expect((await app.call("PUT", `/territories/${large.id}`, { as: cast.david, body: circle })).status).toBe(422);
		expect((await app.call("PUT", `/territories/${large.id}`, { as: cast.david, body: { name: "Big" } })).status).toBe(
			428,
		);
		const renamed = await app.call("PUT", `/territories/${large.id}`, {
			as: cast.david,
			body: { name: "Big", rules: [] },
			headers: { "if-match": made.headers.get("etag") ?? "" },
		});
		expect(await renamed.json()).toMatchObject({ name: "Big", accounts: 0, version: large.version + 1 });
	});
});
