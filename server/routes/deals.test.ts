import { beforeAll, describe, expect, test } from "vitest";
import type { DealJson, DealPage } from "../../core/contract/deals.ts";
import type { Page } from "../../core/contract/scalars.ts";
import type { DealModel } from "../../core/scoring/deal-model.ts";
import { scoreDeal } from "../../core/scoring/deal-probability.ts";
import { liveModel } from "../db/models.ts";
import { loadDealTimeline } from "../db/timelines.ts";
import { rescoreDeal } from "../jobs/rescore-deal.ts";
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
const list = (as: Person, query = "") => get<Page<DealJson>>(as, `/opportunities${query}`);
const names = (page: Page<DealJson>) => page.items.map((d) => d.name);
async function stageId(as: Person, kind: string): Promise<string> {
	const { items } = await get<{ items: { id: string; kind: string }[] }>(as, "/stages");
	return items.find((s) => s.kind === kind)?.id ?? "";
}

describe("who sees which deals", () => {
	test("Maria sees hers, Robert his team's, Jennifer all", async () => {
		const [hers, teams, all] = await Promise.all([list(cast.maria), list(cast.robert), list(cast.jennifer)]);
		expect(hers.items.every((d) => d.owner?.id === cast.maria.userId)).toBe(true);
		expect(hers.total).toBeGreaterThan(0);
		expect(teams.total).toBeGreaterThan(hers.total);
		expect(all.total).toBeGreaterThan(teams.total);
		expect(all.total).toBe(12);
		const teamIds = new Set(teams.items.map((d) => d.id));
		expect(hers.items.every((d) => teamIds.has(d.id))).toBe(true);
	});

	test("a deal out of sight is not found, to read or to change", async () => {
		const hers = new Set((await list(cast.maria)).items.map((d) => d.id));
		const other = (await list(cast.jennifer)).items.find((d) => !hers.has(d.id));
		const read = await app.call("GET", `/opportunities/${other?.id}`, { as: cast.maria });
		expect(read.status).toBe(404);
		const body = { name: "Mine now", version: other?.version };
		expect((await app.call("PUT", `/opportunities/${other?.id}`, { as: cast.maria, body })).status).toBe(404);
	});

	test("a rep cannot hand a deal to somebody out of sight", async () => {
		const [deal] = (await list(cast.maria, "?status=open")).items;
		const body = { ownerId: cast.jennifer.userId, version: deal?.version };
		const answer = await app.call("PUT", `/opportunities/${deal?.id}`, { as: cast.maria, body });
		expect(answer.status).toBe(422);
	});
});

