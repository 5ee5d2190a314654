import { expect, test } from "vitest";
import { addWorkspace, testApp } from "../test-app.ts";

const app = await testApp();
const harbour = await addWorkspace(app.database, "harbour");
const pier = await addWorkspace(app.database, "pier");
const { admin, rep, manager } = harbour.people;

async function add(body: object): Promise<{ id: string }> {
	const made = await app.call("POST", "/teams", { as: admin, body });
	expect(made.status, await made.clone().text()).toBe(201);
	return made.json();
}

test("a tree of teams twelve deep is built, read with its path, and moved", async () => {
	const names = Array.from({ length: 12 }, (_, i) => `Level ${i}`);
	let parentId: string | null = null;
	const ids: string[] = [];
	for (const name of names) {
		const { id }: { id: string } = await add({ name, parentId });
		ids.push(id);
		parentId = id;
	}
	const deepest = await (await app.call("GET", `/teams/${ids[11]}`, { as: rep })).json();
	expect(deepest.path.map((t: { name: string }) => t.name)).toEqual(names.slice(0, 11));
	const moved = await app.call("PATCH", `/teams/${ids[11]}`, { as: admin, body: { parentId: ids[0] } });
	expect((await moved.json()).path).toHaveLength(1);
});

test("a team cannot stand beneath itself, not even through two moves at the same moment", async () => {
	const [a, b] = [await add({ name: "A" }), await add({ name: "B" })];
	const self = await app.call("PATCH", `/teams/${a.id}`, { as: admin, body: { parentId: a.id } });
	expect(self.status).toBe(422);
	const both = await Promise.all([
		app.call("PATCH", `/teams/${a.id}`, { as: admin, body: { parentId: b.id } }),
		app.call("PATCH", `/teams/${b.id}`, { as: admin, body: { parentId: a.id } }),
	]);
	expect(both.map((answer) => answer.status).sort()).toEqual([200, 422]);
});

test("who is made the lead of a team sees its people's records at once", async () => {
	const crew = await add({ name: "New crew" });
	await app.call("POST", `/teams/${crew.id}/members`, { as: admin, body: { userId: rep.userId } });
	const before = await app.deps.standings.of(manager.tenantId, manager.userId);
	expect(before?.visibleOwners).not.toContain(rep.userId);
	await app.call("PATCH", `/teams/${crew.id}`, { as: admin, body: { managerId: manager.userId } });
	const after = await app.deps.standings.of(manager.tenantId, manager.userId);
	expect(after?.visibleOwners).toContain(rep.userId);
});

test("somebody put into a team leaves the one they were in; taken out, they are in none", async () => {
	const [one, two] = [await add({ name: "One" }), await add({ name: "Two" })];
	for (const team of [one, two]) {
		await app.call("POST", `/teams/${team.id}/members`, { as: admin, body: { userId: rep.userId } });
	}
	expect((await (await app.call("GET", `/teams/${one.id}`, { as: rep })).json()).members).toEqual([]);
	expect((await app.call("DELETE", `/teams/${one.id}/members/${rep.userId}`, { as: admin })).status).toBe(404);
	expect((await app.call("DELETE", `/teams/${two.id}/members/${rep.userId}`, { as: admin })).status).toBe(204);
	expect((await (await app.call("GET", `/teams/${two.id}`, { as: rep })).json()).members).toEqual([]);
});

test("removing a team moves its people and teams up; one with targets stays", async () => {
	const top = await add({ name: "Top" });
	const middle = await add({ name: "Middle", parentId: top.id });
	const low = await add({ name: "Low", parentId: middle.id });
	await app.call("POST", `/teams/${middle.id}/members`, { as: admin, body: { userId: rep.userId } });
	expect((await app.call("DELETE", `/teams/${middle.id}`, { as: admin })).status).toBe(204);
	expect(await (await app.call("GET", `/teams/${low.id}`, { as: rep })).json()).toMatchObject({ parentId: top.id });
	const { members } = await (await app.call("GET", `/teams/${top.id}`, { as: rep })).json();
	expect(members.map((m: { id: string }) => m.id)).toEqual([rep.userId]);

	await app.database.inTenant(harbour.tenantId, (trx) =>
		trx
			.insertInto("quotas")
			.values({ tenant_id: harbour.tenantId, team_id: low.id, period: "FY2026-Q4", amount_minor: 1n, currency: "EUR" })
			.execute(),
	);
	const refused = await app.call("DELETE", `/teams/${low.id}`, { as: admin });
	expect((await refused.json()).code).toBe("wrong_state");
});

test("parent, manager and member must be of the same workspace", async () => {
	const own = await add({ name: "Own" });
	const wrong = [
		await app.call("PATCH", `/teams/${own.id}`, { as: admin, body: { parentId: pier.teamId } }),
		await app.call("PATCH", `/teams/${own.id}`, { as: admin, body: { managerId: pier.people.rep.userId } }),
		await app.call("POST", "/teams", { as: admin, body: { name: "X", parentId: pier.teamId } }),
	];
	expect(wrong.map((answer) => answer.status)).toEqual([422, 422, 422]);
	const member = await app.call("POST", `/teams/${own.id}/members`, {
		as: admin,
		body: { userId: pier.people.rep.userId },
	});
	expect(member.status).toBe(404);
	expect((await app.call("DELETE", `/teams/${pier.teamId}`, { as: admin })).status).toBe(404);
});

test("changes are audited, and the same Idempotency-Key makes one team", async () => {
	const send = () =>
		app.call("POST", "/teams", { as: admin, body: { name: "Once" }, headers: { "idempotency-key": "team-once" } });
	const [first, second] = [await (await send()).json(), await (await send()).json()];
	expect(second.id).toBe(first.id);
	const entries = await app.database
		.reader(harbour.tenantId)
		.selectFrom("audit_entries")
		.select(["action", "actor"])
		.where("entity_id", "=", first.id)
		.execute();
	expect(entries).toEqual([{ action: "team.created", actor: admin.name }]);
});
