import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { LeadJson } from "../../core/contract/leads.ts";
import type {
	NurtureListJson,
	NurtureSequenceJson,
	NurtureTaskListJson,
	NurtureTrialJson,
} from "../../core/contract/nurture.ts";
import type { Page } from "../../core/contract/scalars.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import { runNurture, sweepNurture } from "../nurture/run-nurture.ts";
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
async function send<T>(as: Person, method: string, path: string, body?: object, status = 200): Promise<T> {
	const response = await app.call(method, path, { as, ...(body && { body }) });
	expect(response.status, await response.clone().text()).toBe(status);
	return (await response.json()) as T;
}
const campaigns = "/leads/nurturing/campaigns";
const run = () =>
	runNurture(numberDeps(app), { tenantId }, { signal: new AbortController().signal, progress: async () => {} });
const goTo = (days: number) =>
	app.database.inTenant(tenantId, (trx) =>
		sql`update tenants set clock_at = ${new Date(NOW + days * DAY_MS)}`.execute(trx),
	);
const tasks = (as: Person) => send<NurtureTaskListJson>(as, "GET", "/leads/nurturing/tasks");
const shown = async (id: string) => {
	const { items } = await send<NurtureListJson>(cast.david, "GET", campaigns);
	return items.find((s) => s.id === id) as NurtureSequenceJson;
};
const step = (waitDays: number, text: string) => ({ waitDays, text, channel: "call", contentId: null });
const rules = {
	name: "Wake the sleeping",
	grade: null,
	when: [{ field: "name", is: "known" }],
	steps: [step(0, "Call and ask how it goes"), step(5, "Call again")],
	exits: ["replied", "hot"],
	holdoutShare: 0,
	measureDays: 60,
};

describe("a sequence for leads", () => {
	let id = "";
	let taken = 0;

	test("is tried before it takes anybody, and takes nobody as a draft", async () => {
		const trial = await send<NurtureTrialJson>(cast.david, "POST", `${campaigns}/preview`, {
			grade: rules.grade,
			when: rules.when,
			holdoutShare: 0.5,
		});
		const open = (await send<Page<LeadJson>>(cast.david, "GET", "/leads?open=true")).items;
		expect(trial).toMatchObject({ taken: open.length, open: open.length, heldOut: Math.round(open.length / 2) });
		taken = trial.taken;
		({ id } = await send<NurtureSequenceJson>(cast.david, "POST", campaigns, rules, 201));
		await run();
		expect(await shown(id)).toMatchObject({ state: "draft", counts: { active: 0, openTasks: 0 } });
	});

	test("is not changed by who may only sell, nor started without saying whom it takes", async () => {
		await send(cast.maria, "POST", campaigns, rules, 403);
		const vague = await send<NurtureSequenceJson>(cast.david, "POST", campaigns, { ...rules, when: [] }, 201);
		await send(cast.david, "POST", `${campaigns}/${vague.id}/state`, { state: "running", version: 1 }, 422);
		await send(cast.david, "POST", campaigns, { ...rules, when: [{ field: "shoe", is: "known" }] }, 400);
		const contentId = cast.maria.userId;
		await send(cast.david, "POST", campaigns, { ...rules, steps: [{ ...step(0, "Send"), contentId }] }, 400);
	});

	test("asks the owner of each lead for its first step, once however often it is run", async () => {
		await send(cast.david, "POST", `${campaigns}/${id}/state`, { state: "running", version: 1 });
		await run();
		await run();
		expect((await shown(id)).counts).toMatchObject({ active: taken, openTasks: taken });
		const hers = await tasks(cast.maria);
		expect(hers.items.every((t) => t.owner?.id === cast.maria.userId)).toBe(true);
		expect((await tasks(cast.david)).total).toBe(taken);
	});

	test("is looked at now and then while it runs", async () => {
		expect(await sweepNurture(app)).toBe(1);
	});

	test("goes on after its wait, and not while it is paused; a task is settled once", async () => {
		const [first] = (await tasks(cast.david)).items;
		await send(cast.david, "POST", `/leads/nurturing/tasks/${first?.id}/settle`, { state: "done" });
		const again = await send(cast.david, "POST", `/leads/nurturing/tasks/${first?.id}/settle`, { state: "dropped" });
		expect(again).toMatchObject({ state: "done" });
		await send(cast.david, "POST", `${campaigns}/${id}/state`, { state: "paused", version: 1 }, 409);
		await send(cast.david, "POST", `${campaigns}/${id}/state`, { state: "paused", version: 2 });
		await goTo(6);
		await run();
		expect((await tasks(cast.david)).total).toBe(taken - 1);
		await send(cast.david, "POST", `${campaigns}/${id}/state`, { state: "running", version: 3 });
		await app.database.inTenant(tenantId, (trx) =>
			sql`insert into activities (tenant_id, occurred_at, kind, direction, lead_id)
				values (${tenantId}, ${new Date(NOW + DAY_MS)}, 'email', 'in', ${first?.lead.id}::uuid)`.execute(trx),
		);
		await run();
		expect((await shown(id)).counts).toMatchObject({ active: 0, left: 1, finished: taken - 1 });
		expect((await tasks(cast.david)).total).toBe(2 * (taken - 1));
	});

	test("lets go of a lead that is set aside, and keeps what its effect is measured by", async () => {
		const [first] = (await tasks(cast.david)).items;
		await app.database.inTenant(tenantId, (trx) =>
			sql`update leads set status = 'disqualified' where id = ${first?.lead.id}::uuid`.execute(trx),
		);
		await run();
		expect((await tasks(cast.david)).total).toBe(2 * (taken - 2));
		await send(cast.david, "PUT", `${campaigns}/${id}`, { ...rules, holdoutShare: 0.3, version: 4 }, 422);
		await send(cast.david, "PUT", `${campaigns}/${id}`, { ...rules, name: "Wake them", version: 4 });
	});
});

test("the effect is told from the leads whose time is over, those held out against the others", async () => {
	await goTo(0);
	await app.database.inTenant(tenantId, (trx) =>
		sql`insert into leads (tenant_id, name, status, created_at)
			select ${tenantId}, 'Lead ' || k, 'new', ${new Date(NOW - DAY_MS)} from generate_series(1, 200) k`.execute(trx),
	);
	const given = { ...rules, when: [{ field: "name", is: "contains", values: ["Lead "] }], holdoutShare: 0.5 };
	const { id } = await send<NurtureSequenceJson>(cast.david, "POST", campaigns, given, 201);
	await send(cast.david, "POST", `${campaigns}/${id}/state`, { state: "running", version: 1 });
	await run();
	const { counts, effect } = await shown(id);
	expect(counts.active + counts.heldOut).toBe(200);
	expect(counts.openTasks).toBe(counts.active);
	expect(effect).toMatchObject({ verdict: "tooEarly", treated: { n: 0 } });
	await app.database.inTenant(tenantId, (trx) =>
		sql`update leads l set status = 'converted', closed_at = ${new Date(NOW + 10 * DAY_MS)}
			from nurture_enrolments e where e.lead_id = l.id and e.sequence_id = ${id}::uuid and not e.is_held_out`.execute(
			trx,
		),
	);
	await goTo(61);
	const later = await shown(id);
	expect(later.effect).toMatchObject({
		verdict: "helps",
		treated: { n: counts.active, converted: counts.active },
		heldOut: { n: counts.heldOut, converted: 0 },
		difference: { value: 1 },
	});
});