describe("a list of deals", () => {
	test.each(["closeDate", "-closeDate", "amount", "-amount", "probability", "-probability", "createdAt", "-name"])(
		"sorted by %s comes in pages that together are the whole, each deal once",
		async (sort) => {
			const whole = await list(cast.jennifer, `?sort=${sort}&limit=200`);
			const paged: string[] = [];
			let cursor: string | null = null;
			do {
				const page: Page<DealJson> = await list(
					cast.jennifer,
					`?sort=${sort}&limit=5${cursor ? `&cursor=${cursor}` : ""}`,
				);
				paged.push(...page.items.map((d) => d.id));
				cursor = page.nextCursor;
			} while (cursor);
			expect(paged).toEqual(whole.items.map((d) => d.id));
			expect(new Set(paged).size).toBe(12);
		},
	);

	test("is in order of its sort, with blanks last", async () => {
		const amounts = (await list(cast.jennifer, "?sort=-amount")).items.map((d) => d.amountReporting?.amountMinor);
		const priced = amounts.filter((a) => a !== undefined).map(Number);
		expect(priced).toEqual([...priced].sort((a, b) => b - a));
		expect(amounts.slice(0, priced.length)).not.toContain(undefined);
		expect(priced.length).toBeLessThan(12);
		const chances = (await list(cast.jennifer, "?sort=-probability&status=open")).items.map(
			(d) => d.probability?.value,
		);
		expect(chances).toEqual([...chances].sort((a, b) => Number(b) - Number(a)));
	});

	test("keeps its place while deals are added before and after", async () => {
		const first = await list(cast.jennifer, "?sort=name&limit=4");
		const stage = await stageId(cast.jennifer, "open");
		for (const name of ["AAA added first", "ZZZ added last"]) {
			const body = { name, stageId: stage };
			expect((await app.call("POST", "/opportunities", { as: cast.jennifer, body })).status).toBe(201);
		}
		const rest = await list(cast.jennifer, `?sort=name&limit=50&cursor=${first.nextCursor}`);
		expect(names(rest)).not.toContain("AAA added first");
		expect(names(rest)).toContain("ZZZ added last");
		expect(new Set([...names(first), ...names(rest)]).size).toBe(13);
	});

	test("is filtered by status, stage, owner, team, account, close date and words", async () => {
		const all = (await list(cast.jennifer)).items;
		const open = await list(cast.jennifer, "?status=open");
		expect(open.items.every((d) => d.status === "open")).toBe(true);
		expect(open.total).toBe(all.filter((d) => d.status === "open").length);
		const some = all.find((d) => d.account);
		const ids = async (query: string) => (await list(cast.jennifer, query)).items.map((d) => d.id).sort();
		const those = (keep: (d: DealJson) => boolean) =>
			all
				.filter(keep)
				.map((d) => d.id)
				.sort();
		expect(await ids(`?stageId=${some?.stage.id}`)).toEqual(those((d) => d.stage.id === some?.stage.id));
		expect(await ids(`?ownerId=${cast.maria.userId}`)).toEqual(those((d) => d.owner?.id === cast.maria.userId));
		expect(await ids(`?accountId=${some?.account?.id}`)).toEqual(those((d) => d.account?.id === some?.account?.id));
		expect(await ids("?closeFrom=2026-09-01&closeTo=2026-12-31")).toEqual(
			those((d) => d.closeDate !== null && d.closeDate >= "2026-09-01" && d.closeDate <= "2026-12-31"),
		);
		const word = some?.account?.name.split(" ")[0] ?? "";
		expect(await ids(`?search=${encodeURIComponent(word.toLowerCase())}`)).toEqual(
			those((d) => d.name.includes(word) || (d.account?.name.includes(word) ?? false)),
		);
		expect((await list(cast.jennifer, "?search=%25")).total).toBe(0);
		const team = await list(cast.jennifer, `?teamId=${"01856a00-0000-7000-8000-00000000a002"}`);
		expect(new Set(team.items.map((d) => d.owner?.name))).toEqual(new Set(["Maria Alvarez", "Kenji Sato"]));
	});

	test("refuses a sort it does not know and a cursor of another list", async () => {
		const first = await list(cast.jennifer, "?sort=name&limit=2");
		for (const query of ["?sort=colour", `?sort=amount&cursor=${first.nextCursor}`, "?cursor=nonsense", "?limit=0"]) {
			expect((await app.call("GET", `/opportunities${query}`, { as: cast.jennifer })).status).toBe(400);
		}
	});
});

describe("a deal's number", () => {
	test("is its scores row, and the scores row is what the stored model says of its history", async () => {
		const { items } = await list(cast.jennifer, "?status=open&limit=200");
		const db = app.database.reader(tenantId);
		const rows = await db.selectFrom("scores").selectAll().where("entity", "=", "deal").execute();
		const model = (await liveModel(db, "deal"))?.body as unknown as DealModel;
		expect(rows.length).toBeGreaterThan(5);
		for (const row of rows) {
			const shown = items.find((d) => d.id === row.entity_id)?.probability;
			expect(shown).toMatchObject({ value: row.value, n: row.n, interval: { low: row.low, high: row.high } });
			const line = await loadDealTimeline(db, row.entity_id, NOW);
			expect(line && scoreDeal(model, line, NOW).value).toBeCloseTo(row.value ?? -1, 12);
			if (row.before_at !== null) {
				expect(line && scoreDeal(model, line, row.before_at).value).toBeCloseTo(row.before_value ?? -1, 12);
			}
		}
	});

	test("has reasons whose shown points add up to the shown value", async () => {
		const { items } = await list(cast.jennifer, "?status=open&limit=200");
		const read = (text: string) => Number(text.replace("−", "-").replace(/[^\d-]/g, ""));
		for (const { probability: view } of items) {
			if (!view || view.value === null || view.base === null) continue;
			const exact = view.parts.reduce((sum, p) => sum + Number(p.value), Number(view.base.value));
			expect(exact).toBeCloseTo(Number(view.value), 9);
			const shown = view.parts.reduce((sum, p) => sum + read(p.amount), read(view.base.amount));
			expect(shown).toBe(Math.round(Number(view.value) * 100));
			expect(view.parts.length).toBeLessThanOrEqual(6);
			for (const text of [view.text.value, view.text.interval, ...view.parts.map((p) => p.text)]) {
				expect(text).not.toMatch(/[{}]|reason\.|undefined/);
			}
		}
	});

	test("is worded in the viewer's language and figures", async () => {
		const [deal] = (await list(cast.maria, "?status=open")).items;
		expect(deal?.probability?.text.value).toMatch(/^[<>]?\d+\u00a0%$/);
		expect(deal?.probability?.text.interval).toMatch(/^\d+(–\d+)?\u00a0%$/);
		const headers = { "accept-language": "ja" };
		const answer = await app.call("GET", "/opportunities?status=open", { as: cast.maria, headers });
		const [japanese] = ((await answer.json()) as Page<DealJson>).items;
		expect(japanese?.probability?.text.value).toMatch(/^[<>]?\d+%$/);
	});
});

