import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type {
	AssignmentPageJson,
	LeadAssignmentJson,
	OptimizedJson,
	RoutingJson,
	RoutingTrialJson,
} from "../../core/contract/lead-routing.ts";
import type { LeadJson } from "../../core/contract/leads.ts";
import { assignBatch, assignByRegret } from "../../core/routing/assign-batch.ts";
import { seededRandom } from "../../core/stats/random.ts";
import { routeArrived } from "../routing/route-arrived.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, numberDeps, type TestCast } from "../test-company.ts";

const app = await testApp();
const NOW = Date.UTC(2026, 8, 15, 9, 30);
let tenantId = 0;
let cast: TestCast;
beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, NOW));
});

type Person = { tenantId: number; userId: string };
async function send<T>(as: Person, method: string, path: string, body?: object, headers = {}): Promise<T> {
	const response = await app.call(method, path, { as, headers, ...(body && { body }) });
	expect(response.status, await response.clone().text()).toBeLessThan(300);
	return (await response.json()) as T;
}
const routing = () => send<RoutingJson>(cast.david, "GET", "/leads/routing");
async function change(given: object) {
	const { settings } = await routing();
	return send<RoutingJson>(cast.david, "PUT", "/leads/routing", { ...settings, ...given });
}
const setPerson = (id: string, given: object = {}) =>
	send(cast.robert, "PUT", `/leads/routing/people/${id}`, {
		...{ takesLeads: true, capacity: null, weight: 1, skills: [], languages: [], absences: [] },
		...given,
	});
const arrive = async (name: string, given: object = {}) => {
	const made = await send<LeadJson>(cast.david, "POST", "/leads", { name, ...given });
	await routeArrived(numberDeps(app), { tenantId, leadId: made.id });
	return send<LeadJson>(cast.david, "GET", `/leads/${made.id}`);
};
const log = (as: Person = cast.jennifer) => send<AssignmentPageJson>(as, "GET", "/leads/routing/assignments");

