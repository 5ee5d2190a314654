import { beforeAll, describe, expect, test } from "vitest";
import type { CompetitorJson, ContentJson, ContentPageJson } from "../../core/contract/content.ts";
import type { RoomJson } from "../../core/contract/room.ts";
import { smallDealId } from "../../core/demo/small-ground.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, type TestCast } from "../test-company.ts";

const app = await testApp();
let tenantId = 0;
let cast: TestCast;
type Person = { tenantId: number; userId: string };
beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, Date.UTC(2026, 8, 15, 9, 30)));
});

async function ask<T>(as: Person, method: string, path: string, body?: unknown, status = 200): Promise<T> {
	const answer = await app.call(method, path, { as, ...(body === undefined ? {} : { body }) });
	expect(answer.status, await answer.clone().text()).toBe(status);
	return (status === 204 ? undefined : await answer.json()) as T;
}
const list = async (as: Person = cast.maria) => (await ask<{ items: ContentJson[] }>(as, "GET", "/content")).items;
const LINE = { kind: "playbook_line", title: "Ask for the budget", body: "“Whose budget is it?”", locale: "en" };

describe("content", () => {
	test("is there from the start in the demo: three battlecards and two lines", async () => {
		expect((await list()).map((c) => c.kind).sort()).toEqual([
			"battlecard",
			"battlecard",
			"battlecard",
			"playbook_line",
			"playbook_line",
		]);
	});

	test("is read by those who sell and written by those who lead", async () => {
		await ask(cast.maria, "POST", "/content", LINE, 403);
		const made = await ask<ContentJson>(cast.robert, "POST", "/content", LINE, 201);
		expect(made).toMatchObject({ ...LINE, isArchived: false, updatedBy: { name: "Robert Chen" } });
		expect((await list()).map((c) => c.title)).toContain(LINE.title);
	});

	test("keeps what it said before, and goes back to it", async () => {
		const before = (await list()).find((c) => c.title === LINE.title);
		const path = `/content/${before?.id}`;
		await ask(cast.robert, "PUT", path, { body: "Anything else?" }, 428);
		const changed = await ask<ContentPageJson>(cast.robert, "PUT", path, { body: "“Who signs?”", version: 1 });
		await ask(cast.david, "PUT", path, { body: "late", version: 1 }, 409);
		expect(changed.versions).toMatchObject([{ version: 1, body: LINE.body, savedBy: { name: "Robert Chen" } }]);
		const { body } = changed.versions[0] ?? {};
		const back = await ask<ContentPageJson>(cast.david, "PUT", path, { body, version: changed.content.version });
		expect(back.content).toMatchObject({ body: LINE.body, version: 3, updatedBy: { name: "David Okafor" } });
		expect(back.versions.map((v) => v.body)).toEqual(["“Who signs?”", LINE.body]);
	});

	test("once archived is offered in no deal, and comes back", async () => {
		const quiet = (await list()).find((c) => c.title === "When the champion goes quiet");
		const titles = async () =>
			(await ask<RoomJson>(cast.maria, "GET", `/opportunities/${smallDealId("nearlyThere")}/room`)).playbook.map(
				(l) => l.title,
			);
		expect(await titles()).toContain(quiet?.title);
		const path = `/content/${quiet?.id}`;
		const gone = await ask<ContentPageJson>(cast.david, "PUT", path, { isArchived: true, version: quiet?.version });
		expect(await titles()).not.toContain(quiet?.title);
		await ask(cast.david, "PUT", path, { isArchived: false, version: gone.content.version });
		expect(await titles()).toContain(quiet?.title);
	});

	test("counts where it was used and how those deals stand, each deal once", async () => {
		const [line] = await list();
		for (const key of ["nearlyThere", "wonThisWeek", "fresh"]) {
			const path = `/opportunities/${smallDealId(key)}/content-uses`;
			for (const as of [cast.maria, cast.robert]) {
				await ask(as, "POST", path, { contentIds: [line?.id], kind: "used" }, 204);
			}
		}
		const { content } = await ask<ContentPageJson>(cast.maria, "GET", `/content/${line?.id}`);
		expect(content.uses).toEqual({ shown: 0, opened: 0, used: 6, deals: { open: 2, won: 1, lost: 0 } });
	});

	test("is downloaded as it is filtered", async () => {
		const answer = await app.call("GET", "/content/download?kind=battlecard&columns=title,used", { as: cast.maria });
		const lines = (await answer.text()).trim().split("\r\n");
		expect(lines).toHaveLength(4);
		expect(lines[1]).toContain("Against BrightGrid");
	});

	test("refuses an aim that is not there and a body that is none", async () => {
		await ask(cast.robert, "POST", "/content", { ...LINE, stageId: smallDealId("fresh") }, 422);
		await ask(cast.robert, "POST", "/content", { ...LINE, body: "  " }, 400);
	});
});

describe("competitors", () => {
	const all = async () => (await ask<{ items: CompetitorJson[] }>(cast.maria, "GET", "/competitors")).items;

	test("have names of their own and spellings by which they are heard", async () => {
		await ask(cast.maria, "POST", "/competitors", { name: "Nordlys" }, 403);
		const made = await ask<CompetitorJson>(cast.robert, "POST", "/competitors", { name: "Nordlys" }, 201);
		await ask(cast.robert, "POST", "/competitors", { name: "nordlys" }, 409);
		const changed = { aliases: ["Nord Lys AS"], version: made.version };
		await ask(cast.robert, "PUT", `/competitors/${made.id}`, changed);
		const deal = smallDealId("fresh");
		const { deal: held } = await ask<{ deal: { version: number } }>(cast.maria, "GET", `/opportunities/${deal}`);
		const nextStep = "Compare with the quote of nord lys as";
		await ask(cast.maria, "PUT", `/opportunities/${deal}`, { nextStep, version: held.version });
		const { competitors } = await ask<RoomJson>(cast.maria, "GET", `/opportunities/${deal}/room`);
		expect(competitors.filter((c) => c.isHeard).map((c) => c.name)).toEqual(["Nordlys"]);
	});

	test("go, unless a line is made against them", async () => {
		const [nordlys, lumenhaus] = ["Nordlys", "Lumenhaus"].map((name) =>
			all().then((a) => a.find((c) => c.name === name)),
		);
		await ask(cast.david, "DELETE", `/competitors/${(await lumenhaus)?.id}`, undefined, 422);
		await ask(cast.david, "DELETE", `/competitors/${(await nordlys)?.id}`, undefined, 204);
		expect((await all()).map((c) => [c.name, c.lines])).toEqual([
			["BrightGrid", 1],
			["Lumenhaus", 1],
			["OfficeGlow", 1],
		]);
	});
});

test("what was written about is in the audit", async () => {
	const rows = await app.database.reader(tenantId).selectFrom("audit_entries").select("action").execute();
	const actions = new Set(rows.map((r) => r.action));
	for (const action of ["content.created", "content.updated", "content.archived", "content.restored"]) {
		expect(actions).toContain(action);
	}
	for (const action of ["competitor.created", "competitor.updated", "competitor.removed"]) {
		expect(actions).toContain(action);
	}
});