describe("changing a deal", () => {
	const openDeal = async () => {
		const { items } = await list(cast.maria, "?status=open&sort=name");
		const deal = items[0];
		if (!deal) throw new Error("Maria has no open deal");
		return deal;
	};

	test("needs the version that was read, in the body or as If-Match", async () => {
		const deal = await openDeal();
		const put = (body: object, headers: Record<string, string> = {}) =>
			app.call("PUT", `/opportunities/${deal.id}`, { as: cast.maria, body, headers });
		expect((await put({ nextStep: "Call Ada" })).status).toBe(428);
		const done = await put({ nextStep: "Call Ada" }, { "if-match": `"${deal.version}"` });
		expect(done.status).toBe(200);
		expect(done.headers.get("etag")).toBe(`"${deal.version + 1}"`);
		const stale = await put({ nextStep: "Call Bo", version: deal.version });
		expect(stale.status).toBe(409);
		expect(await stale.json()).toMatchObject({
			code: "version_conflict",
			detail: expect.stringContaining("Read it again"),
		});
	});

	test("of two at once from the same version one wins", async () => {
		const deal = await openDeal();
		const bodies = ["Call", "Write"].map((nextStep) => ({ nextStep, version: deal.version }));
		const answers = await Promise.all(
			bodies.map((body) => app.call("PUT", `/opportunities/${deal.id}`, { as: cast.maria, body })),
		);
		expect(answers.map((a) => a.status).sort()).toEqual([200, 409]);
	});

	test("is told in its history, in an event and in the audit, and moves its number when rescored", async () => {
		const deal = await openDeal();
		const page = await get<DealPage>(cast.maria, `/opportunities/${deal.id}`);
		const stages = page.stages.filter((s) => s.kind === "open").sort((a, b) => a.position - b.position);
		const next = stages.at(-1)?.id === deal.stage.id ? stages[0] : stages.at(-1);
		const body = { stageId: next?.id, closeDate: "2026-12-24", amountMinor: "1234500", version: deal.version };
		const done = await app.call("PUT", `/opportunities/${deal.id}`, { as: cast.maria, body });
		expect(done.status, await done.clone().text()).toBe(200);
		const changed = (await done.json()) as DealJson;
		expect(changed).toMatchObject({ stage: { id: next?.id }, closeDate: "2026-12-24", version: deal.version + 1 });
		expect(changed.probability?.state).toBe("stale");
		expect(changed.probability?.text.state).toContain("changed");

		await rescoreDeal(numberDeps(app), { tenantId, dealId: deal.id });
		const after = await get<DealPage>(cast.maria, `/opportunities/${deal.id}`);
		expect(after.deal.probability?.state).not.toBe("stale");
		expect(after.deal.probability?.value).not.toBe(deal.probability?.value);
		const told = after.history.filter((h) => h.source === "Maria Alvarez");
		expect(
			told
				.map((h) => h.field)
				.sort()
				.slice(0, 3),
		).toEqual(["amountMinor", "closeDate", "nextStep"]);
		expect(told.find((h) => h.field === "stageId")).toMatchObject({ from: deal.stage.name, to: next?.name });

		const db = app.database.reader(tenantId);
		const events = await db.selectFrom("events").select("type").where("entity_id", "=", deal.id).execute();
		expect(events.map((e) => e.type)).toEqual(expect.arrayContaining(["deal.changed", "deal.scored"]));
		const audit = await db
			.selectFrom("audit_entries")
			.select(["action", "actor"])
			.where("entity_id", "=", deal.id)
			.execute();
		expect(audit).toContainEqual({ action: "deal.updated", actor: "Maria Alvarez" });
	});

	test("losing it on a day that has passed closes it then", async () => {
		const deal = await openDeal();
		const put = async (body: object, version: number) => {
			const answer = await app.call("PUT", `/opportunities/${deal.id}`, { as: cast.maria, body: { ...body, version } });
			expect(answer.status, await answer.clone().text()).toBe(200);
			return (await answer.json()) as DealJson;
		};
		const dated = await put({ closeDate: "2026-09-01" }, deal.version);
		const lost = await put({ stageId: await stageId(cast.maria, "lost"), closeDate: "2026-09-01" }, dated.version);
		expect(lost.closedAt?.slice(0, 10)).toMatch(/^2026-(08-31|09-01)$/);
		await put({ stageId: deal.stage.id }, lost.version);
		await rescoreDeal(numberDeps(app), { tenantId, dealId: deal.id });
	});

	test("winning it closes it, takes its number away, and reopening brings both back", async () => {
		const deal = await openDeal();
		const won = await stageId(cast.maria, "won");
		const body = { stageId: won, version: deal.version };
		const answer = await app.call("PUT", `/opportunities/${deal.id}`, { as: cast.maria, body });
		const closed = (await answer.json()) as DealJson;
		expect(closed).toMatchObject({ status: "won", probability: null, closeDate: "2026-09-15" });
		expect(closed.closedAt).not.toBeNull();
		await rescoreDeal(numberDeps(app), { tenantId, dealId: deal.id });
		const back = { stageId: deal.stage.id, version: closed.version };
		const reopened = await app.call("PUT", `/opportunities/${deal.id}`, { as: cast.maria, body: back });
		expect(await reopened.json()).toMatchObject({ status: "open", closedAt: null, probability: { state: "empty" } });
		await rescoreDeal(numberDeps(app), { tenantId, dealId: deal.id });
		const page = await get<DealPage>(cast.maria, `/opportunities/${deal.id}`);
		expect(page.deal.probability?.value).toBeGreaterThan(0);
	});
});