describe("routing", () => {
	test("is off until somebody switches it on; then a lead that arrives has an owner at once, with why", async () => {
		expect((await arrive("Too early")).owner).toBeNull();
		await change({ isOn: true });
		const lead = await arrive("Ada Okoye");
		expect(lead.owner).not.toBeNull();
		const [entry] = (await log()).items;
		expect(entry).toMatchObject({ lead: { name: "Ada Okoye" }, cause: "arrival", state: "given", to: lead.owner });
		expect(entry?.text).toContain(`It was ${lead.owner?.name}’s turn`);
	});

	test("gives a lead once, however often its arrival is told", async () => {
		const lead = await arrive("Told twice");
		await routeArrived(numberDeps(app), { tenantId, leadId: lead.id });
		await routeArrived(numberDeps(app), { tenantId, leadId: lead.id });
		const entries = (await log()).items.filter((e) => e.lead.id === lead.id);
		expect(entries).toHaveLength(1);
	});

	test("asks for capacity, absence, skill and language, and says whom it left out", async () => {
		const { people } = await routing();
		expect(people.length).toBeGreaterThan(2);
		const others = people.filter((p) => p.id !== cast.maria.userId);
		for (const { id } of others) await setPerson(id, { capacity: 0 });
		await setPerson(cast.maria.userId, { languages: ["French"], skills: ["Aurora"] });
		const { settings } = await routing();
		const rules = settings.rules.map((rule) => ({ ...rule, language: "must", skill: "prefer" }));
		await change({ rules, languageField: "country", skillField: "industry" });
		const french = await arrive("Mathéo Dubois", { country: "French", industry: "Aurora" });
		expect(french.owner?.id).toBe(cast.maria.userId);
		const spanish = await arrive("Inés Prieto", { country: "Spanish" });
		expect(spanish.owner).toBeNull();
		const [entry] = (await log(cast.david)).items;
		expect(entry).toMatchObject({ lead: { id: spanish.id }, state: "waits", to: null });
		expect(entry?.text).toMatch(/have no room.*does not speak the language.*nobody is left.*it waits/);
		const day = new Date(NOW).toISOString().slice(0, 10);
		await setPerson(cast.maria.userId, { languages: ["French"], absences: [{ from: day, to: day }] });
		expect((await arrive("Luc Petit", { country: "French" })).owner).toBeNull();
		for (const { id } of people) await setPerson(id);
		await change({ languageField: null });
	});

	test("leads that nobody has are proposed first and then given once, as many as there is room for", async () => {
		const { unowned } = await routing();
		expect(unowned).toBeGreaterThan(1);
		const plan = await send<OptimizedJson>(cast.robert, "POST", "/leads/routing/optimize", { apply: false });
		expect([plan.given, plan.applied, (await routing()).unowned]).toEqual([unowned, false, unowned]);
		const { settings } = await routing();
		await change({ rules: settings.rules.map((rule) => ({ ...rule, way: "bestChance", language: "ignore" })) });
		const headers = { "idempotency-key": "batch" };
		const once = await send<OptimizedJson>(cast.robert, "POST", "/leads/routing/optimize", { apply: true }, headers);
		const again = await send<OptimizedJson>(cast.robert, "POST", "/leads/routing/optimize", { apply: true }, headers);
		expect(again).toEqual(once);
		expect(once).toMatchObject({ given: unowned, waits: 0, isProven: true });
		expect(once.items[0]?.text).toContain("its chance is best");
		expect((await routing()).unowned).toBe(0);
	});

	test("rules are tried on the leads of the last 30 days, and nothing is kept", async () => {
		const { settings } = await routing();
		const { version, ...given } = settings;
		const rules = settings.rules.map((rule) => ({ ...rule, way: "turns" }));
		const tried = await send<RoutingTrialJson>(cast.david, "POST", "/leads/routing/preview", { ...given, rules });
		expect(tried.leads).toBeGreaterThan(0);
		expect(tried.people.reduce((sum, p) => sum + p.got, 0) + tried.waits).toBe(tried.leads);
		for (const { got, due } of tried.people) expect(Math.abs(got - (due ?? 0))).toBeLessThan(2);
		expect(tried.accounts).toBeNull();
		expect((await routing()).settings.version).toBe(version);
	});

	test("rules for accounts too are tried on the accounts of those days, which keep whom they have", async () => {
		const { version, ...settings } = (await routing()).settings;
		const owners = () =>
			app.database.inTenant(tenantId, (trx) =>
				sql`select id, owner_id from accounts order by id`.execute(trx).then(({ rows }) => rows),
			);
		await app.database.inTenant(tenantId, (trx) =>
			sql`update accounts set created_at = ${new Date(NOW - 86_400_000)} where id in
				(select id from accounts order by id limit 3)`.execute(trx),
		);
		const before = await owners();
		const body = { ...settings, accountsToo: true };
		const { accounts } = await send<RoutingTrialJson>(cast.david, "POST", "/leads/routing/preview", body);
		expect(accounts).toMatchObject({ accounts: 3, placed: 0, isPart: false });
		const got = accounts?.people.reduce((sum, p) => sum + p.got, 0) ?? 0;
		expect(got + (accounts?.waits ?? 0)).toBe(3);
		expect(await owners()).toEqual(before);
	});

	test("a rep asks before a lead changes hands; whoever leads agrees or declines, once", async () => {
		const { rows } = await app.database.inTenant(tenantId, (trx) =>
			sql<{ id: string }>`select l.id from leads l where l.owner_id = ${cast.maria.userId}::uuid
				and l.status in ('new', 'working', 'qualified') order by l.id limit 2`.execute(trx),
		);
		const [first, second] = rows.map((row) => row.id);
		const other = (await routing()).people.find((p) => p.id !== cast.maria.userId)?.id ?? "";
		const body = { toId: other, reason: "Speaks their language" };
		const wish = (leadId: string | undefined) =>
			send<LeadAssignmentJson>(cast.maria, "POST", `/leads/${leadId}/reassign`, body);
		const asked = await wish(first);
		expect(asked).toMatchObject({ state: "asked", text: "Speaks their language" });
		expect((await send<LeadJson>(cast.maria, "GET", `/leads/${first}`)).owner?.id).toBe(cast.maria.userId);
		expect((await app.call("POST", `/leads/${first}/reassign`, { as: cast.maria, body })).status).toBe(422);
		const decide = (id: string, agree: boolean, as: Person = cast.robert) =>
			app.call("POST", `/lead-assignments/${id}/decide`, { as, body: { agree } });
		expect((await decide(asked.id, true, cast.maria)).status).toBe(403);
		expect((await decide(asked.id, true)).status).toBe(200);
		expect((await decide(asked.id, true)).status).toBe(422);
		expect((await send<LeadJson>(cast.david, "GET", `/leads/${first}`)).owner?.id).toBe(other);
		const declined = await wish(second);
		expect((await decide(declined.id, false)).status).toBe(200);
		expect((await send<LeadJson>(cast.maria, "GET", `/leads/${second}`)).owner?.id).toBe(cast.maria.userId);
		const handed = await send<LeadAssignmentJson>(cast.robert, "POST", `/leads/${second}/reassign`, body);
		expect(handed.state).toBe("given");
	});

	test("is for those who lead, rules for operations, by the version that was read", async () => {
		expect((await app.call("GET", "/leads/routing", { as: cast.maria })).status).toBe(403);
		const { settings } = await routing();
		expect((await app.call("PUT", "/leads/routing", { as: cast.robert, body: settings })).status).toBe(403);
		const stale = { ...settings, version: "older" };
		expect((await app.call("PUT", "/leads/routing", { as: cast.david, body: stale })).status).toBe(409);
	});
});

describe("200 leads and 20 people", () => {
	test("are assigned within 1 % of the best there is, with the solver exactly", async () => {
		for (let seed = 1; seed <= 4; seed++) {
			const random = seededRandom(seed);
			const skill = Array.from({ length: 20 }, () => random());
			const worth = Array.from({ length: 200 }, () => {
				const chance = 0.02 + 0.5 * random() ** 2;
				return skill.map((s) => (random() < 0.15 ? null : chance * (0.6 + 0.5 * s + 0.4 * random())));
			});
			const room = skill.map(() => 6 + Math.floor(8 * random()));
			const [quick, best] = [assignByRegret({ worth, room }), await assignBatch({ worth, room }, app.deps.solve, 30)];
			expect(best.isProven).toBe(true);
			const count = (to: (number | null)[]) => to.filter((p) => p !== null).length;
			expect(count(quick.to)).toBe(count(best.to));
			expect(quick.worth / best.worth, `seed ${seed}`).toBeGreaterThan(0.99);
			for (const [k, most] of room.entries()) expect(best.to.filter((p) => p === k).length).toBeLessThanOrEqual(most);
		}
	});
});
