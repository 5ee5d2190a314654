import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { LeadAdviceJson, LeadRecommendationJson, NurtureTriggeredJson } from "../../core/contract/lead-advice.ts";
import type { AssignmentPageJson, LeadAssignmentJson, RoutingJson } from "../../core/contract/lead-routing.ts";
import type { LeadJson } from "../../core/contract/leads.ts";
import type { NurtureSequenceJson, NurtureTaskListJson } from "../../core/contract/nurture.ts";
import type { Page } from "../../core/contract/scalars.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import { runNurture } from "../nurture/run-nurture.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, numberDeps, rebuildNow, type TestCast } from "../test-company.ts";

const app = await testApp();
/** A Tuesday; the company's clocks are its zone's. */
const NOW = Date.UTC(2026, 8, 15, 9, 30);
let tenantId = 0;
let cast: TestCast;
beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, NOW));
});

type Person = { tenantId: number; userId: string };
async function send<T>(as: Person, method: string, path: string, body?: object, status = 200): Promise<T> {
	const response = await app.call(method, path, { as, ...(body && { body }) });
	expect(response.status, await response.clone().text()).toBe(status);
	return (await response.json()) as T;
}
const recommended = (as: Person, id: string) =>
	send<LeadRecommendationJson>(as, "GET", `/leads/${id}/nurturing/recommendations`);
const arrive = (name: string, given: object = {}) =>
	send<LeadJson>(cast.david, "POST", "/leads", { name, email: "someone@example.com", ownerId: null, ...given }, 201);
const adviceOn = async (as: Person, ids: string[]) =>
	(await send<{ items: LeadAdviceJson[] }>(as, "GET", `/leads/advice?ids=${ids.join()}`)).items;

/** Tries with leads of old, calls answered more than letters. */
async function addTries(): Promise<void> {
	await app.database.inTenant(tenantId, async (trx) => {
		await sql`insert into leads (tenant_id, name, status, created_at, closed_at, source)
			select ${tenantId}, 'Old ' || k, 'disqualified', ${new Date(NOW - 60 * DAY_MS)}, ${new Date(NOW - 20 * DAY_MS)}, 'Fair'
			from generate_series(1, 200) k`.execute(trx);
		const old = sql`(select id, row_number() over (order by id) as n from leads where source = 'Fair') l`;
		await sql`insert into activities (tenant_id, occurred_at, kind, direction, lead_id)
			select ${tenantId}::int, ${new Date(NOW - 50 * DAY_MS)}::timestamptz, case when n % 2 = 0 then 'call' else 'email' end,
				'out', id from ${old}`.execute(trx);
		await sql`insert into activities (tenant_id, occurred_at, kind, direction, lead_id)
			select ${tenantId}::int, ${new Date(NOW - 49 * DAY_MS)}::timestamptz, 'email', 'in', id from ${old}
			where n % 4 = 0 or n % 20 = 1`.execute(trx);
	});
}

describe("how a lead is best reached next", () => {
	test("is what is usual, and says so, while there is too little to learn from", async () => {
		const { id } = await arrive("Nora Fields");
		const advice = await recommended(cast.david, id);
		expect(advice).toMatchObject({ isEnough: false, channel: { value: "email", basis: "usual" }, options: [] });
		expect(advice.text).toMatch(/^Write to Nora Fields /);
		expect(advice.reasons.map((r) => r.text).join(" ")).toMatch(/on record; it is learnt from them from 60 on/);
		expect(Date.parse(advice.time.from)).toBeGreaterThanOrEqual(NOW);
	});

	test("goes by what leads answered to once there were enough tries, with the figures it rests on", async () => {
		await addTries();
		await rebuildNow(app, tenantId);
		const { id } = await arrive("Omar Tahir", { phone: "+1 555 0100" });
		const advice = await recommended(cast.david, id);
		expect(advice).toMatchObject({ isEnough: true, channel: { value: "call", basis: "learnt" } });
		expect(advice.options.map((o) => [o.channel, o.n >= 100])).toEqual([
			["call", true],
			["email", true],
		]);
		const [call] = advice.options;
		expect(call?.rate).toBeGreaterThan(call?.low ?? 1);
		expect(advice.text).toMatch(/^Call Omar Tahir /);
		expect(advice.reasons[0]?.text).toMatch(/^Calls to leads like this one were answered \d+\s%/);
	});

	test("names content that fits what the lead looked at", async () => {
		await send(
			cast.david,
			"POST",
			"/content",
			{ kind: "playbook_line", title: "Our pricing, explained", body: "“It is per lamp.”", locale: "en" },
			201,
		);
		const { id } = await arrive("Petra Lind");
		await app.database.inTenant(tenantId, (trx) =>
			sql`insert into activities (tenant_id, occurred_at, kind, direction, lead_id, subject)
				values (${tenantId}, ${new Date(NOW - DAY_MS)}, 'web', 'in', ${id}::uuid, 'Visited pricing page')`.execute(trx),
		);
		const advice = await recommended(cast.david, id);
		expect(advice.content?.title).toBe("Our pricing, explained");
		expect(advice.reasons.find((r) => r.about === "content")?.text).toContain("Visited pricing page");
	});

	test("is asked only about leads that are open and in sight", async () => {
		const { id } = await arrive("Not hers");
		await send(cast.maria, "GET", `/leads/${id}/nurturing/recommendations`, undefined, 404);
		await send(cast.david, "PUT", `/leads/${id}`, { status: "disqualified", version: 1 });
		await send(cast.david, "GET", `/leads/${id}/nurturing/recommendations`, undefined, 422);
		expect(await adviceOn(cast.david, [id])).toEqual([]);
	});
});

