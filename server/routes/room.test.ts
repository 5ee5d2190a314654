import { beforeAll, describe, expect, test } from "vitest";
import type { RoomJson, TimelineJson } from "../../core/contract/room.ts";
import { smallDealId } from "../../core/demo/small-ground.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, rebuildNow, type TestCast } from "../test-company.ts";

const app = await testApp();
const NOW = Date.UTC(2026, 8, 15, 9, 30);
let tenantId = 0;
let cast: TestCast;
type Person = { tenantId: number; userId: string };
const DEAL = smallDealId("nearlyThere");
const NOAS = smallDealId("withoutRate");

beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, NOW));
	await rebuildNow(app, tenantId);
});

async function ask<T>(as: Person, method: string, path: string, body?: unknown, status = 200): Promise<T> {
	const answer = await app.call(method, `/opportunities/${path}`, { as, ...(body === undefined ? {} : { body }) });
	expect(answer.status, await answer.clone().text()).toBe(status);
	return (status === 204 ? undefined : await answer.json()) as T;
}
const room = (as: Person, deal = DEAL) => ask<RoomJson>(as, "GET", `${deal}/room`);
async function upload(as: Person, name: string, content: string, deal = DEAL): Promise<Response> {
	const form = new FormData();
	form.append("file", new File([content], name, { type: "text/html" }));
	return app.request(`/api/v1/opportunities/${deal}/documents`, {
		method: "POST",
		body: form,
		headers: { authorization: `Bearer ${await app.tokenOf(as)}` },
	});
}

describe("who decides", () => {
	test("begins with the account's contacts to choose from, and with all roles missing", async () => {
		const { people, gaps, candidates } = await room(cast.maria);
		expect(people).toEqual([]);
		expect(gaps).toEqual(["champion", "economic_buyer", "decision_maker"]);
		expect(candidates.map((c) => c.name)).toEqual(["Priya Patel"]);
	});

	test("says who is silent: those who never answered, and those who did long ago", async () => {
		const [priya] = (await room(cast.maria)).candidates;
		const champion = { contactId: priya?.id, roles: ["champion"], stance: "for", influence: 3 };
		await ask(cast.maria, "POST", `${DEAL}/people`, champion, 201);
		await ask(cast.maria, "POST", `${DEAL}/people`, { name: "Amos Fry", title: "CFO", roles: ["economic_buyer"] }, 201);
		const { people, gaps, candidates } = await room(cast.maria);
		expect(people.map((p) => [p.contact.name, p.quietDays, p.isSilent])).toEqual([
			["Priya Patel", 1, false],
			["Amos Fry", null, true],
		]);
		expect(gaps).toEqual(["decision_maker"]);
		expect(candidates).toEqual([]);
		const stalled = smallDealId("stalled");
		const [sam] = (await room(cast.robert, stalled)).candidates;
		await ask(cast.robert, "POST", `${stalled}/people`, { contactId: sam?.id }, 201);
		expect((await room(cast.robert, stalled)).people[0]).toMatchObject({ quietDays: 131, isSilent: true });
	});

	test("is changed by the version that was read, and taken off without losing the contact", async () => {
		const [priya] = (await room(cast.maria)).people;
		const path = `${DEAL}/people/${priya?.contact.id}`;
		await ask(cast.maria, "PUT", path, { stance: "neutral" }, 428);
		const changed = await ask<{ version: number }>(cast.maria, "PUT", path, {
			roles: ["champion", "decision_maker"],
			version: priya?.version,
		});
		await ask(cast.robert, "PUT", path, { stance: "against", version: priya?.version }, 409);
		expect((await room(cast.maria)).gaps).toEqual([]);
		expect(changed.version).toBe((priya?.version ?? 0) + 1);
		await ask(cast.maria, "POST", `${DEAL}/people`, { contactId: priya?.contact.id }, 409);
		await ask(cast.maria, "DELETE", path, undefined, 204);
		const after = await room(cast.maria);
		expect(after.candidates.map((c) => c.name)).toEqual(["Priya Patel"]);
		await ask(cast.maria, "DELETE", path, undefined, 404);
	});

	test("is nobody's business who does not see the deal", async () => {
		for (const [method, path, body] of [
			["GET", "room", undefined],
			["GET", "timeline", undefined],
			["POST", "people", { name: "Eve" }],
			["POST", "plan", { title: "Peek", side: "ours" }],
			["POST", "links", { name: "x", url: "https://example.com" }],
			["PUT", "competitors", { competitorIds: [] }],
		] as const) {
			await ask(cast.maria, method, `${NOAS}/${path}`, body, 404);
		}
		expect((await upload(cast.maria, "peek.txt", "x", NOAS)).status).toBe(404);
	});
});