describe("making a deal", () => {
	test("once for each key, however often it is sent", async () => {
		const body = { name: "Lakeside – hall lights", stageId: await stageId(cast.maria, "open"), amountMinor: "500000" };
		const send = (given: object) =>
			app.call("POST", "/opportunities", { as: cast.maria, body: given, headers: { "idempotency-key": "lakeside-1" } });
		const first = await send(body);
		expect(first.status, await first.clone().text()).toBe(201);
		const made = (await first.json()) as DealJson;
		expect(made).toMatchObject({
			owner: { id: cast.maria.userId },
			amount: { amountMinor: "500000", currency: "EUR" },
		});
		expect(await (await send(body)).json()).toEqual(made);
		expect((await send({ ...body, name: "Other" })).status).toBe(409);
		const page = await list(cast.maria, "?search=Lakeside%20%E2%80%93%20hall");
		expect(page.total).toBe(1);
		const opened = await get<DealPage>(cast.maria, `/opportunities/${made.id}`);
		expect(opened.history.map((h) => h.text)).toEqual(["Created"]);
	});

	test("with a NUL in a text or more money than a sum can hold is refused, not an error of ours", async () => {
		const stage = await stageId(cast.maria, "open");
		for (const wrong of [{ nextStep: "call\u0000Bo" }, { amountMinor: "9".repeat(18) }]) {
			const body = { name: "Odd", stageId: stage, ...wrong };
			const answer = await app.call("POST", "/opportunities", { as: cast.maria, body });
			expect(answer.status).toBe(400);
			expect(await answer.json()).toMatchObject({ code: "invalid_request" });
		}
	});

	test("in a stage that does not exist is refused with the path of what is wrong", async () => {
		const body = { name: "Nowhere", stageId: crypto.randomUUID() };
		const answer = await app.call("POST", "/opportunities", { as: cast.maria, body });
		expect(answer.status).toBe(422);
		expect(await answer.json()).toMatchObject({ errors: [{ path: "stageId" }] });
	});
});