describe("leads put into a sequence by hand", () => {
	const run = () =>
		runNurture(numberDeps(app), { tenantId }, { signal: new AbortController().signal, progress: async () => {} });
	const sequence = async (holdoutShare: number) => {
		const made = await send<NurtureSequenceJson>(
			cast.david,
			"POST",
			"/leads/nurturing/campaigns",
			{
				name: `Held out ${holdoutShare}`,
				grade: null,
				// Takes nobody by itself.
				when: [{ field: "name", is: "oneOf", values: ["nobody is called so"] }],
				steps: [{ waitDays: 0, channel: "call", text: "Call", contentId: null }],
				exits: [],
				holdoutShare,
				measureDays: 60,
			},
			201,
		);
		await send(cast.david, "POST", `/leads/nurturing/campaigns/${made.id}/state`, { state: "running", version: 1 });
		return made.id;
	};
	const put = (campaignId: string, leadIds: string[], as = cast.david, status = 200) =>
		send<NurtureTriggeredJson>(as, "POST", "/leads/nurturing/campaigns/trigger", { campaignId, leadIds }, status);

	test("are taken once, get their task, and chance holds out its share of them", async () => {
		const leads = [];
		for (let k = 0; k < 12; k++) leads.push((await arrive(`Batch ${k}`)).id);
		const all = await sequence(0);
		expect(await put(all, leads)).toMatchObject({ taken: leads, heldOut: [], already: [], leftOut: [] });
		expect(await put(all, leads)).toMatchObject({ taken: [], already: leads });
		await run();
		const tasks = await send<NurtureTaskListJson>(cast.david, "GET", "/leads/nurturing/tasks");
		expect(tasks.items.filter((t) => t.sequence.id === all)).toHaveLength(12);
		const half = await put(await sequence(0.5), leads);
		expect(half.taken.length + half.heldOut.length).toBe(12);
		expect(half.heldOut.length).toBeGreaterThan(0);
	});

	test("are left out where they are not open or not in sight; a sequence that does not run takes none", async () => {
		const id = await sequence(0);
		const [own, foreign] = [await arrive("Hers", { ownerId: cast.maria.userId }), await arrive("Nobody's")];
		expect(await put(id, [own.id, foreign.id], cast.maria)).toMatchObject({ taken: [own.id], leftOut: [foreign.id] });
		await send(cast.david, "POST", `/leads/nurturing/campaigns/${id}/state`, { state: "paused", version: 2 });
		await put(id, [own.id], cast.david, 422);
		await put(own.id, [], cast.david, 404);
	});
});

describe("the inbox's advice", () => {
	test("says the next step of each row, and who should have what nobody has, in turn and with why", async () => {
		const leads = [await arrive("First free"), await arrive("Second free")];
		const items = await adviceOn(
			cast.jennifer,
			leads.map((l) => l.id),
		);
		expect(items.map((i) => i.leadId)).toEqual(leads.map((l) => l.id));
		expect(items[0]?.next.text).toMatch(/^Write: /);
		expect(items[0]?.next.why).not.toBe("");
		const [a, b] = items.map((i) => i.owner);
		expect(a?.to?.id).not.toBe(b?.to?.id);
		expect(a?.why).toContain(`It was ${a?.to?.name}’s turn`);
		const { items: open } = await send<Page<LeadJson>>(cast.jennifer, "GET", "/leads?open=true");
		const owned = open.find((l) => l.owner !== null);
		expect((await adviceOn(cast.jennifer, [owned?.id ?? ""]))[0]?.owner).toBeNull();
	});

	test("is accepted with one call: the lead has its owner, it counts as their turn, and the log says why", async () => {
		const lead = await arrive("To be given");
		const [advice] = await adviceOn(cast.jennifer, [lead.id]);
		const to = advice?.owner?.to;
		const body = { toId: to?.id ?? "" };
		const made = await send<LeadAssignmentJson>(cast.jennifer, "POST", `/leads/${lead.id}/routing/accept`, body);
		expect(made).toMatchObject({ state: "given", to, lead: { id: lead.id } });
		expect(made.text).toContain(`It was ${to?.name}’s turn`);
		expect((await send<LeadJson>(cast.jennifer, "GET", `/leads/${lead.id}`)).owner).toEqual(to);
		const log = await send<AssignmentPageJson>(cast.jennifer, "GET", "/leads/routing/assignments");
		expect(log.items[0]?.id).toBe(made.id);
		// The next one is somebody else's turn, and a lead is given once.
		const [next] = await adviceOn(cast.jennifer, [(await arrive("After it")).id]);
		expect(next?.owner?.to?.id).not.toBe(to?.id);
		await send(cast.jennifer, "POST", `/leads/${lead.id}/routing/accept`, body, 422);
	});

	test("is not accepted for somebody who can no longer take it, nor by who may only sell", async () => {
		const lead = await arrive("Full house");
		const { people } = await send<RoutingJson>(cast.david, "GET", "/leads/routing");
		const person = people[0];
		const set = { takesLeads: true, weight: 1, skills: [], languages: [], absences: [] };
		await send(cast.david, "PUT", `/leads/routing/people/${person?.id}`, { ...set, capacity: 0 });
		await send(cast.david, "POST", `/leads/${lead.id}/routing/accept`, { toId: person?.id }, 422);
		await send(cast.maria, "POST", `/leads/${lead.id}/routing/accept`, { toId: cast.maria.userId }, 403);
	});
});