describe("the plan", () => {
	const plan = async () => (await room(cast.maria)).plan;

	test("keeps its order, marks what is overdue, and a step is either ours or theirs", async () => {
		const add = (body: object) => ask<{ id: string; version: number }>(cast.maria, "POST", `${DEAL}/plan`, body, 201);
		const { people } = await room(cast.maria);
		const contactId = people[0]?.contact.id;
		await add({ title: "Send the contract", side: "ours", ownerId: cast.maria.userId, dueOn: "2026-09-14" });
		await add({ title: "Name the legal contact", side: "theirs", contactId, dueOn: "2026-09-15" });
		const last = await add({ title: "Sign", side: "theirs", ownerId: cast.maria.userId });
		expect((await plan()).map((s) => [s.title, s.isOverdue, s.owner?.name ?? s.contact?.name ?? null])).toEqual([
			["Send the contract", true, "Maria Alvarez"],
			["Name the legal contact", false, "Amos Fry"],
			["Sign", false, null],
		]);
		const [first] = await plan();
		await ask(cast.maria, "PUT", `${DEAL}/plan/${last.id}`, { before: first?.id, version: last.version });
		expect((await plan()).map((s) => s.title)).toEqual(["Sign", "Send the contract", "Name the legal contact"]);
	});

	test("a step that is done is no longer overdue, stands in the timeline, and can be opened again", async () => {
		const step = (await plan()).find((s) => s.title === "Send the contract");
		const path = `${DEAL}/plan/${step?.id}`;
		const done = await ask<{ version: number; doneAt: string }>(cast.maria, "PUT", path, {
			state: "done",
			version: step?.version,
		});
		expect(done).toMatchObject({ isOverdue: false, state: "done" });
		const { items } = await ask<TimelineJson>(cast.maria, "GET", `${DEAL}/timeline?kinds=step`);
		expect(items.map((e) => [e.kind, e.text, e.who])).toEqual([["step", "Done: Send the contract", "Maria Alvarez"]]);
		const open = await ask<{ doneAt: string | null }>(cast.maria, "PUT", path, {
			state: "open",
			version: done.version,
		});
		expect(open.doneAt).toBeNull();
	});

	test("refuses people who do not exist, and loses nothing when two add at once", async () => {
		const missing = { title: "x", side: "ours", ownerId: smallDealId("fresh") };
		await ask(cast.maria, "POST", `${DEAL}/plan`, missing, 422);
		const deal = smallDealId("fresh");
		await Promise.all(
			Array.from({ length: 6 }, (_, k) =>
				ask(cast.maria, "POST", `${deal}/plan`, { title: `S${k}`, side: "ours" }, 201),
			),
		);
		expect((await room(cast.maria, deal)).plan).toHaveLength(6);
	});
});

