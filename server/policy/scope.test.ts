import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { addWorkspace, testApp } from "../test-app.ts";
import { leadersOf, MOST_LISTED, maySeeOwner, ownedInSight, ownersBeneath } from "./scope.ts";

const app = await testApp();
const { database } = app;
const { tenantId, teamId, people } = await addWorkspace(database, "harbour");

async function addTeam(name: string, parentId: string | null, managerId: string | null = null): Promise<string> {
	return database.inTenant(tenantId, async (trx) => {
		const team = { tenant_id: tenantId, name, parent_id: parentId, manager_id: managerId };
		return (await trx.insertInto("teams").values(team).returning("id").executeTakeFirstOrThrow()).id;
	});
}
async function addPerson(name: string, inTeam: string): Promise<string> {
	return database.inTenant(tenantId, async (trx) => {
		const user = { tenant_id: tenantId, name, team_id: inTeam, role: "manager" as const };
		return (await trx.insertInto("users").values(user).returning("id").executeTakeFirstOrThrow()).id;
	});
}
const move = (team: string, parent: string | null) =>
	database.inTenant(tenantId, (trx) =>
		trx.updateTable("teams").set({ parent_id: parent }).where("id", "=", team).execute(),
	);
const beneath = (userId: string) => ownersBeneath(database.reader(tenantId), tenantId, userId);
const named = async (owners: Awaited<ReturnType<typeof beneath>>) => {
	const rows = await database.reader(tenantId).selectFrom("users").select(["id", "name"]).execute();
	return Array.isArray(owners) ? owners.map((id) => rows.find((r) => r.id === id)?.name).sort() : owners;
};

describe("a leader sees everyone beneath, of any depth", () => {
	test("and nobody beside or above; a team that moves takes its people along", async () => {
		let above = teamId;
		const chain: string[] = [];
		for (let depth = 1; depth <= 12; depth++) {
			above = await addTeam(`level ${depth}`, above);
			chain.push(above);
		}
		const deepest = await addPerson("Deep", above);
		const beside = await addTeam("beside", null);
		await addPerson("Beside", beside);
		expect(await named(await beneath(people.manager.userId))).toEqual(["Deep", "Maria", "Robert"]);
		expect((await leadersOf(database.reader(tenantId), tenantId, [deepest])).get(deepest)).toEqual(
			new Set([people.manager.userId]),
		);
		await move(chain[5] ?? "", beside);
		expect(await named(await beneath(people.manager.userId))).toEqual(["Maria", "Robert"]);
		await move(chain[5] ?? "", teamId);
		expect(await named(await beneath(people.manager.userId))).toEqual(["Deep", "Maria", "Robert"]);
	});

	test("even where teams stand in a circle, and when the circle is opened again", async () => {
		const lead = await addPerson("Lead", teamId);
		const [one, two, three] = [
			await addTeam("one", null, lead),
			await addTeam("two", null),
			await addTeam("three", null),
		];
		await addPerson("In three", three);
		await move(two, one);
		await move(three, two);
		await move(one, three);
		expect(await named(await beneath(lead))).toEqual(["In three", "Lead"]);
		await move(three, null);
		expect(await named(await beneath(lead))).toEqual(["Lead"]);
		await move(one, null);
		await move(three, one);
		expect(await named(await beneath(lead))).toEqual(["In three", "Lead"]);
	});

	test("and a team that goes leaves nothing behind", async () => {
		const gone = await addTeam("gone", teamId);
		await database.inTenant(tenantId, (trx) => trx.deleteFrom("teams").where("id", "=", gone).execute());
		const rows = await database.reader(tenantId).selectFrom("team_ancestors").select("team_id").execute();
		expect(rows.some((row) => row.team_id === gone)).toBe(false);
	});
});

test("who leads more people than a list holds sees the same as one by one: theirs and their own, nobody else's", async () => {
	const many = await addTeam("many", null);
	const chief = await addPerson("Chief", await addTeam("top", null));
	const stranger = people.rep.userId;
	await database.inTenant(tenantId, async (trx) => {
		await trx.updateTable("teams").set({ manager_id: chief }).where("id", "=", many).execute();
		await sql`insert into users (tenant_id, name, team_id)
			select ${tenantId}, 'member ' || n, ${many}::uuid from generate_series(1, ${MOST_LISTED + 1}) n`.execute(trx);
	});
	const visibleOwners = await beneath(chief);
	expect(visibleOwners).toEqual({ beneath: chief });
	const db = database.reader(tenantId);
	const { rows } = await sql<{ id: string }>`select u.id from users u
		where ${ownedInSight(sql`u.id`, visibleOwners)}`.execute(db);
	expect(rows.length).toBe(MOST_LISTED + 2);
	const seen = new Set(rows.map((row) => row.id));
	expect([seen.has(chief), seen.has(stranger)]).toEqual([true, false]);
	const principal = { tenantId, visibleOwners } as never;
	const member = rows.find((row) => row.id !== chief)?.id ?? "";
	const asked = [member, chief, stranger, null].map((owner) => maySeeOwner(db, principal, owner));
	expect(await Promise.all(asked)).toEqual([true, true, false, false]);
});