describe("documents", () => {
	test("are stored whole and handed out as a download that a browser will not open as a page", async () => {
		const made = await upload(cast.maria, "Angebot „Süd“.csv", "a,b\n1,2\n");
		expect(made.status, await made.clone().text()).toBe(201);
		const { id } = (await made.json()) as { id: string };
		const path = `/opportunities/${DEAL}/documents/${id}`;
		const file = await app.call("GET", path, { as: cast.robert });
		expect(await file.text()).toBe("a,b\n1,2\n");
		expect(file.headers.get("content-disposition")).toContain("attachment;");
		expect(file.headers.get("content-disposition")).toContain(
			"filename*=UTF-8''Angebot%20%E2%80%9ES%C3%BCd%E2%80%9C.csv",
		);
		expect(file.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
		expect(file.headers.get("x-content-type-options")).toBe("nosniff");
		expect(file.headers.get("content-type")).toBe("text/csv");
		const { documents } = await room(cast.maria);
		expect(documents).toMatchObject([{ name: "Angebot „Süd“.csv", bytes: 8, addedBy: { name: "Maria Alvarez" } }]);
		// Another deal's address does not reach it.
		const other = `/opportunities/${smallDealId("fresh")}/documents/${id}`;
		expect((await app.call("GET", other, { as: cast.maria })).status).toBe(404);
		await ask(cast.maria, "DELETE", `${DEAL}/documents/${id}`, undefined, 204);
		expect((await app.call("GET", path, { as: cast.robert })).status).toBe(404);
		expect(await app.deps.storage.list(tenantId, "deals/")).toEqual([]);
	});

	test("are of known types and sizes, and nothing stays of one that is not", async () => {
		const refused = await upload(cast.maria, "invoice.html", "<script>alert(1)</script>");
		expect(refused.status).toBe(415);
		expect(await refused.text()).toContain("add a link");
		expect((await upload(cast.maria, "large.txt", "x".repeat(25_000_001))).status).toBe(413);
		expect(await app.deps.storage.list(tenantId, "deals/")).toEqual([]);
		expect((await room(cast.maria)).documents).toEqual([]);
	});

	test("may be links, to the web only", async () => {
		const bad = { name: "x", url: "javascript:alert(1)" };
		await ask(cast.maria, "POST", `${DEAL}/links`, bad, 400);
		await ask(cast.maria, "POST", `${DEAL}/links`, { name: "Floor plan", url: "https://files.example/plan" }, 201);
		const { items } = await ask<TimelineJson>(cast.maria, "GET", `${DEAL}/timeline?kinds=document`);
		expect(items.map((e) => e.text)).toEqual(["Added: Floor plan"]);
	});
});

describe("the playbook", () => {
	test("shows the lines of the stage, and those of a competitor once the deal has it", async () => {
		const before = await room(cast.maria);
		expect(before.playbook.map((l) => l.title)).toEqual(["When the champion goes quiet"]);
		const lumenhaus = before.competitors.find((c) => c.name === "Lumenhaus");
		expect(lumenhaus).toMatchObject({ isIn: false, isHeard: false });
		await ask(cast.maria, "PUT", `${DEAL}/competitors`, { competitorIds: [lumenhaus?.id] }, 204);
		const { playbook, competitors } = await room(cast.maria);
		expect(competitors.filter((c) => c.isIn).map((c) => c.name)).toEqual(["Lumenhaus"]);
		expect(playbook.map((l) => l.fits)).toEqual([["competitor"], ["stage"]]);
	});

	test("hears a competitor in the next step, by an alias", async () => {
		const deal = await ask<{ deal: { version: number } }>(cast.maria, "GET", DEAL);
		const nextStep = "They also asked Bright Grid for a quote";
		await ask(cast.maria, "PUT", DEAL, { nextStep, version: deal.deal.version });
		const { competitors } = await room(cast.maria);
		expect(competitors.filter((c) => c.isHeard).map((c) => c.name)).toEqual(["BrightGrid"]);
	});

	test("counts a use once a day, and tells when a line was used", async () => {
		const [line] = (await room(cast.maria)).playbook;
		for (const kind of ["shown", "used", "used"]) {
			await ask(cast.maria, "POST", `${DEAL}/content-uses`, { contentIds: [line?.id], kind }, 204);
		}
		const uses = await app.database.reader(tenantId).selectFrom("content_uses").select("kind").execute();
		expect(uses.map((u) => u.kind).sort()).toEqual(["shown", "used"]);
		expect((await room(cast.maria)).playbook.find((l) => l.id === line?.id)?.usedAt).not.toBeNull();
	});
});

describe("the timeline", () => {
	const pages = async (query = "") => {
		const all: TimelineJson["items"] = [];
		let cursor: string | null = null;
		do {
			const more: string = cursor ? `&cursor=${cursor}` : "";
			const page: TimelineJson = await ask(cast.maria, "GET", `${DEAL}/timeline?limit=4${more}${query}`);
			all.push(...page.items);
			cursor = page.nextCursor;
		} while (cursor);
		return all;
	};

	test("is one stream, newest first, that pages together make whole", async () => {
		const whole = await ask<TimelineJson>(cast.maria, "GET", `${DEAL}/timeline?limit=100`);
		const paged = await pages();
		expect(paged).toEqual(whole.items);
		expect(new Set(paged.map((e) => e.id)).size).toBe(paged.length);
		const times = paged.map((e) => Date.parse(e.at));
		expect(times).toEqual([...times].sort((a, b) => b - a));
		expect(new Set(paged.map((e) => e.kind))).toEqual(new Set(["activity", "change", "stage", "score", "document"]));
		expect(paged.filter((e) => e.kind === "activity")).toHaveLength(15);
	});

	test("says why the chance moved", async () => {
		const moves = await pages("&kinds=score");
		expect(moves.length).toBeGreaterThan(2);
		expect(moves.some((e) => e.reasons.length > 0 && /^[+−]\d+ /.test(e.reasons[0] ?? ""))).toBe(true);
		const read = (text: string) =>
			Number(
				text
					.replace("−", "-")
					.replace(/[^\d-].*$/, "")
					.replace("+", ""),
			);
		for (const { text, reasons } of moves) {
			expect(text).toMatch(/^Chance/);
			const [from, to] = [...text.matchAll(/(\d+)\D*%/g)].map((m) => Number(m[1]));
			if (from === undefined || to === undefined) continue;
			expect(
				reasons.reduce((sum, reason) => sum + read(reason.replace(/^\+/, "")), 0),
				text,
			).toBe(to - from);
		}
	});

	test("refuses what is no cursor or no kind", async () => {
		await ask(cast.maria, "GET", `${DEAL}/timeline?cursor=bm9uc2Vuc2U`, undefined, 400);
		await ask(cast.maria, "GET", `${DEAL}/timeline?kinds=rumours`, undefined, 400);
	});
});

test("everything that was changed in a room is in the audit", async () => {
	const rows = await app.database.reader(tenantId).selectFrom("audit_entries").select("action").execute();
	const actions = new Set(rows.map((r) => r.action));
	for (const action of ["person_added", "person_changed", "person_removed", "step_added", "step_changed"]) {
		expect(actions).toContain(`deal.${action}`);
	}
	for (const action of ["document_added", "document_removed", "competitors_set", "content_used"]) {
		expect(actions).toContain(`deal.${action}`);
	}
});
